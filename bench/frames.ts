export interface Frames {
  readonly count: number;
  /** ms of main-thread work a frame. */
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** Percent of the display's frames, from the first animated one to the last, in which nothing was animated. */
  readonly dropped: number;
}

export const TRACE_CATEGORIES = [
  'devtools.timeline',
  'devtools.timeline.frame',
  'toplevel',
  '__metadata',
] as const;

/** µs between two frames of a display at 60 Hz. */
const DISPLAY = 1e6 / 60;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** µs. */
  readonly ts: number;
  readonly dur?: number;
  /** Of `dur`, what the thread had the processor for. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * Chromium's trace -> the main thread's work between one frame's beginning and the next, of frames in which scripts
 * asked for an animation frame. Everything that the thread does counts: scripts, style, layout, paint, garbage; not
 * that it waits for a processor which others keep busy.
 */
export function framesOf(trace: string): Frames {
  const { traceEvents } = JSON.parse(trace) as { readonly traceEvents: readonly TraceEvent[] };
  const animated = traceEvents.filter((e) => e.name === 'FireAnimationFrame');
  const first = animated[0];
  if (!first) throw new Error('nothing was animated');
  const mine = traceEvents.filter((e) => e.pid === first.pid);
  const main = mine.filter((e) => e.tid === first.tid);
  const from = first.ts;
  const to = animated.at(-1)?.ts ?? from;
  const inside = (e: TraceEvent) => e.ts >= from && e.ts <= to;
  const tasks = main
    .filter((e) => e.name.endsWith('RunTask') && e.ph === 'X' && inside(e))
    .sort((a, b) => a.ts - b.ts);
  const begins = [...new Set(animated.map((e) => e.ts))].sort((a, b) => a - b);
  // Several callbacks of one frame are one.
  const starts = begins.filter((ts, i) => i === 0 || ts - (begins[i - 1] ?? 0) > 2000);
  // A frame's callbacks run within a task that began a little before them.
  const work = starts.map(() => 0);
  let at = 0;
  for (const { ts, dur = 0, tdur = dur } of tasks) {
    while (at + 1 < starts.length && (starts[at + 1] ?? 0) <= ts + dur) at++;
    work[at] = (work[at] ?? 0) + tdur / 1000;
  }
  const sorted = work.slice(0, -1).sort((a, b) => a - b);
  const share = (p: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0;
  const gaps = starts.slice(1).map((ts, i) => ts - (starts[i] ?? 0));
  const missed = gaps.reduce((sum, gap) => sum + Math.round(gap / DISPLAY) - 1, 0);
  return {
    count: starts.length,
    p50: share(0.5),
    p95: share(0.95),
    max: sorted.at(-1) ?? 0,
    dropped: (100 * Math.max(0, missed)) / Math.max(1, starts.length + missed),
  };
}
