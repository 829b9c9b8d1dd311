import type { Anatomy, Levels } from '../layout/anatomy';
import type { ClientBox, OpenMachine } from '../layout/layout.types';
import { lanPort } from '../layout/ports';
import type { Journey } from './journey';
import {
  type BridgeRun,
  bridgeLanes,
  countOf,
  type Lanes,
  laneOffset,
  passLanes,
  portLanes,
  runKey,
  vethKey,
  vethLanes,
  vethOffset,
  wireLanes,
} from './lanes';
import { kindOfKey, podOfKey } from './road';

type Find = (id: string) => OpenMachine | ClientBox | undefined;

/** All lanes of an exchange, once machines and Pods have their places. */
export function lanesOf(journey: Journey, find: Find, v: Levels): Lanes {
  const pass = passLanes(journey);
  const veth = vethLanes(journey);
  const port = portLanes(journey);
  const bridge = bridgeLanes(bridgeRuns(journey, find, pass, veth));
  const wire = wireLanes(journey, (w) => [
    lanPort(w.from, 'out', find(w.from.machine), { pass, port }, v).x,
    lanPort(w.to, 'in', find(w.to.machine), { pass, port }, v).x,
  ]);
  return { pass, veth, port, bridge, wire, wireCount: countOf(wire) };
}

/** Stretches along cni0 between a Pod's veth and a riser, where these do not stand in line. */
function bridgeRuns(
  journey: Journey,
  find: Find,
  pass: ReadonlyMap<number, number>,
  veth: ReadonlyMap<string, number>,
): BridgeRun[] {
  const runs = new Map<string, BridgeRun>();
  for (const leg of journey.legs) {
    for (const v of leg.vertices) {
      const pod = v.at === 'key' ? podOfKey(v.key) : undefined;
      if (v.at !== 'key' || !pod) continue;
      const way = kindOfKey(v.key).startsWith('r') ? 'in' : 'out';
      const machine = find(v.pass.machine);
      if (!machine || !('a' in machine)) continue;
      const from = vethX(machine, pod, veth.get(vethKey(v.pass, pod, way)) ?? 0);
      const to = riserX(machine.a, way, pass.get(v.pass.id) ?? 0);
      if (Math.abs(from - to) < 1) continue;
      const key = runKey(v.pass, way);
      runs.set(key, { key, machine: machine.id, from, to });
    }
  }
  return [...runs.values()];
}

/** Machine-local x of a Pod's veth on its lane; lanes go inwards from the machine's sides. */
export function vethX(machine: OpenMachine, pod: string, lane: number): number {
  const box = machine.pods.find((p) => `pod/${p.key}` === pod);
  const x = (box?.veth ?? machine.x + machine.a.left) - machine.x;
  return x + (x <= machine.a.w / 2 ? 1 : -1) * vethOffset(lane);
}

/** A Pod's packets come in by the left riser and go out to it by the right one. */
export function riserX(a: Anatomy, way: 'in' | 'out', lane: number): number {
  return way === 'out' ? a.left + laneOffset(lane) : a.right - laneOffset(lane);
}
