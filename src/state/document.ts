import { buildNetwork, type Cluster, loadCluster } from '../engine';
import type { DocumentState } from './types';

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
  last?: Pick<DocumentState, 'cluster' | 'network'>,
  fallback?: string,
): DocumentState {
  const { cluster, notes } = load(text);
  if (cluster) return { text, sample, typed, notes, broken: false, cluster, network: buildNetwork(cluster) };
  if (last) return { text, sample, typed, notes, broken: true, cluster: last.cluster, network: last.network };
  const good = (fallback === undefined ? undefined : load(fallback).cluster) ?? emptyCluster();
  return { text, sample, typed, notes, broken: true, cluster: good, network: buildNetwork(good) };
}
