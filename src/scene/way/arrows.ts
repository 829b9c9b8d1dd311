import type { Point } from '../plane/geometry';
import type { Polyline } from '../plane/polyline';
import { pointAt } from '../plane/polyline';

/** An arrowhead on a trail. `length`: where along the line; `angle` in degrees, 0 points right. */
export interface Arrow {
  readonly length: number;
  readonly at: Point;
  readonly angle: number;
}

/** Stretches, by the keys at their ends, whose middle shows which way the packet went. */
const MARKED = new Set([
  'cniUp>Lc',
  'vxIn>Lc',
  'Rc>cniDown',
  'Rc>vxOut',
  'loOut>loIn',
  'merge>postroutingIn',
]);

export const isMarked = (from: string, to: string): boolean => MARKED.has(`${from}>${to}`);

export function arrowAt(line: Polyline, length: number): Arrow {
  const a = pointAt(line, length - 1.5);
  const b = pointAt(line, length + 1.5);
  return {
    length,
    at: pointAt(line, length),
    angle: (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI,
  };
}
