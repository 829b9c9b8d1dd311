import { buildNetwork, type Cluster, loadCluster, type Network } from '../engine';
import { networkOptions, type Settings } from './settings';
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
  settings: Settings,
  last?: Pick<DocumentState, 'cluster' | 'network'>,
  fallback?: string,
): DocumentState {
  const { cluster, notes } = load(text);
  const base = { text, sample, typed, settings, notes };
  if (cluster) return { ...base, broken: false, cluster, network: networkOf(cluster, settings) };
  if (last) return { ...base, broken: true, cluster: last.cluster, network: last.network };
  const good = (fallback === undefined ? undefined : load(fallback).cluster) ?? emptyCluster();
  return { ...base, broken: true, cluster: good, network: networkOf(good, settings) };
}

/** The machines of a cluster under these settings. */
export const networkOf = (cluster: Cluster, settings: Settings): Network =>
  buildNetwork(cluster, networkOptions(settings, cluster));
