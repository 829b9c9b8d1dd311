import { buildNetwork, type Cluster, loadCluster, withFaults } from '../../engine';
import { networkOptions } from '../settings/options';
import type { Settings } from '../settings/settings';
import type { DocumentState, Stale } from './model';
import { NO_STALE, stoppedOn } from './stale';

/** The name shown before line and column in messages. */
export const SOURCE_NAME = 'manifests.yaml';

const load = (text: string) => loadCluster([{ name: SOURCE_NAME, text }]);

function emptyCluster(): Cluster {
  const { cluster } = load('');
  if (!cluster) throw new Error('an empty text must give a cluster');
  return cluster;
}

/**
 * Reads a text. While it is broken the cluster and network of `last` stay, so that the picture does; without a
 * `last`, those of `fallback` (the last text that could be read) or of an empty cluster.
 */
export function readDocument(
  text: string,
  sample: string | undefined,
  typed: boolean,
  settings: Settings,
  last?: Pick<DocumentState, 'cluster' | 'network'>,
  fallback?: string,
  stale: Stale = NO_STALE,
): DocumentState {
  const { cluster, notes } = load(text);
  const base = { text, sample, typed, settings, stale, notes };
  if (cluster) return { ...base, broken: false, ...placeOf(cluster, settings, stale) };
  if (last) return { ...base, broken: true, cluster: last.cluster, network: last.network };
  const good = (fallback === undefined ? undefined : load(fallback).cluster) ?? emptyCluster();
  return { ...base, broken: true, ...placeOf(good, settings, stale) };
}

/** A cluster and its machines under these settings. */
export function placeOf(
  cluster: Cluster,
  settings: Settings,
  stale: Stale,
): Pick<DocumentState, 'cluster' | 'network'> {
  const options = networkOptions(settings, cluster, (node) => stoppedOn(stale, node));
  const faulty = withFaults(cluster, options);
  return { cluster: faulty, network: buildNetwork(faulty, options) };
}
