import type { ClientBox, Layout, OpenMachine } from '../layout/layout.types';
import { columnBetween } from '../layout/layout-clients';
import { COLUMN_GAP, columnWidth } from '../layout/layout-width';
import type { Size } from '../model';
import { clamp, grow, overlaps, type Point, point, type Rect, rect, right } from '../plane/geometry';
import type { Vertex } from '../way/journey';
import { kindOfKey, podOfKey } from '../way/road';
import { finder, freeColumns } from '../way/spots';

/** Where the packet's card lies while its token rests somewhere, and the line that joins the two. */
export interface CardPlace {
  readonly box: Rect;
  /** From the token to the card's edge, right-angled. */
  readonly leader: readonly Point[];
}

/** How a leader comes away from its token without crossing a gate or a name: a column, and the card's side it meets. */
interface Approach {
  readonly side: 'bottom' | 'top' | 'left' | 'right';
  readonly column: number;
  /** Corners between the token and the column. */
  readonly via: readonly Point[];
  /** Height of entry from the side. */
  readonly entry?: number;
}

/** Space on both sides of a machine that stays free of the card: risers with their lanes. */
const SIDE = 39;
/** Beside a riser, between it and the first gate's name. */
const BESIDE_RISER = 40.5;
const UNDER_BRIDGE = 7;

/** The corners of the ways that packets have gone by then. */
type Past = () => readonly (readonly Point[])[];

export function placeCard(
  vertex: Vertex,
  token: Point,
  size: Size,
  layout: Layout,
  past: Past = () => [],
): CardPlace {
  const find = finder(layout);
  if (vertex.at === 'wire') return placeOnWire(vertex, token, size, layout);
  const place = find(vertex.pass.machine);
  if (!place) return { box: rect(0, 0, size.width, size.height), leader: [] };
  if (!('a' in place)) return placeAtClient(place, token, size, layout);
  return placeInMachine(
    place,
    approach(vertex.key, token, place, fellAt(layout, place), past),
    token,
    size,
    layout,
  );
}

/** The card's column beside the machine, where the stage has one: to the right, or before the last wall to the left. */
export function besideColumn(layout: Layout, m: OpenMachine): Rect | undefined {
  const { size, scale, card, gap } = layout;
  if (layout.lean) {
    const last = ![...layout.machines, ...layout.folded].some((o) => o.wall.x > m.wall.x);
    const x = last ? m.wall.x - (gap + card.width) / 2 : right(m.wall) + (gap - card.width) / 2;
    return rect(x, m.wall.y, card.width, m.wall.h);
  }
  if (layout.mode !== 'embed' || size.width < 600) return undefined;
  return rect(right(m.wall) + COLUMN_GAP, m.wall.y, columnWidth(size, scale, m.a.w, card.width), m.wall.h);
}

function placeInMachine(m: OpenMachine, way: Approach, token: Point, size: Size, layout: Layout): CardPlace {
  const column = besideColumn(layout, m);
  if (column)
    return placeBeside(column, m, way, token, layout.lean ? size : { ...size, width: column.w }, layout.lean);
  const lo = m.x + SIDE;
  const hi = m.x + m.a.w - SIDE;
  const y = m.a.cniBottom + UNDER_BRIDGE;
  const x = clamp(wantedX(way, lo, hi, size.width), lo, Math.max(lo, hi - size.width));
  const box = rect(x, y, size.width, size.height);
  return { box, leader: join(token, way, box) };
}

/** The card drifts with its token, so that it never jumps inside a machine. */
function wantedX(way: Approach, lo: number, hi: number, w: number): number {
  if (way.side === 'left') return lo + 8;
  if (way.side === 'right') return hi - 8 - w;
  const share = clamp((way.column - lo) / (hi - lo), 0, 1);
  return clamp(lo + share * (hi - lo - w), way.column - w + 12, way.column - 12);
}

function join(token: Point, way: Approach, box: Rect): Point[] {
  const last = way.via.at(-1) ?? token;
  const lead = [token, ...way.via];
  if (last.x !== way.column) lead.push(point(way.column, last.y));
  if (way.side === 'bottom') return [...lead, point(way.column, box.y + box.h)];
  if (way.side === 'top') return [...lead, point(way.column, box.y)];
  const y = way.entry ?? box.y + Math.min(36, box.h / 2);
  return [...lead, point(way.column, y), point(way.side === 'left' ? box.x : box.x + box.w, y)];
}

/** Under the ghost and the rule, in the column of an embedded Map. */
const UNDER_RULE = 124;

/** Up into the air, over the wall, and down to the card. */
function placeBeside(
  column: Rect,
  m: OpenMachine,
  way: Approach,
  token: Point,
  size: Size,
  lean: boolean,
): CardPlace {
  const leftwards = column.x < m.x;
  const box = lean
    ? boxInGap(column, m, size)
    : rect(
        column.x + (column.w - size.width) / 2,
        Math.max(column.y + UNDER_RULE, -size.height / 2 + 20),
        size.width,
        size.height,
      );
  const air = m.a.cniBottom + (lean ? 5 : 10);
  const last = way.via.at(-1) ?? token;
  const above = last.y < air;
  const lead = [token, ...(above ? way.via.slice(0, 1) : way.via)];
  if (!above && last.x !== way.column) lead.push(point(way.column, last.y));
  const y = above ? last.y : air;
  const edge = leftwards ? right(box) : box.x;
  const lifted = [...lead, ...(above ? [] : [point(way.column, y)])];
  if (lean) return { box, leader: [...lifted, point(edge, y)] };
  const out = leftwards ? m.x - 12 : right(m.wall) + 12;
  const entry = box.y + box.h / 2;
  return { box, leader: [...lifted, point(out, y), point(out, entry), point(edge, entry)] };
}

/** So high that a line from over the bridge and one from the air under it meet its side. */
function boxInGap(column: Rect, m: OpenMachine, size: Size): Rect {
  const y = m.a.cniTop - 20;
  return rect(column.x + (column.w - size.width) / 2, y, size.width, size.height);
}

function approach(key: string, token: Point, m: OpenMachine, fallen: boolean, past: Past): Approach {
  const free = freeColumns(m);
  const leftOf = m.x + m.a.w / 2 > token.x;
  const beside = leftOf ? m.x + BESIDE_RISER : m.x + m.a.w - BESIDE_RISER;
  const side = leftOf ? 'left' : 'right';
  if (podOfKey(key)) return fromPod(kindOfKey(key), token, m, leftOf, past);
  switch (key) {
    case 'cniUp':
    case 'cniDown':
      return { side, column: token.x, via: [], entry: token.y };
    case 'vxIn':
    case 'nicIn':
    case 'loIn':
    case 'vxOut':
    case 'nicOut':
    case 'loOut':
      return { side, column: beside, via: [] };
    case 'routeIn':
    case 'inputIn':
    case 'inputOut':
    case 'hostIn':
      return { side: 'bottom', column: m.x + free.left, via: [] };
    case 'hostOut':
    case 'rtOut':
    case 'outputIn':
      // The column under FORWARD may be taken by an error's way down to the host.
      return fallen
        ? { side: 'bottom', column: m.x + m.a.w - BESIDE_RISER, via: [point(token.x, m.a.v.hostY - 5)] }
        : { side: 'bottom', column: m.x + free.right, via: [] };
    default:
      return { side: 'bottom', column: token.x, via: [] };
  }
}

/** A packet died in this machine's FORWARD, and an error answers it. */
function fellAt({ journey }: Layout, m: OpenMachine): boolean {
  return journey.legs.some((leg, i) => {
    const last = leg.vertices.at(-1);
    const dead = last?.at === 'key' && last.key === 'forwardOut' && last.pass.machine === m.id;
    return dead && journey.legs[i + 1]?.leg === 'error';
  });
}

/** From a veth: along the gap over cni0, then down through the bridge: beside its name, and over no trail, where it can. */
function fromPod(kind: string, token: Point, m: OpenMachine, leftOf: boolean, past: Past): Approach {
  const y = kind.endsWith('port') ? token.y - 8 : m.a.cniTop - 7;
  const inwards = leftOf ? 1 : -1;
  const sides = [m.x + BESIDE_RISER, m.x + m.a.w - BESIDE_RISER];
  const columns = [
    token.x + 24 * inwards,
    token.x - 8.5 * inwards,
    ...(leftOf ? sides : [...sides].reverse()),
  ];
  const gone = past();
  const cost = (x: number) => {
    const over = crossings([point(token.x, y), point(x, y), point(x, m.a.cniBottom)], gone, token);
    const name = x - m.x > m.a.w * 0.36 - 36 && x - m.x < m.a.w * 0.36 + 150;
    return over * 2 + (name ? 1 : 0);
  };
  const column = columns.reduce((a, b) => (cost(b) < cost(a) ? b : a));
  return { side: 'top', column, via: [point(token.x, y), point(column, y)] };
}

/** How often a line runs over others, those at the token itself aside. */
function crossings(line: readonly Point[], others: readonly (readonly Point[])[], token: Point): number {
  const here = grow(rect(token.x, token.y, 0, 0), 8);
  const stretches = (points: readonly Point[]) =>
    points.slice(1).map((b, i) => {
      const a = points[i] ?? b;
      return rect(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(a.x - b.x), Math.abs(a.y - b.y));
    });
  const own = stretches(line).map((r) => grow(r, 1));
  return others
    .flatMap(stretches)
    .filter((r) => !overlaps(grow(r, 0.1), here))
    .reduce((sum, r) => sum + own.filter((o) => overlaps(o, grow(r, 1))).length, 0);
}

/** Between two machines, where the gap is wide enough for the card. */
export function inGap(vertex: Vertex, layout: Layout): boolean {
  if (vertex.at !== 'wire' || layout.mode !== 'full' || layout.gap < layout.card.width + 24) return false;
  const ends = [vertex.wire.from.machine, vertex.wire.to.machine];
  return ends.every((id) => id.startsWith('node/'));
}

function placeOnWire(
  vertex: Extract<Vertex, { at: 'wire' }>,
  token: Point,
  size: Size,
  layout: Layout,
): CardPlace {
  const find = finder(layout);
  const ends = [vertex.wire.to, vertex.wire.from].map((p) => find(p.machine));
  // Where one machine is in sight, it is the one that the packet goes to.
  const goal = ends[0];
  const machines = ends.filter((m): m is OpenMachine => m !== undefined && 'a' in m);
  if (goal && !('a' in goal) && (layout.mode !== 'full' || machines.length === 0))
    return placeAtClient(goal, token, size, layout);
  const m = nearest(machines, token) ?? nearest(layout.machines, token);
  if (!m) {
    const client = ends.find((c): c is ClientBox => c !== undefined && !('a' in c));
    return client
      ? placeAtClient(client, token, size, layout)
      : { box: rect(0, 0, size.width, size.height), leader: [] };
  }
  if (
    layout.mode === 'full' &&
    layout.gap >= size.width + 24 &&
    token.x > right(layout.machines[0]?.wall ?? m.wall)
  ) {
    const y = m.a.cniBottom + UNDER_BRIDGE + 30;
    const box = rect(token.x - size.width / 2, y, size.width, size.height);
    return { box, leader: [token, point(token.x, y + size.height)] };
  }
  if (layout.lean && token.x < edgeOf(layout)) return overTheRoof(m, token, size, layout);
  const onLeft = token.x < m.x + m.a.w / 2;
  const column = layout.mode === 'full' ? token.x : onLeft ? m.x - 7 : right(m.wall) + 7;
  return placeInMachine(m, { side: onLeft ? 'left' : 'right', column, via: [] }, token, size, layout);
}

function nearest(machines: readonly OpenMachine[], token: Point): OpenMachine | undefined {
  const away = (m: OpenMachine) => Math.round(Math.max(m.x - token.x, token.x - right(m.wall), 0));
  return [...machines].sort((a, b) => away(a) - away(b))[0];
}

/** At the client or the router: in the strip above them, or in the air of the first machine. */
function placeAtClient(client: ClientBox, token: Point, size: Size, layout: Layout): CardPlace {
  const first = layout.machines[0];
  const strip = (first?.wall.x ?? layout.folded[0]?.wall.x ?? layout.bounds.w) - 14;
  if (strip >= size.width || !first) {
    const clear = Math.min(...layout.clients.map((c) => c.box.y)) - 46 - size.height;
    const y = Math.min(first ? first.a.cniBottom + UNDER_BRIDGE : clear, clear);
    const box = rect(
      Math.max(0, (Math.min(strip, size.width + 16) - size.width) / 2),
      y,
      size.width,
      size.height,
    );
    const lost = token.y < client.box.y;
    const column = lost ? token.x : columnBetween(layout.clients);
    return {
      box,
      leader: join(token, { side: 'bottom', column: clamp(column, box.x + 8, right(box) - 8), via: [] }, box),
    };
  }
  if (layout.lean) return overTheRoof(first, token, size, layout);
  return placeInMachine(first, { side: 'left', column: first.wall.x - 7, via: [] }, token, size, layout);
}

const wallsOf = ({ machines, folded }: Layout): Rect[] => [...machines, ...folded].map((m) => m.wall);
/** Where the machines begin. */
const edgeOf = (layout: Layout): number => Math.min(...wallsOf(layout).map((w) => w.x));

/** From a client to the gap beside the first machine: between its roof and the Service, not through its works. */
function overTheRoof(first: OpenMachine, token: Point, size: Size, layout: Layout): CardPlace {
  const box = boxInGap(besideColumn(layout, first) ?? first.wall, first, size);
  const x = edgeOf(layout) - 7;
  const roof = Math.min(...wallsOf(layout).map((w) => w.y)) - layout.v.ghostGap / 2;
  const down = box.x + 24;
  return {
    box,
    leader: [token, point(x, token.y), point(x, roof), point(down, roof), point(down, box.y)],
  };
}
