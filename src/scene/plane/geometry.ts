/** Plane geometry in Map units (px at scale 1). Screens' y: down is positive. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export const point = (x: number, y: number): Point => ({ x, y });
export const rect = (x: number, y: number, w: number, h: number): Rect => ({ x, y, w, h });
export const right = (r: Rect): number => r.x + r.w;
export const bottom = (r: Rect): number => r.y + r.h;
export const lerp = (a: number, b: number, t: number): number => a + (b - a) * t;
export const clamp = (v: number, lo: number, hi: number): number => Math.max(lo, Math.min(hi, v));
export const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

/** True when the two areas share more than an edge. */
export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

export const contains = (a: Rect, b: Rect): boolean =>
  b.x >= a.x && b.y >= a.y && right(b) <= right(a) && bottom(b) <= bottom(a);

export const grow = (r: Rect, by: number): Rect => rect(r.x - by, r.y - by, r.w + 2 * by, r.h + 2 * by);

export function union(rects: readonly Rect[]): Rect {
  if (rects.length === 0) return rect(0, 0, 0, 0);
  const x = Math.min(...rects.map((r) => r.x));
  const y = Math.min(...rects.map((r) => r.y));
  return rect(x, y, Math.max(...rects.map(right)) - x, Math.max(...rects.map(bottom)) - y);
}

/** Does an axis-parallel stretch run through the inside of the area? */
export function crosses(a: Point, b: Point, r: Rect): boolean {
  const along = rect(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(a.x - b.x), Math.abs(a.y - b.y));
  return overlaps(grow(along, 0.01), r);
}

export const fmt = (n: number): string => String(Math.round(n * 10) / 10);
