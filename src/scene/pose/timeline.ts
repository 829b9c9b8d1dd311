import type { Step } from '../../engine';
import { clamp } from '../plane/geometry';
import { alongRoad, easeOut } from './easing';
import { rewritesOf } from './packet-view';
import type { Stage } from './stage';

/** Milliseconds at speed 1 (LOOK.md, Motion). */
const MS_PER_PX = 4;
const MAX_TRAVEL = 900;
const MATCHED = 160;
const PASSED = 30;
const FLIP = 420;
const DEATH = 320;
const NEXT_PACKET = 500;
const SMALL = 40;

/** Steps that run through in one movement share one easing. */
interface Span {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly length: number;
  /** Cumulative share of the span's time at each of its steps' ends. */
  readonly shares: readonly number[];
  readonly ease: (t: number) => number;
}

/** Time of an exchange: what playing takes, step by step. */
export interface Timeline {
  /** ms at which each step has happened. */
  readonly times: readonly number[];
  readonly total: number;
  headAt(time: number): number;
  timeAt(playhead: number): number;
}

const DWELLS: ReadonlySet<Step['kind']> = new Set(['rule', 'return', 'policy', 'conntrack', 'nat', 'drop']);

function travel(stage: Stage, index: number): number {
  const trail = stage.trails.find((t) => index >= t.start && index < t.end);
  if (!trail || index === trail.start) return 0;
  return (trail.stops[index - trail.start] ?? 0) - (trail.stops[index - 1 - trail.start] ?? 0);
}

/** How long it takes to get from the step before to this one. */
function duration(stage: Stage, step: Step, before: Step | undefined): number {
  const way = clamp(Math.abs(travel(stage, step.index)) * MS_PER_PX, 0, MAX_TRAVEL);
  if (before && before.trace !== step.trace) return NEXT_PACKET;
  if (rewritesOf(step).length > 0) return Math.max(FLIP, way);
  if (step.kind === 'drop') return DEATH;
  if (step.kind === 'rule') return Math.max(step.matched ? MATCHED : PASSED, way);
  if (step.kind === 'conntrack') return Math.max(MATCHED, way);
  if (step.kind === 'return' || step.kind === 'policy') return Math.max(PASSED, way);
  if (step.kind === 'route' && step.when === 'input') return Math.max(MATCHED, way);
  return Math.max(SMALL, way);
}

/** At a coarser grain the steps between its stops hurry, and the stops are lingered on. */
const HURRY = 0.45;
const LINGER = 220;

export function timelineOf(stage: Stage, stops: readonly number[]): Timeline {
  const steps = stage.exchange?.steps ?? [];
  const rests = new Set(stops);
  const coarse = stops.length < steps.length * 0.8;
  const lengths = steps.slice(1).map((step, i) => {
    const ms = duration(stage, step, steps[i]);
    if (!coarse) return ms;
    return rests.has(step.index) ? ms + LINGER : DWELLS.has(step.kind) ? ms * HURRY : ms;
  });
  const spans = spansOf(steps, lengths);
  const total = lengths.reduce((a, b) => a + b, 0);
  const headAt = (time: number) => {
    const t = clamp(time, 0, total);
    const span = spanAt(spans, t);
    return span ? headIn(span, t) : 0;
  };
  const timeAt = (playhead: number) => {
    const head = clamp(playhead, 0, Math.max(0, steps.length - 1));
    const span = spanWith(spans, head);
    return span && head > 0 ? timeIn(span, head) : 0;
  };
  const times = steps.map((s) => timeAt(s.index));
  return { times: times.length > 0 ? times : [0], total, headAt, timeAt };
}

/** The first span that has not ended by `t`, else the last. By halves: a long way has ten thousand. */
const spanAt = (spans: readonly Span[], t: number): Span | undefined =>
  firstOf(spans, ({ start, length }) => t <= start + length);

/** The span in which the playhead comes to `head`. */
const spanWith = (spans: readonly Span[], head: number): Span | undefined =>
  firstOf(spans, ({ last }) => head <= last);

/** The first for which something holds that holds for all after it, else the last. */
function firstOf(spans: readonly Span[], holds: (span: Span) => boolean): Span | undefined {
  let [lo, hi] = [0, spans.length - 1];
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (holds(spans[mid] as Span)) hi = mid;
    else lo = mid + 1;
  }
  return spans[lo];
}

/** When the playhead comes to `head` in its span. Most ask for the end: ten thousand steps are a span each. */
function timeIn(span: Span, head: number): number {
  let lo = span.start;
  let hi = span.start + span.length;
  if (head >= span.last) return hi;
  for (let i = 0; i < 40; i++) {
    const mid = (lo + hi) / 2;
    if (headIn(span, mid) < head - 1e-9) lo = mid;
    else hi = mid;
  }
  return hi;
}

function spansOf(steps: readonly Step[], lengths: readonly number[]): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (let i = 0; i < lengths.length; ) {
    let end = i + 1;
    const moves = (n: number) => {
      const step = steps[n + 1];
      return step !== undefined && !DWELLS.has(step.kind) && step.trace === steps[n]?.trace;
    };
    if (moves(i)) while (end < lengths.length && moves(end)) end++;
    const part = lengths.slice(i, end);
    const length = part.reduce((a, b) => a + b, 0);
    let sum = 0;
    const shares = part.map((ms) => {
      sum += ms;
      return length === 0 ? 1 : sum / length;
    });
    const flips = steps[i + 1] !== undefined && rewritesOf(steps[i + 1] as Step).length > 0;
    spans.push({ first: i, last: end, start, length, shares, ease: flips ? easeOut : alongRoad });
    start += length;
    i = end;
  }
  return spans;
}

function headIn(span: Span, time: number): number {
  const e = span.ease(span.length === 0 ? 1 : (time - span.start) / span.length);
  const n = span.shares.findIndex((share) => e <= share + 1e-9);
  if (n < 0) return span.last;
  const from = n === 0 ? 0 : (span.shares[n - 1] ?? 0);
  const to = span.shares[n] ?? 1;
  return span.first + n + (to === from ? 1 : (e - from) / (to - from));
}
