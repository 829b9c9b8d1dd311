import { cidrContains } from '../net';
import type { PodSpec } from './api';
import { podIpsOf } from './families';
import { hash32, mix32 } from './hash';
import type { ClusterNode } from './model';
import type { Notes } from './noter';
import type { PlannedPod } from './planPods';

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
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const groups = new Map<string, { counts: Map<ClusterNode, number>; waiting: PlannedPod[] }>();
  for (const pod of pods) {
    let group = groups.get(pod.group);
    if (!group) {
      group = { counts: new Map(), waiting: [] };
      groups.set(pod.group, group);
    }
    const node = byName.get(pod.node ?? pod.object.spec.nodeName ?? '') ?? homeOf(pod, nodes);
    if (node) {
      placed.set(pod, node);
      group.counts.set(node, (group.counts.get(node) ?? 0) + 1);
    } else group.waiting.push(pod);
  }
  const hashes = nodes.map(({ name }) => hash32(name));
  const index = new Map(nodes.map((node, i) => [node, i]));
  for (const [key, { counts, waiting }] of groups) {
    const salt = hash32(key);
    const rank = (node: ClusterNode) => mix32(salt ^ (hashes[index.get(node) ?? 0] ?? 0));
    for (const pod of waiting) {
      let best: ClusterNode | undefined;
      for (const node of eligibleNodes(pod.object.spec, nodes)) {
        const fewer = (counts.get(node) ?? 0) - (best ? (counts.get(best) ?? 0) : Number.POSITIVE_INFINITY);
        if (fewer < 0 || (fewer === 0 && best && rank(node) > rank(best))) best = node;
      }
      if (best) {
        placed.set(pod, best);
        counts.set(best, (counts.get(best) ?? 0) + 1);
      } else if (pod.entry) notes.add('warning', 'pod-unschedulable', pod.entry, ['spec', 'nodeSelector']);
    }
  }
  return placed;
}

/** A Pod of the text without nodeName, but with an address: the node that it belongs to. */
function homeOf({ object }: PlannedPod, nodes: readonly ClusterNode[]): ClusterNode | undefined {
  const [first] = podIpsOf(object);
  return first && nodes.find(({ podCidrs }) => podCidrs.some((c) => cidrContains(c, first)));
}
