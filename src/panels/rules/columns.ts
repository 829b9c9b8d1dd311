import type { Rule, RuleStep } from '../../engine';
import { failureShort, ruleOutcome } from '../../i18n';
import { oncePer } from '../../lib/oncePer';
import { conditions } from './notation';
import { CHAR, HEADER_HEIGHT, type Row, rowInset } from './rowState';
import { type FrameLike, jumpsBack } from './runs';

/** px between columns; the elbow's upright stands in the middle. */
export const COLUMN_GAP = 20;
const MIN = 104;
const EARLY = 208;
const LAST = 312;
const MIN_LAST = 216;

interface Need {
  readonly min: number;
  readonly wish: number;
}

/** Of the rules tried, the last ones are in sight; longer runs before them are folded. */
const MEASURED = 8;

/** px a character: bold and plain sans at 11 px, reserved. */
const BOLD = 6.9;
const PLAIN = 5.9;
/** A verdict's own sign, and the one before an address. */
const SIGNS = 32;
/** Characters of "jump", and of "jump, came back". */
const JUMP = 8;
const JUMP_BACK = 14;

/** px a character of the bold mono name in a header, and what stands beside it: padding and the breakpoint. */
const NAME = 6.9;
const BESIDE_NAME = 48;

/** Characters that a column's header has room for. */
export const nameChars = (width: number): number => Math.floor((width - BESIDE_NAME) / NAME);

/** px that the second line of a tried rule needs beside its number: an address in it must never be cut. */
function verdictWidth(step: RuleStep, current: number | undefined): number {
  if (!step.matched) return failureShort(step).length * PLAIN + SIGNS;
  const kind = step.rule.target?.kind;
  const jump = step.number === current ? JUMP : JUMP_BACK;
  const words = kind === 'jump' || kind === 'goto' ? jump : ruleOutcome(step).length;
  return words * BOLD + SIGNS;
}

/** px of a row's line of counters, and of its odds. */
const COUNTER_WIDTH = 130;
const ODDS_WIDTH = 172;
/** px for "12 jumps that came back". */
const FOLD_WIDTH = 176;

/** A frame with its name, and what stands beside it. */
type Headed = FrameLike & { readonly title: string; readonly aside?: string | undefined };

/** Is there a rule that chance decides? Asked at every step, of chains with thousands of rules. */
const hasOdds = oncePer((rules: readonly Rule[]): boolean =>
  rules.some(({ matches }) => matches.some(({ kind }) => kind === 'statistic')),
);

/** How narrow a chain's column may be without breaking a condition, and how wide it needs to be at most. */
function need(frame: Headed): Need {
  let [longest, whole] = [0, 0];
  const inset = rowInset(frame.rules.length);
  const odds = hasOdds(frame.rules) ? inset + ODDS_WIDTH : 0;
  const tried = frame.tried.last(MEASURED);
  const verdict = inset + Math.max(0, ...tried.map((step) => verdictWidth(step, frame.current)));
  for (const rule of [...tried.map((step) => step.rule), ...frame.rules.slice(0, 8)]) {
    const texts = conditions(rule).map((c) => c.text.length + 2);
    longest = Math.max(longest, ...texts, 12);
    whole = Math.max(
      whole,
      texts.reduce((sum, n) => sum + n + 1, 0),
    );
  }
  // "12345K pkts 12345K bytes"
  const counter = frame.counter ? inset + COUNTER_WIDTH : 0;
  const folds = frame.tried.size > MEASURED || jumpsBack(frame) > 1 ? FOLD_WIDTH : 0;
  // A policy without counters gives way to the name.
  const aside = frame.counter && frame.aside ? frame.aside.length * PLAIN + 8 : 0;
  const header = frame.title.length * NAME + BESIDE_NAME + aside;
  return {
    min: Math.max(MIN, header, folds, verdict, counter, odds, longest * CHAR + inset),
    wish: Math.max(header, folds, verdict, counter, odds, whole * CHAR + inset),
  };
}

/**
 * Widths of the columns, px: early frames narrow, the last one widest. Where they do not fit, the early ones give way
 * first, down to their longest condition; what is still too wide scrolls.
 */
export function columnWidths(frames: readonly Headed[], available: number): number[] {
  const needs = frames.map(need);
  const widths = needs.map(({ min, wish }, i) => {
    const isLast = i === frames.length - 1;
    const floor = isLast ? Math.max(min, MIN_LAST) : min;
    return Math.max(floor, Math.min(wish, isLast ? LAST : EARLY));
  });
  let excess = widths.reduce((sum, w) => sum + w, 0) + COLUMN_GAP * (frames.length - 1) - available;
  for (let i = 0; i < widths.length && excess > 0; i++) {
    const { min } = needs[i] as Need;
    const floor = i === frames.length - 1 ? Math.max(min, MIN_LAST) : min;
    const give = Math.min(excess, Math.max(0, (widths[i] ?? 0) - floor));
    widths[i] = (widths[i] ?? 0) - give;
    excess -= give;
  }
  return widths.map(Math.round);
}

/** Left edges, px. */
export function columnLefts(widths: readonly number[]): number[] {
  const lefts: number[] = [];
  let x = 0;
  for (const width of widths) {
    lefts.push(x);
    x += width + COLUMN_GAP;
  }
  return lefts;
}

export interface Elbow {
  readonly path: string;
  /** Tip of the arrow. */
  readonly x: number;
  readonly y: number;
}

const RADIUS = 4;
const TIP = 6;

/**
 * The line from a jump to the chain it leads to, from row state alone: the middle of the jump's row, as far as its
 * column is scrolled, to the middle of the next column's header.
 *
 * @param visible height of the column that is in sight, header included, px
 */
export function elbow(
  column: {
    readonly left: number;
    readonly width: number;
    readonly rows: readonly Row[];
    /** As `offsets` gives them. */
    readonly tops: readonly number[];
    /** The row of the jump. */
    readonly here: number;
    readonly scrolled: number;
  },
  visible: number,
  next: number,
): Elbow | undefined {
  const { rows, tops, here } = column;
  const row = rows[here];
  if (row?.kind !== 'rule' || !row.active) return undefined;
  const middle = ((tops[here] ?? 0) + (tops[here + 1] ?? 0)) / 2;
  const y0 = Math.max(HEADER_HEIGHT, Math.min(HEADER_HEIGHT + middle - column.scrolled, visible - 4));
  const [x0, y1] = [column.left + column.width, HEADER_HEIGHT / 2];
  const xm = x0 + (next - x0) / 2;
  const r = Math.min(RADIUS, Math.abs(y0 - y1) / 2);
  const path = `M${x0} ${y0}H${xm - r}Q${xm} ${y0} ${xm} ${y0 - r}V${y1 + r}Q${xm} ${y1} ${xm + r} ${y1}H${next - TIP}`;
  return { path, x: next, y: y1 };
}
