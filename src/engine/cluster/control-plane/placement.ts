import { groupBy } from '../../../lib/groupBy';
import { cidrContains } from '../../net';
import type { PodSpec } from '../api';
import type { ClusterNode, FieldPath } from '../model';
import type { Notes } from '../noter';
import { podIpsOf } from './families';
import { hash32, mix32 } from './hash';
import type { PlannedPod } from './plannedPod';

/** Labels that every node has, written or not. */
const COMMON: Readonly<Record<string, string>> = {
  'kubernetes.io/os': 'linux',
  'beta.kubernetes.io/os': 'linux',
};

/** The nodes that a nodeSelector allows. Nodes that are made up have no labels to ask for: all of them will do. */
export function eligibleNodes(
  { nodeSelector, nodeName }: PodSpec,
  nodes: readonly ClusterNode[],
): readonly ClusterNode[] {
  if (nodeName) return nodes.filter(({ name }) => name === nodeName);
  const wanted = Object.entries(nodeSelector ?? {});
  if (wanted.length === 0 || !nodes.some(({ given }) => given)) return nodes;
  return nodes.filter(({ name, object: { metadata } }) => {
    const labels: Readonly<Record<string, string>> = {
      ...COMMON,
      'kubernetes.io/hostname': name,
      ...metadata.labels,
    };
    return wanted.every(([key, value]) => labels[key] === value);
  });
}

/**
 * Chooses a node for every Pod: the one with the fewest Pods of the same workload. Ties go by a hash of workload and
 * node, never by what else runs there, so that a Pod more or less elsewhere moves nothing. Unplaceable Pods are absent.
 */
export function placePods(
  pods: readonly PlannedPod[],
  nodes: readonly ClusterNode[],
  notes: Notes,
): ReadonlyMap<PlannedPod, ClusterNode> {
  const placed = new Map<PlannedPod, ClusterNode>();
  const index = new Map(nodes.map(({ name }, i) => [name, i]));
  const hashes = nodes.map(({ name }) => hash32(name));
  const ranks = new Uint32Array(nodes.length);
  const everywhere = nodes.map((_, i) => i);
  for (const [key, group] of groupBy(pods, (pod) => pod.group)) {
    const counts = new Uint32Array(nodes.length);
    const waiting: PlannedPod[] = [];
    for (const pod of group) {
      const at = index.get(pod.node ?? pod.object.spec.nodeName ?? '') ?? homeOf(pod, nodes);
      const node = at === undefined ? undefined : nodes[at];
      if (at === undefined || !node) waiting.push(pod);
      else {
        placed.set(pod, node);
        counts[at] = (counts[at] ?? 0) + 1;
      }
    }
    if (waiting.length === 0) continue;
    const salt = hash32(key);
    for (const [i, hash] of hashes.entries()) ranks[i] = mix32(salt ^ hash);
    const unplaced: PlannedPod[] = [];
    const candidates = new Map<PodSpec['nodeSelector'], readonly number[]>();
    for (const pod of waiting) {
      const { spec } = pod.object;
      let among = candidates.get(spec.nodeSelector);
      if (!among) {
        const eligible = eligibleNodes(spec, nodes);
        among = eligible === nodes ? everywhere : eligible.map(({ name }) => index.get(name) ?? 0);
        candidates.set(spec.nodeSelector, among);
      }
      const best = fewest(among, counts, ranks);
      const node = best === undefined ? undefined : nodes[best];
      if (best !== undefined && node) {
        placed.set(pod, node);
        counts[best] = (counts[best] ?? 0) + 1;
      } else unplaced.push(pod);
    }
    const [first] = unplaced;
    if (first)
      notes.add('warning', 'pod-unschedulable', first.written, selectorPath(first), {
        count: unplaced.length,
      });
  }
  return placed;
}

const selectorPath = ({ entry }: PlannedPod): FieldPath => [
  ...(entry ? [] : ['spec', 'template']),
  'spec',
  'nodeSelector',
];

/** The lowest count; among equals, the highest rank. */
function fewest(among: readonly number[], counts: Uint32Array, ranks: Uint32Array): number | undefined {
  let best: number | undefined;
  let count = 0;
  let rank = 0;
  for (const i of among) {
    const c = counts[i] ?? 0;
    const r = ranks[i] ?? 0;
    if (best !== undefined && (c > count || (c === count && r <= rank))) continue;
    best = i;
    count = c;
    rank = r;
  }
  return best;
}

/** A Pod of the text without nodeName, but with an address: the node that it belongs to. */
function homeOf({ object }: PlannedPod, nodes: readonly ClusterNode[]): number | undefined {
  const [first] = podIpsOf(object);
  if (first === undefined) return undefined;
  const at = nodes.findIndex(({ podCidrs }) => podCidrs.some((c) => cidrContains(c, first)));
  return at < 0 ? undefined : at;
}
