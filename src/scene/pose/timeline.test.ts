import { describe, expect, it } from 'vitest';
import { stops } from '../../debugger';
import { CASES, type Case, SIZES, stageFor } from '../testing/stages';
import { rewritesOf } from './packet-view';
import { timelineOf } from './timeline';

const stage = stageFor(CASES[0] as Case, SIZES.workbench as (typeof SIZES)[string]);
const steps = stage.exchange?.steps ?? [];
const all = steps.map((s) => s.index);
const timeline = timelineOf(stage, all);
const lasts = (i: number) => (timeline.times[i] ?? 0) - (timeline.times[i - 1] ?? 0);

describe('the timeline', () => {
  it('has a time for each step, never backwards', () => {
    expect(timeline.times).toHaveLength(steps.length);
    timeline.times.slice(1).forEach((t, i) => {
      expect(t).toBeGreaterThanOrEqual(timeline.times[i] ?? 0);
    });
  });

  it('is where it says it is', () => {
    for (const i of all) expect(timeline.headAt(timeline.times[i] ?? 0)).toBeCloseTo(i, 3);
    let before = 0;
    for (let t = 0; t <= timeline.total; t += 7) {
      const p = timeline.headAt(t);
      expect(p).toBeGreaterThanOrEqual(before - 1e-9);
      before = p;
    }
  });

  it('takes 160 ms for a rule that matches, 30 for one that does not, 420 for a rewrite', () => {
    for (const s of steps) {
      const trail = stage.trails.find((t) => s.index > t.start && s.index < t.end);
      const moves = trail && trail.stops[s.index - trail.start] !== trail.stops[s.index - trail.start - 1];
      if (s.kind !== 'rule' || !trail || (moves && rewritesOf(s).length === 0)) continue;
      expect(lasts(s.index)).toBeCloseTo(rewritesOf(s).length > 0 ? 420 : s.matched ? 160 : 30, 0);
    }
  });

  it('tells the article’s story in 10 to 30 seconds, and faster at a coarse grain', () => {
    expect(timeline.total).toBeGreaterThan(10_000);
    expect(timeline.total).toBeLessThan(30_000);
    const hops = stage.exchange ? timelineOf(stage, stops(stage.exchange, 'hop')) : timeline;
    expect(hops.total).toBeLessThan(timeline.total);
  });
});
