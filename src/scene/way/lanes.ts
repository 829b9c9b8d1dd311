import type { MachineId } from '../../engine';
import type { Journey, Pass, Vertex } from './journey';
import { kindOfKey, podOfKey } from './road';

/**
 * Who goes beside whom, where ways share a stretch. A lane is a small number; 0 is the middle.
 * Decided once for an exchange, so that drawing never has to.
 */
export interface Lanes {
  /** Inside a node, by pass. */
  readonly pass: ReadonlyMap<number, number>;
  /** On a Pod's veth, by `pass/pod machine/in|out`. */
  readonly veth: ReadonlyMap<string, number>;
  /** Along the bridge, by `pass/in|out`: index into BRIDGE_LANES. */
  readonly bridge: ReadonlyMap<string, number>;
  /** Under the NICs, by wire: 0 is nearest to them. */
  readonly wire: ReadonlyMap<number, number>;
  readonly wireCount: number;
  /** At the outside client and the router, which have one port, by `pass/in|out`. */
  readonly port: ReadonlyMap<string, number>;
}

/** Offset of a lane from the middle of a road, px. */
const OFFSETS = [0, 8, -8, 15, -15];
export const laneOffset = (lane: number): number => OFFSETS[lane % OFFSETS.length] ?? 0;
/** Offset beside a veth, px: far enough from the riser lanes that a way up and a way down stay apart. */
export const vethOffset = (lane: number): number => lane * 17;
/** Heights within cni0, as shares of its own from its top: above and below its text, then outside of it. */
export const BRIDGE_LANES = [0.9, 0.1, 1.3, -0.25];

/** The x on which a stretch along cni0 begins and ends. */
export interface BridgeRun {
  readonly key: string;
  readonly machine: MachineId;
  readonly from: number;
  readonly to: number;
}

export const vethKey = (pass: Pass, pod: string, way: 'in' | 'out'): string => `${pass.id}/${pod}/${way}`;
export const runKey = (pass: Pass, way: 'in' | 'out'): string => `${pass.id}/${way}`;

/** First lane, for each interval in order, in which nothing lies over it. */
export function spread<T>(items: readonly T[], clash: (a: T, b: T) => boolean): Map<T, number> {
  const lanes = new Map<T, number>();
  for (const item of items) {
    const taken = new Set<number>();
    for (const [other, lane] of lanes) if (clash(item, other)) taken.add(lane);
    let lane = 0;
    while (taken.has(lane)) lane++;
    lanes.set(item, lane);
  }
  return lanes;
}

type KeyVertex = Extract<Vertex, { at: 'key' }>;

/** Stretches that a pass takes inside its machine; veth, bridge and wire have lanes of their own. */
function stretches(journey: Journey): Map<Pass, Set<string>> {
  const used = new Map<Pass, Set<string>>();
  for (const leg of journey.legs) {
    let last: KeyVertex | undefined;
    for (const v of leg.vertices) {
      if (v.at === 'key' && last?.pass === v.pass && !podOfKey(v.key) && !podOfKey(last.key)) {
        const set = used.get(v.pass) ?? new Set<string>();
        set.add(`${last.key}>${v.key}`);
        used.set(v.pass, set);
      }
      last = v.at === 'key' ? v : undefined;
    }
  }
  return used;
}

export function passLanes(journey: Journey): Map<number, number> {
  const used = stretches(journey);
  const clash = (a: Pass, b: Pass) => {
    if (a.machine !== b.machine) return false;
    const other = used.get(b);
    return [...(used.get(a) ?? [])].some((s) => other?.has(s));
  };
  return new Map([...spread(journey.passes, clash)].map(([p, lane]) => [p.id, lane]));
}

export function vethLanes(journey: Journey): Map<string, number> {
  const lanes = new Map<string, number>();
  const count = new Map<string, number>();
  for (const leg of journey.legs) {
    for (const v of leg.vertices) {
      const pod = v.at === 'key' ? podOfKey(v.key) : undefined;
      if (v.at !== 'key' || !pod) continue;
      const way = kindOfKey(v.key).startsWith('r') ? 'in' : 'out';
      const key = vethKey(v.pass, pod, way);
      if (lanes.has(key)) continue;
      const lane = count.get(pod) ?? 0;
      count.set(pod, lane + 1);
      lanes.set(key, lane);
    }
  }
  return lanes;
}

export function portLanes(journey: Journey): Map<string, number> {
  const lanes = new Map<string, number>();
  const count = new Map<MachineId, number>();
  const add = (pass: Pass, way: 'in' | 'out') => {
    if (pass.machine.startsWith('node/')) return;
    const lane = count.get(pass.machine) ?? 0;
    count.set(pass.machine, lane + 1);
    lanes.set(runKey(pass, way), lane);
  };
  for (const wire of journey.wires) {
    add(wire.from, 'out');
    add(wire.to, 'in');
  }
  return lanes;
}

export function bridgeLanes(runs: readonly BridgeRun[]): Map<string, number> {
  const clash = (a: BridgeRun, b: BridgeRun) =>
    a.machine === b.machine && meet(a.from, a.to, b.from, b.to, 6);
  return new Map([...spread(runs, clash)].map(([r, lane]) => [r.key, lane]));
}

/** `ends` gives a wire's two x. */
export function wireLanes(
  journey: Journey,
  ends: (wire: Journey['wires'][number]) => readonly [number, number],
): Map<number, number> {
  const clash = (a: Journey['wires'][number], b: Journey['wires'][number]) => {
    const [a1, a2] = ends(a);
    const [b1, b2] = ends(b);
    return meet(a1, a2, b1, b2, 12);
  };
  return new Map([...spread(journey.wires, clash)].map(([w, lane]) => [w.id, lane]));
}

/** How many lanes are taken. */
export const countOf = (lanes: ReadonlyMap<number, number>): number =>
  Math.max(0, ...[...lanes.values()].map((lane) => lane + 1));

function meet(a1: number, a2: number, b1: number, b2: number, margin: number): boolean {
  return Math.min(a1, a2) - margin < Math.max(b1, b2) && Math.min(b1, b2) - margin < Math.max(a1, a2);
}
