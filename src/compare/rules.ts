import { type IpFamily, type Rule, ruleBody, targetText } from '../engine';
import { alignByKey, alignByScore, type Pair } from './align';
import { sameRule, sameTarget } from './same';
import { pairMatches, similarity } from './similar';

export interface NumberedRule {
  /** From 1, as `iptables -L --line-numbers` counts. */
  readonly number: number;
  readonly rule: Rule;
}

/** A condition that changed; numbers are positions in `rule.matches`. One is absent where it was added or taken out. */
export interface MatchChange {
  readonly before?: number;
  readonly after?: number;
}

export type RuleChange =
  | { readonly kind: 'added'; readonly after: NumberedRule }
  | { readonly kind: 'removed'; readonly before: NumberedRule }
  | {
      readonly kind: 'rewritten';
      readonly before: NumberedRule;
      readonly after: NumberedRule;
      readonly matches: readonly MatchChange[];
      /** Does it lead elsewhere, or do something else? */
      readonly target: boolean;
    };

/** What two rules must have in common, at least, to be one that was rewritten. */
const KIN = 0.5;
/** Beyond that many comparisons in one gap, rules are paired by name only. */
const MOST = 40_000;

/**
 * What happened to the rules of one chain, in the order in which they stand; removed ones where they stood. A number
 * that shifts is no change; a rule that changed places with another was removed and added.
 */
export function diffRules(
  before: readonly Rule[],
  after: readonly Rule[],
  family: IpFamily,
): readonly RuleChange[] {
  const same = alignSame(before, after, family);
  const kin: Pair[] = [];
  for (const gap of gapsBetween(same, before.length, after.length))
    kin.push(...alignKin(before, after, gap, family));
  return script(before, after, new Map(same), new Map(kin));
}

interface Gap {
  readonly from: Pair;
  readonly to: Pair;
}

function gapsBetween(pairs: readonly Pair[], n: number, m: number): readonly Gap[] {
  const gaps: Gap[] = [];
  let from: Pair = [0, 0];
  for (const [i, j] of [...pairs, [n, m] as const]) {
    if (i > from[0] && j > from[1]) gaps.push({ from, to: [i, j] });
    from = [i + 1, j + 1];
  }
  return gaps;
}

const shift = (pairs: readonly Pair[], [i, j]: Pair): Pair[] => pairs.map(([a, b]) => [a + i, b + j]);

/** Equal rules that kept their order. Most chains differ in one place, so head and tail are not printed. */
function alignSame(before: readonly Rule[], after: readonly Rule[], family: IpFamily): readonly Pair[] {
  const equal = (i: number, j: number) => sameRule(before[i] as Rule, after[j] as Rule, family);
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && equal(head, head)) head++;
  let tail = 0;
  while (tail < shorter - head && equal(before.length - 1 - tail, after.length - 1 - tail)) tail++;
  const texts = (rules: readonly Rule[]) =>
    rules.slice(head, rules.length - tail).map((rule) => ruleBody(rule, family, 'save'));
  const heads = Array.from({ length: head }, (_, i): Pair => [i, i]);
  const ends: Pair = [before.length - tail, after.length - tail];
  const tails = Array.from({ length: tail }, (_, i): Pair => [ends[0] + i, ends[1] + i]);
  return [...heads, ...shift(alignByKey(texts(before), texts(after)), [head, head]), ...tails];
}

/** Target and comment: what a rule is called. */
function nameOf(rule: Rule, family: IpFamily): string {
  const comment = rule.matches.find((match) => match.kind === 'comment');
  return `${rule.target ? targetText(rule.target, family, 'save') : ''} ${comment?.kind === 'comment' ? comment.text : ''}`;
}

/** Rules between two that stayed: first those of the same name, then whatever is alike. */
function alignKin(
  before: readonly Rule[],
  after: readonly Rule[],
  { from, to }: Gap,
  family: IpFamily,
): readonly Pair[] {
  const likeness = (i: number, j: number) => similarity(before[i] as Rule, after[j] as Rule);
  const names = (rules: readonly Rule[], side: 0 | 1) =>
    rules.slice(from[side], to[side]).map((rule) => nameOf(rule, family));
  const namesakes = shift(alignByKey(names(before, 0), names(after, 1)), from).filter(
    ([i, j]) => likeness(i, j) > KIN,
  );
  const found: Pair[] = [];
  let start = from;
  for (const [i, j] of [...namesakes, to]) {
    const [n, m] = [i - start[0], j - start[1]];
    if (n > 0 && m > 0 && n * m <= MOST) {
      const [a, b] = start;
      const alike = alignByScore(n, m, (x, y) => Math.max(0, likeness(a + x, b + y) - KIN));
      found.push(...shift(alike, start));
    }
    if (i < to[0]) found.push([i, j]);
    start = [i + 1, j + 1];
  }
  return found;
}

function script(
  before: readonly Rule[],
  after: readonly Rule[],
  same: ReadonlyMap<number, number>,
  rewritten: ReadonlyMap<number, number>,
): readonly RuleChange[] {
  const old = (i: number): NumberedRule => ({ number: i + 1, rule: before[i] as Rule });
  const now = (j: number): NumberedRule => ({ number: j + 1, rule: after[j] as Rule });
  const changes: RuleChange[] = [];
  let next = 0;
  const arriveAt = (end: number) => {
    for (; next < end; next++) changes.push({ kind: 'added', after: now(next) });
  };
  for (let i = 0; i < before.length; i++) {
    const j = same.get(i) ?? rewritten.get(i);
    if (j === undefined) {
      changes.push({ kind: 'removed', before: old(i) });
      continue;
    }
    arriveAt(j);
    next = j + 1;
    if (!same.has(i)) changes.push(rewriting(old(i), now(j)));
  }
  arriveAt(after.length);
  return changes;
}

function rewriting(before: NumberedRule, after: NumberedRule): RuleChange {
  const matches = pairMatches(before.rule.matches, after.rule.matches)
    .filter(({ same }) => !same)
    .map(({ before: i, after: j }) => ({
      ...(i === undefined ? {} : { before: i }),
      ...(j === undefined ? {} : { after: j }),
    }));
  const target = !sameTarget(before.rule.target, after.rule.target);
  return { kind: 'rewritten', before, after, matches, target };
}
