import type { Cluster, ClusterNode, ClusterPod } from '../../engine';
import { fmt, type Point, point, rect } from '../plane/geometry';
import type { FarField } from './layout.types';

const CELL_W = 36;
const CELL_H = 30;
const GAP = 6;
const PITCH = 4;
const DOTS_A_ROW = 7;
const HEADING = 30;

export interface FarInput {
  readonly nodes: readonly ClusterNode[];
  readonly pods: ReadonlyMap<string, readonly ClusterPod[]>;
  readonly endpoints: { readonly ready: ReadonlySet<string>; readonly notReady: ReadonlySet<string> };
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** The crowd: one small box a node, one dot a Pod. Everything that is not told apart is a single path. */
export function farField(input: FarInput): FarField {
  const columns = Math.max(1, Math.floor((input.width + GAP) / (CELL_W + GAP)));
  const endpoints: Point[] = [];
  const notReady: Point[] = [];
  const dots: string[] = [];
  let podCount = 0;
  const nodes = input.nodes.map((node, i) => {
    const x = input.x + (i % columns) * (CELL_W + GAP);
    const y = input.y + HEADING + Math.floor(i / columns) * (CELL_H + GAP);
    const pods = input.pods.get(node.name) ?? [];
    podCount += pods.length;
    // A fuller node gets smaller steps, never a taller box.
    const rows = Math.ceil(pods.length / DOTS_A_ROW);
    const step = rows > 5 ? Math.max(1.5, 20 / rows) : PITCH;
    pods.forEach((pod, n) => {
      const at = point(x + 6 + (n % DOTS_A_ROW) * PITCH, y + 6 + Math.floor(n / DOTS_A_ROW) * step);
      if (pod.ips.some((ip) => input.endpoints.ready.has(ip))) endpoints.push(at);
      else if (pod.ips.some((ip) => input.endpoints.notReady.has(ip))) notReady.push(at);
      else dots.push(`M${fmt(at.x)} ${fmt(at.y)}h0`);
    });
    return { name: node.name, box: rect(x, y, CELL_W, CELL_H) };
  });
  const rows = Math.ceil(input.nodes.length / columns);
  return {
    title: point(input.x, input.y + 15),
    box: rect(input.x, input.y, input.width, HEADING + rows * (CELL_H + GAP)),
    nodes,
    dots: dots.join(''),
    endpoints,
    notReady,
    nodeCount: input.nodes.length,
    podCount,
  };
}

/** Height that so many nodes need on a stage of this width; the scale is not known yet. */
export function farHeight(nodes: number, stageWidth: number): number {
  if (nodes === 0) return 0;
  const columns = Math.max(1, Math.floor(stageWidth / 0.9 / (CELL_W + GAP)));
  return HEADING + Math.ceil(nodes / columns) * (CELL_H + GAP);
}

/** Nodes drawn near: those on the way, and in a small cluster the others too, folded. */
export const NEAR_LIMIT = 4;

export function nearNodes(
  cluster: Cluster,
  touched: ReadonlySet<string>,
): {
  readonly near: readonly ClusterNode[];
  readonly far: readonly ClusterNode[];
} {
  if (cluster.nodes.length <= NEAR_LIMIT) return { near: cluster.nodes, far: [] };
  const near = cluster.nodes.filter((n) => touched.has(`node/${n.name}`));
  const first = cluster.nodes[0];
  const shown = near.length > 0 ? near : first ? [first] : [];
  return { near: shown, far: cluster.nodes.filter((n) => !shown.includes(n)) };
}
