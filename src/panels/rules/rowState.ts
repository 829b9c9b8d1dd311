import type { Counter, Rule, RuleStep } from '../../engine';
import { shortChain } from '../../ui/names/chainName';
import { commentOf, conditions, targetName } from './notation';
import { type Odds, oddsOf } from './odds';
import { type Asked, type Folded, type FrameLike, runsIn } from './runs';

/** How far a rule got: not asked, asked in vain, or matched, and then to what effect. */
export type Tone = 'untried' | 'nomatch' | 'matched' | 'nat' | 'fatal';

/** A piece of a rule that is not broken over lines. */
export interface Token {
  readonly text: string;
  readonly role: 'condition' | 'failed' | 'target' | 'comment' | 'none';
}

export interface RuleRow {
  readonly kind: 'rule';
  readonly number: number;
  readonly rule: Rule;
  readonly step?: RuleStep;
  readonly tone: Tone;
  /** The jump whose chain is the next column. */
  readonly active: boolean;
  /** The rule at the cursor. */
  readonly current: boolean;
  /** A jump that was taken and came back without a verdict. */
  readonly returned: boolean;
  readonly lines: readonly (readonly Token[])[];
  /** Chance decides: how likely it is taken. */
  readonly odds?: Odds | undefined;
  /** What the rule has counted, where that is shown. */
  readonly counter?: Counter | undefined;
}

export interface FoldRow {
  readonly kind: 'fold';
  readonly what: Folded;
  readonly from: number;
  readonly to: number;
}

export type Row = RuleRow | FoldRow;

/** px */
export const LINE = 16;
const ROW_PADDING = 12;
export const FOLD_HEIGHT = 28;
export const HEADER_HEIGHT = 34;
/** A column's upper and lower line. */
export const BORDER = 2;
/** Reserved advance of a mono character at 10.5 px (0.62 em). */
export const CHAR = 6.51;
/** px of the column of rule numbers in a chain of so many rules. */
export const numberWidth = (rules: number): number => Math.max(16, Math.ceil(String(rules).length * CHAR));
/** px at the left of a row: a breakpoint's flag stands there. */
export const GUTTER = 14;
/** px of a column's width that padding and number take. */
export const rowInset = (rules: number): number => GUTTER + 9 + 4 + numberWidth(rules);
/** A glyph before an address, in characters. */
const GLYPH_CHARS = 2;
/** Longer runs of rules that did not match are folded, all but the last two. */
const LONG_RUN = 5;

const ADDRESS = /\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f:]+:/;

/** Columns that a token takes, its glyph included. */
export const tokenChars = (token: Token): number =>
  token.text.length + (token.role === 'condition' && ADDRESS.test(token.text) ? GLYPH_CHARS : 0);

function toneOf(step: RuleStep | undefined): Tone {
  if (!step) return 'untried';
  const verdict = step.verdict?.kind;
  if (verdict === 'drop' || verdict === 'reject' || verdict === 'unknown') return 'fatal';
  if (!step.matched) return 'nomatch';
  return step.rewrites.length > 0 ? 'nat' : 'matched';
}

function tokensOf(rule: Rule, step: RuleStep | undefined, tone: Tone, words: Words): Token[] {
  const failed = step?.failure?.match;
  const found: Token[] = conditions(rule).map(({ match, text }) => ({
    text,
    role: match === failed ? 'failed' : 'condition',
  }));
  if (found.length === 0) found.push({ text: words.any, role: 'none' });
  return tone === 'untried' && rule.target
    ? [...found, { text: `→ ${shortChain(targetName(rule.target))}`, role: 'target' }]
    : found;
}

/** Breaks tokens over lines of `chars` characters; a token never breaks. */
export function breakLines(tokens: readonly Token[], chars: number): Token[][] {
  const lines: Token[][] = [];
  let room = 0;
  for (const token of tokens) {
    const size = tokenChars(token);
    const last = lines.at(-1);
    if (last && size + 1 <= room) {
      last.push(token);
      room -= size + 1;
    } else {
      lines.push([token]);
      room = chars - size;
    }
  }
  return lines;
}

/** A comment or a target is worth a place only where there is one. */
function withExtra(lines: Token[][], extra: Token | undefined, chars: number): Token[][] {
  const last = lines.at(-1);
  if (!extra || !last) return lines;
  const used = last.reduce((sum, token) => sum + tokenChars(token) + 1, 0);
  return used + extra.text.length <= chars ? [...lines.slice(0, -1), [...last, extra]] : lines;
}

/** The few words that are not iptables' own. */
export interface Words {
  /** A rule without conditions. */
  readonly any: string;
}

function extraOf(rule: Rule, tone: Tone): Token | undefined {
  if (tone === 'nomatch' && rule.target) {
    return { text: `→ ${shortChain(targetName(rule.target).replace(/^KUBE-/, ''), 12)}`, role: 'target' };
  }
  const comment = commentOf(rule);
  return comment ? { text: `· ${comment}`, role: 'comment' } : undefined;
}

const MORE: Token = { text: '…', role: 'comment' };

interface Made {
  readonly rules: readonly Rule[];
  readonly last: boolean;
  readonly chars: number;
  readonly row: RuleRow;
}

/** The row that each rule had last: a step changes few of them, and thousands stand in a long chain. */
const made = new WeakMap<Rule, Made>();

/** One rule as a row; the same object as before where nothing about it has changed. */
export function ruleRow(frame: Asked, number: number, last: boolean, chars: number, words: Words): RuleRow {
  const rule = frame.rules[number - 1] as Rule;
  const before = made.get(rule);
  const counter = frame.counter?.(number);
  if (before && before.rules === frame.rules && before.chars === chars && before.last === last) {
    const { row } = before;
    const same =
      row.number === number &&
      row.step === frame.tried.get(number) &&
      row.current === (number === frame.current) &&
      row.returned === cameBack(frame, number) &&
      row.counter?.packets === counter?.packets &&
      row.counter?.bytes === counter?.bytes;
    if (same) return row;
  }
  const row = makeRow(frame, number, last, chars, words);
  made.set(rule, { rules: frame.rules, last, chars, row });
  return row;
}

function makeRow(frame: Asked, number: number, last: boolean, chars: number, words: Words): RuleRow {
  const rule = frame.rules[number - 1] as Rule;
  const step = frame.tried.get(number);
  const tone = toneOf(step);
  const current = number === frame.current;
  const all = tokensOf(rule, step, tone, words);
  let lines = breakLines(all, chars);
  // What failed tells why; the conditions that were not even asked give way to the short form.
  if (tone === 'nomatch' && lines.length > 1)
    lines = [[...all.filter((token) => token.role === 'failed'), MORE]];
  lines = withExtra(lines, extraOf(rule, tone), chars);
  return {
    kind: 'rule',
    number,
    rule,
    tone,
    active: current && !last && step?.matched === true,
    current,
    returned: cameBack(frame, number),
    lines,
    odds: oddsOf(frame.rules, number),
    counter: frame.counter?.(number),
    ...(step ? { step } : {}),
  };
}

/** Known only while a packet is followed: elsewhere no rule is the current one. */
const cameBack = (frame: Asked, number: number): boolean => {
  if (frame.current === undefined) return false;
  const step = frame.tried.get(number);
  const target = step?.matched ? step.rule.target?.kind : undefined;
  return number !== frame.current && (target === 'jump' || target === 'goto');
};

/** The key under which a run is unfolded: its kind and first rule. */
export const foldKey = (row: FoldRow): string => `${row.what} ${row.from}`;

export interface RowOptions {
  /** Width of the column in characters of the rule text. */
  readonly chars: number;
  /** No next column comes out of this one. */
  readonly last: boolean;
  readonly unfolded: ReadonlySet<string>;
  readonly words: Words;
}

/** The rows of one column, from the top. Runs that tell little are folded into one line with their count. */
export function rowsOf(frame: FrameLike, { chars, last, unfolded, words }: RowOptions): Row[] {
  const rows: Row[] = [];
  const show = (from: number, to: number) => {
    for (let n = from; n <= to; n++) rows.push(ruleRow(frame, n, last, chars, words));
  };
  for (const { what, from, to } of runsIn(frame)) {
    if (what === undefined) show(from, to);
    else {
      const keep = what === 'nomatch' ? 2 : 0;
      const foldTo = to - keep;
      const long = what === 'untried' || (what === 'returned' ? to > from : to - from >= LONG_RUN);
      const fold: FoldRow = { kind: 'fold', what, from, to: foldTo };
      if (!long || unfolded.has(foldKey(fold))) show(from, to);
      else {
        rows.push(fold);
        show(foldTo + 1, to);
      }
    }
  }
  return rows;
}

/** px. A rule that was tried has one line more than its conditions take: the verdict, or the reason. */
export function rowHeight(row: Row): number {
  if (row.kind === 'fold') return FOLD_HEIGHT;
  const more = [row.tone !== 'untried', row.odds, row.counter].filter(Boolean).length;
  return ROW_PADDING + LINE * (row.lines.length + more);
}

export interface Sight {
  /** How far the column is scrolled, px. */
  readonly top: number;
  /** px of rows in sight. */
  readonly height: number;
}

/**
 * What of a column is in sight when the row at `here` must be: whole rows only, from `tops` as `offsets` gives them. The
 * row after it as well, where both have room.
 */
export function sightOf(tops: readonly number[], here: number, room: number): Sight {
  const end = tops.at(-1) ?? 0;
  if (end <= room) return { top: 0, height: end };
  const own = tops[here] ?? 0;
  const next = tops[here + 2] ?? end;
  const bottom = next - own <= room ? next : (tops[here + 1] ?? end);
  const first = Math.min(
    here < 0 ? 0 : here,
    tops.findIndex((top) => top >= bottom - room),
  );
  const top = here < 0 ? 0 : (tops[first] ?? 0);
  const last = tops.findLast((at) => at - top <= room) ?? top;
  // One row that is higher than the column is cut; there is nothing else to show.
  return { top, height: last > top ? last - top : room };
}

/** Distance of each row's upper edge from the first row's, and of the end. */
export function offsets(rows: readonly Row[]): number[] {
  const found = [0];
  for (const row of rows) found.push((found.at(-1) ?? 0) + rowHeight(row));
  return found;
}
