import { clamp, distance, fmt, lerp, type Point, point } from './geometry';

/** A line through points, with the length from its start to each of them (px). */
export interface Polyline {
  readonly points: readonly Point[];
  readonly lengths: readonly number[];
  readonly total: number;
}

export function polyline(points: readonly Point[]): Polyline {
  const lengths: number[] = [];
  let total = 0;
  points.forEach((p, i) => {
    const before = points[i - 1];
    if (before) total += distance(before, p);
    lengths.push(total);
  });
  return { points, lengths, total };
}

/** Index of the stretch that holds the given length. */
function stretchAt(line: Polyline, length: number): number {
  let lo = 0;
  let hi = line.lengths.length - 1;
  while (lo + 1 < hi) {
    const mid = (lo + hi) >> 1;
    if ((line.lengths[mid] ?? 0) <= length) lo = mid;
    else hi = mid;
  }
  return lo;
}

export function pointAt(line: Polyline, length: number): Point {
  const at = clamp(length, 0, line.total);
  const i = stretchAt(line, at);
  const a = line.points[i];
  const b = line.points[i + 1] ?? a;
  if (!a || !b) return point(0, 0);
  const from = line.lengths[i] ?? 0;
  const span = (line.lengths[i + 1] ?? from) - from;
  const t = span === 0 ? 0 : (at - from) / span;
  return point(lerp(a.x, b.x, t), lerp(a.y, b.y, t));
}

/** The part between two lengths, as an SVG path; empty when there is nothing to draw. */
export function slicePath(line: Polyline, from: number, to: number): string {
  if (to - from < 0.5) return '';
  const inner: Point[] = [];
  for (let i = stretchAt(line, from) + 1; i < line.points.length; i++) {
    if ((line.lengths[i] ?? 0) >= to) break;
    const p = line.points[i];
    if (p && (line.lengths[i] ?? 0) > from) inner.push(p);
  }
  return pathOf([pointAt(line, from), ...inner, pointAt(line, to)]);
}

export function pathOf(points: readonly Point[]): string {
  return points.map((p, i) => `${i === 0 ? 'M' : 'L'}${fmt(p.x)} ${fmt(p.y)}`).join('');
}

const ARC_STEPS = 6;

/** Right-angled corners become arcs, sampled, so that whatever rides on the line follows them. */
export function rounded(points: readonly Point[], radius: number): Point[] {
  const clean = withoutDoubles(points);
  const out: Point[] = [];
  clean.forEach((p, i) => {
    const a = clean[i - 1];
    const b = clean[i + 1];
    if (!a || !b) {
      out.push(p);
      return;
    }
    const r = Math.min(radius, distance(a, p) / 2, distance(p, b) / 2);
    const start = towards(p, a, r);
    const end = towards(p, b, r);
    for (let k = 0; k <= ARC_STEPS; k++) {
      const t = k / ARC_STEPS;
      // Quadratic Bézier with the corner as its control point.
      out.push(
        point(
          (1 - t) ** 2 * start.x + 2 * t * (1 - t) * p.x + t ** 2 * end.x,
          (1 - t) ** 2 * start.y + 2 * t * (1 - t) * p.y + t ** 2 * end.y,
        ),
      );
    }
  });
  return out;
}

function towards(from: Point, to: Point, by: number): Point {
  const d = distance(from, to);
  return d === 0 ? from : point(lerp(from.x, to.x, by / d), lerp(from.y, to.y, by / d));
}

function withoutDoubles(points: readonly Point[]): Point[] {
  const out: Point[] = [];
  for (const p of points) {
    const last = out.at(-1);
    if (last && distance(last, p) < 0.01) continue;
    const before = out.at(-2);
    // A point in the middle of a straight stretch is no corner.
    if (
      last &&
      before &&
      ((before.x === last.x && last.x === p.x) || (before.y === last.y && last.y === p.y))
    ) {
      const onward = (last.x - before.x) * (p.x - last.x) + (last.y - before.y) * (p.y - last.y);
      if (onward >= 0) out.pop();
    }
    out.push(p);
  }
  return out;
}
