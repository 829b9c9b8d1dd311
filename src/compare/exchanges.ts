import type { Exchange, Step } from '../engine';
import { alignByScore, type Pair } from './align';
import { type PartingCode, partingAt } from './parting';
import { sameRule } from './same';
import { wayOf } from './way';

/** Stretches of the two exchanges that stand beside each other; `end` is exclusive, one of them may be empty. */
export interface AlignedRange {
  readonly same: boolean;
  readonly a: { readonly start: number; readonly end: number };
  readonly b: { readonly start: number; readonly end: number };
}

export interface Comparison {
  readonly same: boolean;
  /** How many steps of the way both have in common before they part; steps that make no way are not counted. */
  readonly commonSteps: number;
  /** Index in each one's `steps` of the first that differs; absent where the ways are the same, or one is over. */
  readonly a?: number;
  readonly b?: number;
  readonly code: PartingCode;
  readonly params: Readonly<Record<string, string | number>>;
  /** All steps of both, in order. Behind the parting, stretches that are alike again are aligned too. */
  readonly ranges: readonly AlignedRange[];
  /** Indices of steps that are the same way, although the rule that says so reads differently. */
  readonly touched: readonly Pair[];
}

/** A step that counts, and what it does. */
interface Mark {
  readonly step: Step;
  readonly way: string;
}

const marksOf = ({ steps }: Exchange): readonly Mark[] =>
  steps.flatMap((step) => {
    const way = wayOf(step);
    return way === undefined ? [] : [{ step, way }];
  });

/** Beyond that many comparisons, what follows the parting is shown side by side without looking for likeness. */
const MOST = 4_000_000;

/**
 * Where do the ways of two exchanges part? What counts is what happens to the packet: machines, rules that matched and
 * what they did, rewrites, routes, the end. Ports that are drawn, numbers, and rules tried in vain do not.
 */
export function compareExchanges(a: Exchange, b: Exchange): Comparison {
  const [first, second] = [marksOf(a), marksOf(b)];
  const shorter = Math.min(first.length, second.length);
  let common = 0;
  while (common < shorter && first[common]?.way === second[common]?.way) common++;
  const [n, m] = [first.length - common, second.length - common];
  const alike = (i: number, j: number) => Number(first[common + i]?.way === second[common + j]?.way);
  const behind = n * m > MOST ? [] : alignByScore(n, m, alike);
  const pairs = [
    ...Array.from({ length: common }, (_, i): Pair => [i, i]),
    ...behind.map(([i, j]): Pair => [common + i, common + j]),
  ];
  const rest = {
    commonSteps: common,
    ranges: rangesOf(pairs, [a, first], [b, second]),
    touched: touchedIn(pairs, first, second),
  };
  if (n === 0 && m === 0) return { ...sameUnlessOutcome(a, b), ...rest };
  const [one, other] = [first[common]?.step, second[common]?.step];
  return {
    same: false,
    ...(one ? { a: one.index } : {}),
    ...(other ? { b: other.index } : {}),
    ...partingAt(a, b, one, other),
    ...rest,
  };
}

function sameUnlessOutcome(
  a: Exchange,
  b: Exchange,
): Pick<Comparison, 'same' | 'a' | 'b' | 'code' | 'params'> {
  if (a.outcome.code === b.outcome.code) return { same: true, code: 'same', params: {} };
  const params = { a: a.outcome.code, b: b.outcome.code };
  return { same: false, a: a.outcome.step, b: b.outcome.step, code: 'outcome', params };
}

/** Steps that make no way go with the next one that does, or at the end with the last. */
function endOf([{ steps }, marks]: readonly [Exchange, readonly Mark[]], mark: number): number {
  if (mark <= 0) return 0;
  return mark >= marks.length ? steps.length : (marks[mark - 1]?.step.index ?? 0) + 1;
}

type Side = readonly [Exchange, readonly Mark[]];

function rangesOf(pairs: readonly Pair[], a: Side, b: Side): readonly AlignedRange[] {
  const ranges: AlignedRange[] = [];
  const add = (same: boolean, [i, j]: Pair, [k, l]: Pair) => {
    const range = {
      same,
      a: { start: endOf(a, i), end: endOf(a, k) },
      b: { start: endOf(b, j), end: endOf(b, l) },
    };
    if (range.a.start < range.a.end || range.b.start < range.b.end) ranges.push(range);
  };
  let start: Pair = [0, 0];
  let end: Pair = [0, 0];
  for (const [i, j] of pairs) {
    if (i !== end[0] || j !== end[1]) {
      add(true, start, end);
      add(false, end, [i, j]);
      start = [i, j];
    }
    end = [i + 1, j + 1];
  }
  add(true, start, end);
  add(false, end, [a[1].length, b[1].length]);
  return ranges;
}

function touchedIn(pairs: readonly Pair[], a: readonly Mark[], b: readonly Mark[]): readonly Pair[] {
  return pairs.flatMap(([i, j]): readonly Pair[] => {
    const [one, other] = [a[i]?.step, b[j]?.step];
    if (one?.kind !== 'rule' || other?.kind !== 'rule') return [];
    return sameRule(one.rule, other.rule, one.before.packet.family) ? [] : [[one.index, other.index]];
  });
}
