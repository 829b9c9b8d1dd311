import { stops } from '../../debugger';
import type { Exchange, Grain, Step } from '../../engine';
import { countUpTo } from '../../lib/sorted';
import { type Breakpoint, hitsOf } from './breakpoints';

export { stops as stopsOf };

/** Where playing rests: the stops of the grain, and wherever a breakpoint stops. */
export function restsOf(
  exchange: Exchange,
  grain: Grain,
  breakpoints: readonly Breakpoint[],
): readonly number[] {
  const list = stops(exchange, grain);
  const hits = hitsOf(exchange, breakpoints);
  if (grain === 'rule' || hits.length === 0) return list;
  return [...new Set([...list, ...hits.map(({ index }) => index)])].sort((a, b) => a - b);
}

/** The next stop in a direction, or the cursor itself at the ends. */
export function nextStop(exchange: Exchange, grain: Grain, cursor: number, direction: 1 | -1): number {
  const list = stops(exchange, grain);
  const found =
    direction > 0 ? list[countUpTo(list, cursor, (s) => s)] : list[countUpTo(list, cursor - 1, (s) => s) - 1];
  return found ?? cursor;
}

export const clampCursor = (exchange: Exchange | undefined, cursor: number): number =>
  Math.max(0, Math.min(cursor, (exchange?.steps.length ?? 1) - 1));

/** A step's place from coarse to fine; two steps are alike as far as these agree. */
function place(step: Step): readonly string[] {
  const station = JSON.stringify(step.station);
  const coarse = [`${step.leg} ${step.machine}`, station, step.kind];
  switch (step.kind) {
    case 'rule':
      return [...coarse, `${step.table} ${step.chain}`, String(step.number), String(step.matched)];
    case 'return':
    case 'policy':
      return [...coarse, `${step.table} ${step.chain}`];
    case 'interface':
      return [...coarse, step.direction];
    case 'conntrack':
      return [...coarse, step.op];
    default:
      return coarse;
  }
}

function likeness(a: readonly string[], b: readonly string[]): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n++;
  return n;
}

/**
 * Where the cursor belongs in `next` when it stood at `cursor` in `last`: the step most alike in place and kind,
 * the nearest by index among equals; clamped where no machine of that name is passed any more.
 */
export function carryCursor(last: Exchange | undefined, cursor: number, next: Exchange | undefined): number {
  const from = last?.steps[cursor];
  if (!from || !next) return clampCursor(next, cursor);
  const wanted = place(from);
  let best = clampCursor(next, cursor);
  let bestScore = 0;
  for (const step of next.steps) {
    const score = likeness(wanted, place(step));
    const nearer = Math.abs(step.index - cursor) < Math.abs(best - cursor);
    if (score > bestScore || (score === bestScore && score > 0 && nearer)) {
      best = step.index;
      bestScore = score;
    }
  }
  return best;
}
