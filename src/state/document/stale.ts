import { type Cluster, loadCluster, type StoppedProxy, withFaults } from '../../engine';
import { networkOptions, proxyOptions } from '../settings/options';
import {
  factOf,
  POD_FACTS,
  PROXY_SETTINGS,
  partsOf,
  readSettings,
  type Settings,
} from '../settings/settings';
import type { DocumentState, Stale, StaleProxy } from './model';

export const NO_STALE: Stale = new Map();

const isStopped = (settings: Settings, node: string): boolean =>
  factOf(settings, node)('kubeProxy') === false;

/** Settings on which kube-proxy's rules depend: its own, and what makes Pods and nodes not ready. */
function seenSettings(settings: Settings): Settings {
  const counts = (key: string) => {
    const { id } = partsOf(key);
    return Object.hasOwn(PROXY_SETTINGS, id) || Object.hasOwn(POD_FACTS, id) || id === 'down';
  };
  return Object.fromEntries(Object.entries(settings).filter(([key]) => counts(key)));
}

const clusters = new WeakMap<StaleProxy, Cluster | undefined>();

function clusterOf(seen: StaleProxy): Cluster | undefined {
  if (!clusters.has(seen)) {
    const { cluster } = loadCluster([{ name: 'stale', text: seen.text }]);
    clusters.set(seen, cluster && withFaults(cluster, networkOptions(seen.settings, cluster)));
  }
  return clusters.get(seen);
}

/** What the engine wants to know of the stopped kube-proxy of a node. */
export function stoppedOn(stale: Stale, node: string): StoppedProxy {
  const seen = stale.get(node);
  const cluster = seen && clusterOf(seen);
  return seen && cluster ? { cluster, proxy: proxyOptions(seen.settings, cluster) } : {};
}

/** What stopped kube-proxies have seen last once these settings hold: those that stop now, the document as it is. */
export function staleAfter(
  { cluster, settings: last, stale }: Pick<DocumentState, 'cluster' | 'settings' | 'stale'>,
  settings: Settings,
): Stale {
  const next = new Map([...stale].filter(([node]) => isStopped(settings, node)));
  const stopping = cluster.nodes.filter(({ name }) => isStopped(settings, name) && !isStopped(last, name));
  if (stopping.length > 0) {
    const seen: StaleProxy = { text: cluster.texts?.[0]?.text ?? '', settings: seenSettings(last) };
    clusters.set(seen, cluster);
    for (const { name } of stopping) next.set(name, seen);
  }
  return next;
}

/** One for all nodes that saw the same; the text is left out where it is the document's. */
export type StaleRow = readonly [nodes: readonly string[], settings: Settings, text?: string];

export function writeStale(stale: Stale, text: string): readonly StaleRow[] {
  const rows = new Map<string, { readonly seen: StaleProxy; readonly nodes: string[] }>();
  for (const [node, seen] of stale) {
    const key = JSON.stringify([seen.text, seen.settings]);
    const row = rows.get(key);
    if (row) row.nodes.push(node);
    else rows.set(key, { seen, nodes: [node] });
  }
  return [...rows.values()].map(({ seen, nodes }) =>
    seen.text === text ? [nodes, seen.settings] : [nodes, seen.settings, seen.text],
  );
}

/** From a link or from storage: what cannot be read is left out. */
export function readStale(value: unknown, text: string): Stale {
  if (!Array.isArray(value)) return NO_STALE;
  const stale = new Map<string, StaleProxy>();
  for (const row of value as unknown[]) {
    if (!Array.isArray(row)) continue;
    const [nodes, settings, own = text] = row as unknown[];
    if (!Array.isArray(nodes) || typeof own !== 'string') continue;
    const seen: StaleProxy = { text: own, settings: readSettings(settings) };
    for (const node of nodes) if (typeof node === 'string') stale.set(node, seen);
  }
  return stale;
}
