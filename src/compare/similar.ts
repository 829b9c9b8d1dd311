import type { Match, Rule, Target } from '../engine';
import { sameMatch, sameTarget } from './same';

/** A condition on both sides, or on one only; numbers are positions in `rule.matches`. */
export interface MatchPair {
  readonly before?: number;
  readonly after?: number;
  readonly same: boolean;
}

/** Each condition of one rule beside the one of the same kind in the other: the n-th of a kind beside the n-th. */
export function pairMatches(before: readonly Match[], after: readonly Match[]): readonly MatchPair[] {
  const free = after.map((_, i) => i);
  const pairs = before.map((match, i): MatchPair => {
    const at = free.findIndex((j) => after[j]?.kind === match.kind);
    const [j] = at < 0 ? [] : free.splice(at, 1);
    const other = j === undefined ? undefined : after[j];
    return other ? { before: i, after: j, same: sameMatch(match, other) } : { before: i, same: false };
  });
  return [...pairs, ...free.map((j) => ({ after: j, same: false }))];
}

/** What a reader knows a rule by weighs more than its conditions. */
function weightOf(kind: Match['kind']): number {
  if (kind === 'comment' || kind === 'source' || kind === 'destination') return 2;
  return kind === 'statistic' || kind === 'nfacct' ? 0.5 : 1;
}

const LEADS_SOMEWHERE: ReadonlySet<Target['kind']> = new Set(['jump', 'goto', 'dnat', 'snat']);

/** How much of `a` is still there in `b`, of the same kind but changed. */
function kinship(a: Match, b: Match): number {
  if (a.kind === 'comment' && b.kind === 'comment') return sharedWords(a.text, b.text);
  return a.kind === 'source' || a.kind === 'destination' ? 0.25 : 0.5;
}

function sharedWords(a: string, b: string): number {
  const first = new Set(a.split(/\s+/));
  const second = new Set(b.split(/\s+/));
  const shared = [...first].filter((word) => second.has(word)).length;
  return shared / (first.size + second.size - shared);
}

/** From 0 (nothing in common) to 1: how far two rules of a chain can be taken for one that was rewritten. */
export function similarity(a: Rule, b: Rule): number {
  let agreed = 0;
  let all = 0;
  for (const { before, after, same } of pairMatches(a.matches, b.matches)) {
    const one = before === undefined ? undefined : a.matches[before];
    const other = after === undefined ? undefined : b.matches[after];
    const weight = weightOf((one ?? (other as Match)).kind);
    all += weight;
    if (same) agreed += weight;
    else if (one && other) agreed += weight * kinship(one, other);
  }
  const leads = [a.target, b.target].some((target) => target && LEADS_SOMEWHERE.has(target.kind));
  const weight = leads ? 3 : 1;
  all += weight;
  if (sameTarget(a.target, b.target)) agreed += weight;
  else if (!leads && a.target?.kind === b.target?.kind) agreed += weight * 0.6;
  return agreed / all;
}
