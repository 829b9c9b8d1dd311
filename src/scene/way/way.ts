import type { Leg } from '../../engine';
import type { Layout } from '../layout/layout.types';
import { distance, lerp, type Point, point } from '../plane/geometry';
import { type Polyline, polyline, rounded } from '../plane/polyline';
import { type Arrow, arrowAt, isMarked } from './arrows';
import type { LegWay, Vertex } from './journey';
import type { Lanes } from './lanes';
import { kindOfKey } from './road';
import { between, type Find, finder, freeColumns, pointOf } from './spots';

/** The drawn way of one packet: where its token is after each step, and the line between. */
export interface Trail {
  readonly trace: number;
  /** The same for all that go this way. */
  readonly way: LegWay['vertices'];
  readonly leg: Leg;
  readonly start: number;
  readonly end: number;
  readonly line: Polyline;
  /** Length along the line at each step from `start`. */
  readonly stops: readonly number[];
  readonly arrows: readonly Arrow[];
  /** For an ICMP error: from the place of death down to the host, which writes it. */
  readonly fall?: readonly Point[];
}
const CORNER = 9;

export function trailsOf(layout: Layout): Trail[] {
  return layout.journey.legs.map((leg) => trailOf(leg, layout));
}

function trailOf(leg: LegWay, layout: Layout): Trail {
  const find = finder(layout);
  const corners: Point[] = [];
  /** Index into `corners` of each vertex's own point. */
  const at: number[] = [];
  leg.vertices.forEach((v, i) => {
    corners.push(...between(leg.vertices[i - 1], v, find, layout));
    corners.push(pointOf(v, find, layout));
    at.push(corners.length - 1);
  });
  const line = polyline(rounded(corners, CORNER));
  const raw = polyline(corners);
  const stops = leg.rests.map((vertex) => locate(line, raw, at[vertex] ?? 0));
  const fall = leg.leg === 'error' ? fallOf(leg, layout, find) : undefined;
  const lengths = at.map((corner) => locate(line, raw, corner));
  const arrows = arrowLengths(leg.vertices, lengths, layout.lanes).map((length) => arrowAt(line, length));
  return {
    trace: leg.trace,
    way: leg.vertices,
    leg: leg.leg,
    start: leg.start,
    end: leg.end,
    line,
    stops,
    arrows,
    ...(fall ? { fall } : {}),
  };
}

/** Where an arrowhead sits on a run, by lane: side by side they would run into each other. */
const ARROW_SHARE = [0.5, 0.26, 0.74, 0.38];

/** Long runs get an arrowhead; a crossing gets one on each half. */
function arrowLengths(vertices: readonly Vertex[], lengths: readonly number[], lanes: Lanes): number[] {
  return vertices.flatMap((v, i) => {
    const before = vertices[i - 1];
    const [from = 0, to = 0] = [lengths[i - 1], lengths[i]];
    if (!before) return [];
    if (before.at !== 'key' || v.at !== 'key') return to - from > 70 ? [(from + to) / 2] : [];
    // Beside the bridge's name, not under it.
    const onBridge = kindOfKey(v.key) === 'rport' || kindOfKey(before.key) === 'port';
    if (onBridge) return to - from > 90 ? [from + Math.min(60, (to - from) * 0.2)] : [];
    const lane = lanes.pass.get(v.pass.id) ?? 0;
    if (!isMarked(before.key, v.key) || (lane > 0 && v.key === 'postroutingIn')) return [];
    return [from + (to - from) * (ARROW_SHARE[lane] ?? 0.5)];
  });
}

/** Length on the rounded line that is nearest to a corner of the raw one; both run the same way. */
function locate(line: Polyline, raw: Polyline, index: number): number {
  const target = raw.points[index];
  if (!target) return 0;
  const share = raw.total === 0 ? 0 : (raw.lengths[index] ?? 0) / raw.total;
  let best = 0;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < line.points.length; i++) {
    const a = line.points[i];
    const b = line.points[i + 1];
    const from = line.lengths[i] ?? 0;
    const span = (line.lengths[i + 1] ?? from) - from;
    if (!a || !b) continue;
    const t =
      span === 0
        ? 0
        : Math.max(
            0,
            Math.min(1, ((target.x - a.x) * (b.x - a.x) + (target.y - a.y) * (b.y - a.y)) / span ** 2),
          );
    const length = from + t * span;
    const off = distance(target, point(lerp(a.x, b.x, t), lerp(a.y, b.y, t)));
    // A way may pass a place twice; the one at about the same share of the way is meant.
    const cost = off + Math.abs(length / (line.total || 1) - share) * 40;
    if (cost < bestCost) {
      best = length;
      bestCost = cost;
    }
  }
  return best;
}
/** An ICMP error is written by the host: a way of its own from the road down to it. */
function fallOf(leg: LegWay, layout: Layout, find: Find): Point[] | undefined {
  const first = leg.vertices[0];
  const dead = layout.journey.legs.find((l) => l.end === leg.start)?.vertices.at(-1);
  if (first?.at !== 'key' || dead?.at !== 'key' || first.pass.machine !== dead.pass.machine) return undefined;
  if (dead.key !== 'forwardOut' && dead.key !== 'routeFwd') return undefined;
  const m = find(dead.pass.machine);
  if (!m || !('a' in m)) return undefined;
  const from = pointOf(dead, find, layout);
  // Right of FORWARD's name, or right of the routing diamond: the two columns that are kept free.
  const x = m.x + (dead.key === 'forwardOut' ? freeColumns(m).right : freeColumns(m).left);
  return [from, point(x, from.y), point(x, m.a.host.y)];
}
