import type { Exchange, Leg, MachineId, Step } from '../../engine';
import { countUpTo } from '../../lib/sorted';

/** One stay at one machine, in px along the track. */
export interface Segment {
  readonly hop: number;
  readonly machine: MachineId;
  readonly leg: Leg;
  /** Step range; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly x: number;
  readonly width: number;
}

/** What happened at a step that the eye must find on the track. */
export interface Mark {
  readonly kind: 'nat' | 'death';
  /** Step of the first event in it. */
  readonly index: number;
  readonly x: number;
  /** Words in order of occurrence, each once: DNAT, MASQUERADE, undo. */
  readonly words: readonly string[];
}

/** Marks nearer than this are drawn as one. */
const MERGE_PX = 13;
const GAP_PX = 3;
const TICK_PX = 3;

/** The middle of a step's share of the track. */
export function xOf(index: number, count: number, width: number): number {
  return count === 0 ? 0 : ((index + 0.5) / count) * width;
}

/** The step under a point of the track. */
export function indexAt(x: number, count: number, width: number): number {
  if (width <= 0) return 0;
  return Math.max(0, Math.min(count - 1, Math.floor((x / width) * count)));
}

/** Ticks stand for steps only as long as the eye can tell them apart. */
export const ticksFit = (count: number, width: number): boolean => count > 0 && width / count >= TICK_PX;

/** Machine visits in order. A leg that goes on at the same machine starts a segment of its own. */
export function segments(exchange: Exchange, width: number): Segment[] {
  const found: Segment[] = [];
  const count = exchange.steps.length;
  for (let start = 0; start < count; ) {
    const first = exchange.steps[start] as Step;
    let end = start + 1;
    while (end < count && exchange.steps[end]?.hop === first.hop && exchange.steps[end]?.leg === first.leg)
      end++;
    const x = (start / count) * width;
    const right = (end / count) * width;
    const gap = end === count ? 0 : Math.min(GAP_PX, (right - x) / 2);
    found.push({
      hop: first.hop,
      machine: first.machine,
      leg: first.leg,
      start,
      end,
      x,
      width: right - x - gap,
    });
    start = end;
  }
  return found;
}

/** The word under a mark, or undefined where a step deserves none. */
export type MarkWord = (step: Step) => { readonly kind: Mark['kind']; readonly word: string } | undefined;

/** Rewrites and deaths along the track; neighbours of one kind closer than 13 px become one mark. */
export function marks(exchange: Exchange, width: number, wordOf: MarkWord): Mark[] {
  const found: Mark[] = [];
  for (const step of exchange.steps) {
    const what = wordOf(step);
    if (!what) continue;
    const x = xOf(step.index, exchange.steps.length, width);
    const last = found.at(-1);
    if (last && last.kind === what.kind && x - last.x < MERGE_PX) {
      const words = last.words.includes(what.word) ? last.words : [...last.words, what.word];
      found[found.length - 1] = { ...last, words };
    } else found.push({ kind: what.kind, index: step.index, x, words: [what.word] });
  }
  return found;
}

export interface Label<T> {
  readonly of: T;
  readonly text: string;
  readonly x: number;
}

export interface Wanted<T> {
  readonly of: T;
  /** The text and its reserved width, px; further ones are tried where the first does not fit. */
  readonly texts: readonly { readonly text: string; readonly width: number }[];
  /** Where the label would begin; it is pushed inside the track. */
  readonly at: number;
  readonly weight: number;
}

/** Places labels along the track without overlap, the weightiest first; those without room are left out. */
export function placeLabels<T>(wanted: readonly Wanted<T>[], width: number): Label<T>[] {
  const placed: { of: T; text: string; x: number; right: number }[] = [];
  for (const { of, texts, at } of [...wanted].sort((a, b) => b.weight - a.weight)) {
    for (const label of texts) {
      const x = Math.max(0, Math.min(at, width - label.width));
      const right = x + label.width;
      const fits = right <= width && placed.every((p) => right + 8 <= p.x || p.right + 8 <= x);
      if (!fits) continue;
      placed.push({ of, text: label.text, x, right });
      break;
    }
  }
  return placed.sort((a, b) => a.x - b.x).map(({ of, text, x }) => ({ of, text, x }));
}

/** The stop at which the cursor rests: the last one not after it. */
export function stopIndex(stops: readonly number[], cursor: number): number {
  return Math.max(0, countUpTo(stops, cursor, (s) => s) - 1);
}

/** The stop nearest to a step. */
export function nearestStop(stops: readonly number[], index: number): number {
  const at = stopIndex(stops, index);
  const [before, after] = [stops[at] ?? index, stops[at + 1]];
  return after !== undefined && after - index < Math.abs(index - before) ? after : before;
}
