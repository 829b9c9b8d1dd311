import type { Cluster, ClusterNode, ClusterPod } from '../../engine';
import type { Grouping } from '../model';
import { clamp, fmt, type Rect, rect, union } from '../plane/geometry';
import type { FarCell, FarField, FarGroup, FarPatch } from './layout.types';

/** Map units. A cell keeps a strip on top for the name that it gets when one comes nearer. */
export const CELL_W = 40;
export const CELL_H = 36;
const GAP = 6;
const STRIP = 10.5;
const SIDE = 4;
/** Least and most from dot to dot. */
const PITCH = { least: 4, most: 8 } as const;
const ROOM = CELL_H - STRIP - SIDE;
/** Its text keeps its size on the screen, while all around it shrinks. */
const HEADING = 30;
const HEADING_PX = 21;

export interface FarInput {
  readonly cluster: Cluster;
  readonly pods: ReadonlyMap<string, readonly ClusterPod[]>;
  /** Names of the nodes that stand open above: their places here stay empty, so that no other node moves. */
  readonly near: ReadonlySet<string>;
  readonly endpoints: { readonly ready: ReadonlySet<string>; readonly notReady: ReadonlySet<string> };
  readonly grouping: Grouping;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Height of a heading, see `headingFor`. */
  readonly heading: number;
}

/** The crowd: one small box a node, one dot a Pod. What is not told apart is one path a patch. */
export function farField(input: FarInput): FarField {
  const { near, endpoints, x, heading } = input;
  const columns = columnsIn(input.width);
  const cells: FarCell[] = [];
  const groups: FarGroup[] = [];
  const [slots, ready, notReady] = [[], [], []] as string[][] as [string[], string[], string[]];
  const patches = new Map<string, FarPatch>();
  let y = input.y + heading;
  let podCount = 0;
  const counts = input.cluster.nodes.map((n) => input.pods.get(n.name)?.length ?? 0).sort((a, b) => a - b);
  const pitch = pitchFor(counts[Math.floor(counts.length * 0.95)] ?? 1);
  const across = Math.floor((CELL_W - 2 * SIDE) / pitch) + 1;
  const split = groupsOf(input.cluster, input.grouping);
  for (const { zone, nodes } of split) {
    const named = split.length > 1;
    if (named) y += heading * 0.85;
    const top = y;
    let count = 0;
    nodes.forEach((node, i) => {
      const box = rect(
        x + (i % columns) * (CELL_W + GAP),
        y + Math.floor(i / columns) * (CELL_H + GAP),
        CELL_W,
        CELL_H,
      );
      const pods = input.pods.get(node.name) ?? [];
      const away = near.has(node.name);
      cells.push({ name: node.name, box, pods, away });
      if (away) {
        slots.push(frame(box));
        return;
      }
      count += pods.length;
      let dots = '';
      const step = stepFor(pods.length, across, pitch);
      pods.forEach((pod, n) => {
        const at = `M${fmt(box.x + SIDE + (n % across) * pitch)} ${fmt(box.y + STRIP + Math.floor(n / across) * step)}h0`;
        const is = (ips: ReadonlySet<string>) => ips.size > 0 && pod.ips.some((ip) => ips.has(ip));
        if (is(endpoints.ready)) ready.push(at);
        else if (is(endpoints.notReady)) notReady.push(at);
        else dots += at;
      });
      addTo(patches, box, frame(box), dots);
    });
    podCount += count;
    y += Math.ceil(nodes.length / columns) * (CELL_H + GAP);
    const away = nodes.filter((n) => near.has(n.name)).length;
    if (named)
      groups.push({ zone, nodes: nodes.length - away, pods: count, box: rect(x, top, 0, y - top - GAP) });
  }
  const width = columns * (CELL_W + GAP) - GAP;
  return {
    box: rect(x, input.y, width, y - input.y - GAP),
    heading,
    groups,
    cells,
    patches: [...patches.values()],
    slots: slots.join(''),
    endpoints: ready.join(''),
    notReady: notReady.join(''),
    pitch,
    isReady: (ip) => endpoints.ready.has(ip),
    isNotReady: (ip) => endpoints.notReady.has(ip),
    nodeCount: cells.length - cells.filter((c) => c.away).length,
    podCount,
  };
}

/** Cells across and down of a patch. */
const PATCH = { across: 5, down: 2 };

function addTo(patches: Map<string, FarPatch>, box: Rect, walls: string, dots: string): void {
  const column = Math.floor(box.x / (PATCH.across * (CELL_W + GAP)));
  const key = `${column} ${Math.floor(box.y / (PATCH.down * (CELL_H + GAP)))}`;
  const patch = patches.get(key);
  patches.set(key, {
    box: patch ? union([patch.box, box]) : box,
    walls: (patch?.walls ?? '') + walls,
    dots: (patch?.dots ?? '') + dots,
  });
}

/** From dot to dot, so that nodes with about so many Pods are full. */
const pitchFor = (pods: number): number =>
  clamp(Math.sqrt(((CELL_W - 2 * SIDE) * ROOM) / Math.max(1, pods)), PITCH.least, PITCH.most);

/** A fuller node gets smaller steps, never a taller box. */
const stepFor = (pods: number, across: number, pitch: number): number =>
  Math.max(1.2, Math.min(pitch, ROOM / Math.max(1, Math.ceil(pods / across) - 1)));

const R = 4;
const frame = ({ x, y, w, h }: Rect): string =>
  `M${fmt(x + R)} ${fmt(y)}h${w - 2 * R}a4 4 0 0 1 4 4v${h - 2 * R}a4 4 0 0 1-4 4h${2 * R - w}a4 4 0 0 1-4-4v${2 * R - h}a4 4 0 0 1 4-4Z`;

const columnsIn = (width: number): number => Math.max(1, Math.floor((width + GAP) / (CELL_W + GAP)));

const byName = new Intl.Collator('en', { numeric: true });

interface NodeGroup {
  readonly zone: string;
  readonly nodes: readonly ClusterNode[];
}

const sorted = new WeakMap<Cluster, Partial<Record<Grouping, readonly NodeGroup[]>>>();

/** The nodes by zone, or all in one; by name within. Read off a cluster once. */
export function groupsOf(cluster: Cluster, grouping: Grouping): readonly NodeGroup[] {
  const known = sorted.get(cluster) ?? {};
  sorted.set(cluster, known);
  const before = known[grouping];
  if (before) return before;
  const nodes = [...cluster.nodes].sort((a, b) => byName.compare(a.name, b.name));
  const groups = new Map<string, ClusterNode[]>();
  for (const node of nodes) {
    const zone = grouping === 'zone' ? (node.zone ?? '') : '';
    const list = groups.get(zone);
    if (list) list.push(node);
    else groups.set(zone, [node]);
  }
  const made = [...groups]
    .sort(([a], [b]) => Number(a === '') - Number(b === '') || byName.compare(a, b))
    .map(([zone, list]) => ({ zone, nodes: list }));
  known[grouping] = made;
  return made;
}

export interface FarForm {
  readonly width: number;
  readonly heading: number;
  /** The scale at which the crowd and what stands above it are seen whole. */
  readonly scale: number;
}

/** Height of a crowd of this width. */
export function farHeight(cluster: Cluster, grouping: Grouping, width: number, heading = HEADING): number {
  const groups = groupsOf(cluster, grouping);
  const columns = columnsIn(width);
  const rows = groups.reduce((sum, { nodes }) => sum + Math.ceil(nodes.length / columns), 0);
  return heading * (groups.length > 1 ? 1 + groups.length * 0.85 : 1) + rows * (CELL_H + GAP);
}

/**
 * How wide the crowd is, so that it and what stands above it (`width` x `height`) fill a stage best. The least is the
 * width of what stands above: a crowd that fits under it is no wider.
 */
export function farForm(
  cluster: Cluster,
  grouping: Grouping,
  above: { readonly width: number; readonly height: number },
  stage: { readonly width: number; readonly height: number },
): FarForm {
  const at = (width: number, heading: number): FarForm => {
    const height = farHeight(cluster, grouping, width, heading);
    return {
      width,
      heading,
      scale: Math.min(stage.width / width, stage.height / (above.height + height)),
    };
  };
  let best = at(above.width, HEADING);
  for (let width = above.width; width < above.width * 4; width *= 1.06) {
    const form = at(width, Math.max(HEADING, HEADING_PX / Math.max(0.15, best.scale)));
    if (form.scale > best.scale) best = form;
  }
  return best;
}

/** Nodes drawn near: those on the way, and in a small cluster the others too, folded. */
export const NEAR_LIMIT = 4;

/** Those on the way in the cluster's order, then those that a person opened, so that these move no other. */
export function nearNodes(
  cluster: Cluster,
  touched: ReadonlySet<string>,
  opened: ReadonlySet<string> = new Set(),
): {
  readonly near: readonly ClusterNode[];
  readonly far: boolean;
} {
  if (cluster.nodes.length <= NEAR_LIMIT) return { near: cluster.nodes, far: false };
  const near = cluster.nodes.filter((n) => touched.has(`node/${n.name}`));
  const more = cluster.nodes.filter((n) => opened.has(`node/${n.name}`) && !near.includes(n));
  const first = cluster.nodes[0];
  const shown = [...near, ...more];
  return { near: shown.length > 0 || !first ? shown : [first], far: true };
}

/** The cell at a place of the Map. */
export function cellAt(far: FarField, x: number, y: number): FarCell | undefined {
  return far.cells.find(({ box }) => x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h);
}
