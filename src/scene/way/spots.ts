import { DIAMOND, gateBox, loopY, TOKEN_R } from '../layout/anatomy';
import type { ClientBox, Layout, OpenMachine } from '../layout/layout.types';
import { lanPort, wirePoints } from '../layout/ports';
import { bottom, type Point, point, rect } from '../plane/geometry';
import type { Pass, Vertex, Wire } from './journey';
import { BRIDGE_LANES, type Lanes, laneOffset, runKey, vethKey } from './lanes';
import { riserX, vethX } from './layout-lanes';
import { kindOfKey, podOfKey } from './road';

/** Distance between a gate's edge and the token before or behind it. */
const CLEAR = TOKEN_R + 2;
/** Between OUTPUT and the road, near enough to it for a straight line up to the card. */
const OUT_OF_OUTPUT = 20;

type Place = OpenMachine | ClientBox;
export type Find = (id: string) => Place | undefined;

export function finder(layout: Layout): Find {
  return (id) => layout.machines.find((m) => m.id === id) ?? layout.clients.find((c) => c.id === id);
}

/** A vertex's own point, on the lane of its pass. */
export function pointOf(v: Vertex, find: Find, layout: Layout): Point {
  if (v.at === 'wire') return restOn(v.wire, find, layout);
  const place = find(v.pass.machine);
  if (!place) return point(0, 0);
  return 'a' in place ? onNode(v.key, v.pass, place, layout.lanes) : onClient(v.key, v.pass, place, layout);
}

function restOn(wire: Wire, find: Find, layout: Layout): Point {
  const points = wirePoints(wire, find, layout.lanes, layout.v);
  const [, , low, end] = points;
  return climbs(points, wire) ? point(end.x, (low.y + end.y) / 2) : wireRest(points, layout);
}

/** From client to client, up to one that stands higher: the token rests on the way up, where its card's line is free. */
function climbs([, , low, end]: ReturnType<typeof wirePoints>, { from, to }: Wire): boolean {
  return low.y - end.y > 40 && [from, to].every(({ machine }) => !machine.startsWith('node/'));
}

/**
 * The token rests in a free column between machines, where the line to its card has room; where only one machine
 * is in sight, near the one that it goes to.
 */
function wireRest([, a, b]: readonly [Point, Point, Point, Point], layout: Layout): Point {
  if (layout.mode !== 'full') {
    const towards = b.x > a.x ? -1 : 1;
    return point(b.x + towards * Math.min(24, Math.abs(b.x - a.x) / 2), a.y);
  }
  const middle = (a.x + b.x) / 2;
  const inside = freeGaps(layout).filter((x) => x > Math.min(a.x, b.x) + 6 && x < Math.max(a.x, b.x) - 6);
  const best = inside.sort((x, y) => Math.abs(x - middle) - Math.abs(y - middle))[0];
  return point(best ?? middle, a.y);
}

/** The middle of each gap beside an open machine. */
function freeGaps(layout: Layout): number[] {
  const walls = [...layout.machines, ...layout.folded].map((m) => m.wall).sort((p, q) => p.x - q.x);
  const first = walls[0];
  const gaps = walls.slice(1).map((w, i) => ((walls[i]?.x ?? 0) + (walls[i]?.w ?? 0) + w.x) / 2);
  return first ? [first.x - 7, ...gaps] : gaps;
}

function onClient(key: string, pass: Pass, client: ClientBox, { lanes, v }: Layout): Point {
  const way = kindOfKey(key).startsWith('r') && key !== 'routerOut' ? 'in' : 'out';
  const port = lanPort(pass, way, client, lanes, v);
  // What the router loses goes on to where nobody knows the cluster.
  if (key === 'routerOut' && client.id === 'router' && !lanes.port.has(runKey(pass, 'out'))) {
    return point(client.box.x + client.box.w / 2, client.box.y - 20);
  }
  return point(port.x, port.y + 9);
}

function onNode(key: string, pass: Pass, m: OpenMachine, lanes: Lanes): Point {
  const { a } = m;
  const { v } = a;
  const lane = lanes.pass.get(pass.id) ?? 0;
  const o = laneOffset(lane);
  const L = a.left + o;
  const R = a.right - o;
  const at = (x: number, y: number) => point(m.x + x, y);
  const pod = podOfKey(key);
  if (pod) return onVeth(kindOfKey(key), pod, pass, m, lanes);
  const gate = gatePoint(key, m, o);
  if (gate) return gate;
  switch (key) {
    case 'cniUp':
      return at(L, a.cniBottom + 8 + v.bridgeH * 0.3);
    case 'cniDown':
      return at(R, a.cniBottom + 8 + v.bridgeH * 0.3);
    case 'Lc':
      return at(L, o);
    case 'Rc':
      return at(R, o);
    case 'route':
      return at(a.diamond.x, o);
    case 'routeFwd':
      return at(a.diamond.x + DIAMOND + CLEAR, o);
    case 'routeIn':
      return at(a.diamond.x + o, v.gateH / 2 + 6);
    case 'merge':
      return at(a.merge.x + o, o);
    case 'hostLc':
      return at(a.diamond.x + o, v.hostY + o * 0.5);
    case 'hostIn':
      return at(a.host.x, v.hostY + o * 0.5);
    case 'hostOut':
      return at(a.host.x + a.host.w, v.hostY + o * 0.5);
    case 'rtOut':
      return at(a.merge.x + o, v.hostY - 6 + o * 0.5);
    case 'vxIn':
      return at(L, v.vxlanY + v.vxlanH / 2);
    case 'vxOut':
      return at(R, v.vxlanY + v.vxlanH / 2);
    case 'nicIn':
      return at(L, v.nicY + v.nicH / 2);
    case 'nicOut':
      return at(R, v.nicY + v.nicH / 2);
    case 'loIn':
      return at(L, loopY(v));
    case 'loOut':
      return at(R, loopY(v));
    default:
      return at(a.w / 2, 0);
  }
}

const GATE_KEY = /^(prerouting|input|forward|output|postrouting)(In|Out)$/;

function gatePoint(key: string, m: OpenMachine, o: number): Point | undefined {
  const match = GATE_KEY.exec(key);
  if (!match) return undefined;
  const hook = match[1] as 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';
  const out = match[2] === 'Out';
  const box = gateBox(m.a, hook);
  if (hook === 'input') return point(m.x + m.a.gate.input.x + o, out ? box.y + box.h + 6 : box.y - CLEAR);
  if (hook === 'output')
    return point(m.x + m.a.gate.output.x + o, out ? OUT_OF_OUTPUT : box.y + box.h + CLEAR);
  return point(m.x + (out ? box.x + box.w + CLEAR : box.x - CLEAR), o);
}

function onVeth(kind: string, pod: string, pass: Pass, m: OpenMachine, lanes: Lanes): Point {
  const way = kind.startsWith('r') ? 'in' : 'out';
  const x = m.x + vethX(m, pod, lanes.veth.get(vethKey(pass, pod, way)) ?? 0);
  const box = m.pods.find((p) => `pod/${p.key}` === pod)?.box;
  const podBottom = box ? box.y + box.h : m.a.podBottom;
  switch (kind) {
    case 'pod':
    case 'rpod':
      return point(x, podBottom);
    case 'eth':
    case 'reth':
      return point(x, podBottom + 7);
    default:
      return point(x, m.a.cniTop + 1);
  }
}

/** Corners that a stretch needs between two vertices. */
export function between(from: Vertex | undefined, to: Vertex, find: Find, layout: Layout): Point[] {
  const { lanes, v } = layout;
  if (!from) return [];
  if (from.at === 'wire' && to.at === 'key') {
    const points = wirePoints(from.wire, find, lanes, v);
    return climbs(points, from.wire) ? [points[3]] : [points[2], points[3]];
  }
  if (to.at === 'wire') {
    const points = wirePoints(to.wire, find, lanes, v);
    return climbs(points, to.wire) ? [points[0], points[1], points[2]] : [points[0], points[1]];
  }
  if (from.at !== 'key' || from.pass.machine !== to.pass.machine) return [];
  const m = find(to.pass.machine);
  if (!m) return [];
  if (!('a' in m)) return through(from, to, m, layout);
  const way = kindOfKey(from.key) === 'port' ? 'out' : kindOfKey(to.key) === 'rport' ? 'in' : undefined;
  if (way !== undefined) return alongBridge(from, to, way, m, lanes);
  const o = laneOffset(lanes.pass.get(to.pass.id) ?? 0);
  if (from.key === 'route' && to.key === 'routeIn') return [point(m.x + m.a.diamond.x + o, o)];
  if (from.key === 'hostOut') return [point(m.x + m.a.merge.x + o, m.a.v.hostY + o * 0.5)];
  return [];
}

type KeyVertex = Extract<Vertex, { at: 'key' }>;

/** Into the box by one lane, and out of it by the other. */
function through(from: KeyVertex, to: KeyVertex, client: ClientBox, layout: Layout): Point[] {
  const [a, b] = [from, to].map(({ key, pass }) => onClient(key, pass, client, layout));
  const inside = bottom(client.box) - 8;
  return a && b && Math.abs(a.x - b.x) > 1 ? [point(a.x, inside), point(b.x, inside)] : [];
}

function alongBridge(
  from: KeyVertex,
  to: KeyVertex,
  way: 'in' | 'out',
  m: OpenMachine,
  lanes: Lanes,
): Point[] {
  const pass = way === 'out' ? from.pass : to.pass;
  const pod = podOfKey(way === 'out' ? from.key : to.key) ?? '';
  const veth = m.x + vethX(m, pod, lanes.veth.get(vethKey(pass, pod, way)) ?? 0);
  const share = BRIDGE_LANES[lanes.bridge.get(runKey(pass, way)) ?? 0] ?? 0;
  const y = m.a.cniTop + share * m.a.v.bridgeH;
  const other = podOfKey(way === 'out' ? to.key : from.key);
  // From port to port without the kernel's stack in between.
  const riser = other
    ? m.x + vethX(m, other, lanes.veth.get(vethKey(to.pass, podOfKey(to.key) ?? '', 'in')) ?? 0)
    : m.x + riserX(m.a, way, lanes.pass.get(pass.id) ?? 0);
  if (Math.abs(veth - riser) < 1) return [];
  return way === 'out' ? [point(veth, y), point(riser, y)] : [point(riser, y), point(veth, y)];
}

/** Columns between the gates' names in which a line may go down from the road (machine-local x). */
export function freeColumns(m: OpenMachine): { readonly left: number; readonly right: number } {
  const input = gateBox(m.a, 'input');
  const output = gateBox(m.a, 'output');
  const name = rect(m.a.gate.forward.x - NAME_HALF, 0, 2 * NAME_HALF, 0);
  return {
    left: (input.x + input.w + name.x) / 2,
    right: (name.x + name.w + output.x) / 2,
  };
}

/** Half the width of the word FORWARD, bold. */
const NAME_HALF = 28;

/** Pipes are drawn for crossings inside VXLAN, from NIC to NIC. */
export function pipePoints(layout: Layout): { wire: number; trace: number; points: readonly Point[] }[] {
  const find = finder(layout);
  return layout.journey.wires
    .filter((w) => w.tunnel)
    .map((w) => ({ wire: w.id, trace: w.trace, points: wirePoints(w, find, layout.lanes, layout.v) }));
}
