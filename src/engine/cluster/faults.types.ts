/** What is true of a Pod whatever the text says of it. */
export interface PodFacts {
  /** Does its readiness probe succeed? Absent: as the text has it. */
  readonly ready?: boolean;
  /** Where its processes listen. `localhost`: on 127.0.0.1 only; `none`: not at all. Default: on all addresses. */
  readonly listens?: Listening;
}

export type Listening = 'localhost' | 'none';

/** `died`: the control plane has not noticed yet. `not-ready`: the node controller has marked the node and its Pods. */
export type NodeDown = 'died' | 'not-ready';

export interface ClusterFaults {
  /** By `namespace/name`. */
  readonly pods?: Readonly<Record<string, PodFacts>>;
  /** By name; `*` for all others. */
  readonly nodes?: Readonly<Record<string, NodeFaults>>;
}

export interface NodeFaults {
  readonly down?: NodeDown;
  /** There where kube-proxy has stopped. */
  readonly stopped?: object;
}
