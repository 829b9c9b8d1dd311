import type { Exchange, Leg, MachineId } from '../../engine';

/** A line of the panel: the heading of a machine visit, or a step under it. */
export type Line =
  | {
      readonly kind: 'visit';
      readonly hop: number;
      readonly machine: MachineId;
      readonly leg: Leg;
      /** First and last step, from 0. */
      readonly first: number;
      readonly last: number;
      readonly open: boolean;
    }
  | { readonly kind: 'step'; readonly index: number };

/** px, for the pointer. */
export const VISIT_HEIGHT = 28;
export const STEP_HEIGHT = 24;
/** px of both, for the thumb. */
export const THUMB_HEIGHT = 44;

/** Visits opened or folded by hand; the others are open while the packet is there. */
export type Folds = ReadonlyMap<number, boolean>;

/** The lines in sight: all visits, and the stops of the grain in those that are open. */
export function lines(
  exchange: Exchange,
  stops: readonly number[],
  current: number | undefined,
  folds: Folds,
): Line[] {
  const found: Line[] = [];
  const { steps } = exchange;
  let stop = 0;
  for (let first = 0; first < steps.length; ) {
    const head = steps[first];
    if (!head) break;
    let last = first;
    while (steps[last + 1]?.hop === head.hop) last++;
    const open = folds.get(head.hop) ?? head.hop === current;
    found.push({ kind: 'visit', hop: head.hop, machine: head.machine, leg: head.leg, first, last, open });
    for (; stop < stops.length && (stops[stop] ?? 0) <= last; stop++) {
      const index = stops[stop];
      if (open && index !== undefined) found.push({ kind: 'step', index });
    }
    first = last + 1;
  }
  return found;
}

/** Where the cursor shows: its step's line, the last stop before it, or the heading of its folded visit. */
export function currentLine(all: readonly Line[], cursor: number): number {
  let [lo, hi] = [0, all.length - 1];
  while (lo < hi) {
    const mid = (lo + hi + 1) >> 1;
    const line = all[mid] as Line;
    if ((line.kind === 'visit' ? line.first : line.index) > cursor) hi = mid - 1;
    else lo = mid;
  }
  return lo;
}

/** Where each line begins, and at last where the list ends, px. */
export function lineTops(all: readonly Line[], thumb = false): readonly number[] {
  const tops = [0];
  let y = 0;
  for (const line of all) {
    y += thumb ? THUMB_HEIGHT : line.kind === 'visit' ? VISIT_HEIGHT : STEP_HEIGHT;
    tops.push(y);
  }
  return tops;
}
