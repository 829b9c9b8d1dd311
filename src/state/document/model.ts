import type { Cluster, Network, Note } from '../../engine';
import type { Settings } from '../settings/settings';

/** What a kube-proxy saw last before it was stopped: its node's rules are made of it. */
export interface StaleProxy {
  readonly text: string;
  readonly settings: Settings;
}

/** By node name. A node where kube-proxy is stopped and which is not here came later: it never ran there. */
export type Stale = ReadonlyMap<string, StaleProxy>;

/** The document into which packets of a kept session were sent, before it was edited. */
export interface Era {
  readonly text: string;
  readonly settings: Settings;
  readonly stale: Stale;
}

export interface DocumentState {
  readonly text: string;
  readonly notes: readonly Note[];
  /** The text cannot be read; `cluster` is the last one that could. */
  readonly broken: boolean;
  readonly cluster: Cluster;
  readonly network: Network;
  /** Id of the sample that the text began as. */
  readonly sample: string | undefined;
  /** The user changed it since it was opened: it must not get lost. */
  readonly typed: boolean;
  /** Those that differ from what holds anyway; they belong to the document as its text does. */
  readonly settings: Settings;
  /** What kube-proxy saw last where it has stopped. */
  readonly stale: Stale;
}
