import { describe, expect, it } from 'vitest';
import type { Point } from '../plane/geometry';
import { poseOf } from '../pose/pose';
import { CASES, SIZES, stageFor } from '../testing/stages';
import type { Trail } from './way';

interface Stretch {
  readonly trail: number;
  readonly index: number;
  readonly a: Point;
  readonly b: Point;
}

/** Straight stretches; the arcs of corners are too short to matter. */
function stretches(trails: readonly Trail[]): Stretch[] {
  return trails.flatMap((t) =>
    t.line.points.slice(1).flatMap((b, i): Stretch[] => {
      const a = t.line.points[i];
      return a && Math.hypot(b.x - a.x, b.y - a.y) > 6 ? [{ trail: t.trace, index: i, a, b }] : [];
    }),
  );
}

/** Length, in px, on which two stretches lie on each other: nearer than a trail's own width. */
function shared(p: Stretch, q: Stretch): number {
  const along = (s: Stretch) =>
    Math.abs(s.a.x - s.b.x) < 0.5 ? 'y' : Math.abs(s.a.y - s.b.y) < 0.5 ? 'x' : undefined;
  const axis = along(p);
  if (!axis || axis !== along(q)) return 0;
  const across = axis === 'x' ? 'y' : 'x';
  if (Math.abs(p.a[across] - q.a[across]) > 3.5) return 0;
  const lo = Math.max(Math.min(p.a[axis], p.b[axis]), Math.min(q.a[axis], q.b[axis]));
  const hi = Math.min(Math.max(p.a[axis], p.b[axis]), Math.max(q.a[axis], q.b[axis]));
  return hi - lo;
}

describe('trails', () => {
  for (const c of CASES.filter((x) => !x.silent)) {
    it(`${c.name}: no stretch is drawn twice`, () => {
      const stage = stageFor(c, SIZES.workbench as (typeof SIZES)[string]);
      const all = stretches(stage.trails);
      const twice = all.flatMap((p, i) =>
        all.slice(i + 1).flatMap((q) => {
          if (p.trail === q.trail && Math.abs(p.index - q.index) < 2) return [];
          const length = shared(p, q);
          const text = (s: Stretch) =>
            `${s.trail}: ${s.a.x.toFixed()},${s.a.y.toFixed()} > ${s.b.x.toFixed()},${s.b.y.toFixed()}`;
          return length > 4 ? [`${text(p)} | ${text(q)} (${length.toFixed()} px)`] : [];
        }),
      );
      expect(twice).toEqual([]);
    });

    it(`${c.name}: stops follow each other along the line`, () => {
      const stage = stageFor(c, SIZES.workbench as (typeof SIZES)[string]);
      for (const t of stage.trails) {
        t.stops.slice(1).forEach((s, i) => {
          expect(s, `trace ${t.trace}, step ${t.start + i + 1}`).toBeGreaterThanOrEqual(
            (t.stops[i] ?? 0) - 0.5,
          );
        });
        expect(t.line.total - (t.stops.at(-1) ?? 0)).toBeLessThan(12);
      }
    });

    it(`${c.name}: every way is right-angled`, () => {
      const stage = stageFor(c, SIZES.workbench as (typeof SIZES)[string]);
      const slanted = stretches(stage.trails).filter(
        (s) => Math.abs(s.a.x - s.b.x) > 0.5 && Math.abs(s.a.y - s.b.y) > 0.5,
      );
      expect(slanted).toEqual([]);
    });
  }

  it('packets of a conversation share the two ways there and back, and the last on each is drawn', () => {
    const at = SIZES.workbench as (typeof SIZES)[string];
    const stage = stageFor({ name: 'conversation', force: '10.244.1.4:80', conversation: true }, at);
    const { trails, layout } = stage;
    expect(trails).toHaveLength(8);
    expect(layout.lanes.wireCount).toBe(2);
    const lines = trails.map(({ leg, line }) => `${leg} ${JSON.stringify(line.points)}`);
    expect(new Set(lines).size).toBe(2);
    const end = (stage.exchange?.steps.length ?? 1) - 1;
    expect(
      poseOf(stage, end)
        .trails.map(({ leg }) => leg)
        .sort(),
    ).toEqual(['reply', 'request']);
  });
});
