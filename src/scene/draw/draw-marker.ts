import { fmt, type Point, point } from '../plane/geometry';
import { pointAt } from '../plane/polyline';
import { restAt, type Stage, trailAt } from '../pose/stage';
import { ink, label, type Mark } from './mark';

const R = 9;
/** From the trail to the middle of a disc: above the road, beside a riser. */
const BY_ROAD = point(-2, -15);
const BY_RISER = point(-17, 9);
/** How far along the trail its direction is looked at, px. */
const LOOK = 6;

function placeOf(stage: Stage, step: number): Point | undefined {
  const rest = restAt(stage, step);
  const trail = trailAt(stage, step);
  if (!rest || !trail || trail.line.points.length === 0) return undefined;
  const a = pointAt(trail.line, Math.max(0, rest.length - LOOK));
  const b = pointAt(trail.line, rest.length + LOOK);
  const by = Math.abs(b.x - a.x) > Math.abs(b.y - a.y) ? BY_ROAD : BY_RISER;
  return point(rest.at.x + by.x, rest.at.y + by.y);
}

/**
 * Numbered discs beside the trail, at these steps as far as they are reached. `markers` are step indexes in order;
 * those that would lie on an earlier one are left out.
 */
export function markerMarks(stage: Stage, markers: readonly number[], reached: number): Mark[] {
  const placed: Point[] = [];
  return markers.flatMap((step, i) => {
    const at = step <= reached ? placeOf(stage, step) : undefined;
    if (!at || placed.some((p) => Math.hypot(p.x - at.x, p.y - at.y) < 2 * R)) return [];
    placed.push(at);
    const disc: Mark = {
      key: `marker ${i}`,
      tag: 'circle',
      attrs: {
        cx: fmt(at.x),
        cy: fmt(at.y),
        r: R,
        fill: ink('packet'),
        stroke: ink('machine'),
        'stroke-width': 1.5,
      },
    };
    const style = { size: 11, color: 'onink', font: 'bold', anchor: 'middle' } as const;
    return [disc, label(`marker ${i} number`, String(i + 1), { x: at.x, y: at.y + 4 }, style)];
  });
}
