import type { Ip } from '../../net/address';
import type { ModuleField, RuleInput } from '../facts';
import type { ChainName, Match, Rule, TableName } from '../model';
import { kernelProbability } from '../print/print-value';
import type { EvalEnv, MatchFailure, RunInHand } from './evaluate.types';
import { type HeaderMatch, headerMismatch, headerRank, moduleMismatch } from './match-packet';

/** One packet on its way through one table: what changes while rules are tried. */
export interface Walk {
  readonly table: TableName;
  readonly input: RuleInput;
  readonly env: EvalEnv;
  mark: number;
  /** Of the connection; undefined without one. */
  ctMark: number | undefined;
  readonly recentSet: { readonly name: string; readonly source: Ip }[];
  /** The number drawn for the rule being tried. */
  drew: number | undefined;
  /** The rule matches as far as can be said, but for this condition. */
  unknown: string | undefined;
  /** The last failure, shared by all rules that fail alike. */
  failure: MatchFailure | undefined;
  readonly run: RunInHand;
}

export const newWalk = (table: TableName, input: RuleInput, env: EvalEnv, run: RunInHand): Walk => ({
  table,
  input,
  env,
  mark: input.mark,
  ctMark: input.ctMark,
  recentSet: [],
  drew: undefined,
  unknown: undefined,
  failure: undefined,
  run,
});

/** The same failure again is the same object: tens of thousands of rules fail on one destination. */
function fail(walk: Walk, match: number, actual: string, field?: ModuleField): MatchFailure {
  const last = walk.failure;
  if (last && last.match === match && last.actual === actual && last.field === field) return last;
  const failure = field ? { match, actual, field } : { match, actual };
  walk.failure = failure;
  return failure;
}

/** Four decimals tell a draw from the probabilities of any Service that one would look at. */
const drawText = (value: number): string => `${Math.round(value * 1e4) / 1e4}`;

/** xt_statistic.c: random mode, 31 bits on both sides. */
function tryStatistic(
  walk: Walk,
  chain: ChainName,
  rule: Rule,
  match: Extract<Match, { kind: 'statistic' }>,
): boolean {
  const value = walk.env.draw({ table: walk.table, chain, rule, match, run: walk.run });
  walk.drew = value;
  // Only next to the limit does the rounding decide.
  const p = match.probability;
  const limit = Math.abs(value - p) > 1e-9 ? p : kernelProbability(p);
  return value < limit !== match.negate;
}

/** xt_recent.c, recent_mt: `--set` remembers the source at once, even if a later condition fails. */
function tryRecent(walk: Walk, match: Extract<Match, { kind: 'recent' }>): boolean {
  const source = walk.input.packet.src;
  if (match.op === 'set') {
    walk.recentSet.push({ name: match.name, source });
    return !match.negate;
  }
  const now = walk.recentSet.some((set) => set.name === match.name && set.source === source);
  return (now || (walk.env.recentlySeen?.(match.name, source, match.seconds) ?? false)) !== match.negate;
}

function failsModule(walk: Walk, chain: ChainName, rule: Rule, match: Match): string | undefined {
  switch (match.kind) {
    case 'source':
    case 'destination':
    case 'in-interface':
    case 'out-interface':
    case 'protocol':
    case 'module':
    case 'unknown':
      return undefined;
    case 'statistic':
      return tryStatistic(walk, chain, rule, match) ? undefined : drawText(walk.drew ?? 0);
    case 'recent':
      return tryRecent(walk, match) ? undefined : walk.input.packet.src;
    default:
      return moduleMismatch(match, walk.input, walk.mark, walk.env);
  }
}

/**
 * The first condition that fails, in the kernel's order: source, destination, interfaces, protocol, wherever they stand
 * in the text (ip_packet_match), then modules as written (ipt_do_table). Undefined: the rule matches, but for
 * `walk.unknown`. A condition that cannot be evaluated decides only where every other one holds.
 */
export function tryRule(walk: Walk, chain: ChainName, rule: Rule): MatchFailure | undefined {
  const { matches } = rule;
  walk.drew = undefined;
  walk.unknown = undefined;
  let rank = 9;
  let failed = -1;
  let actual = '';
  for (let i = 0; i < matches.length; i++) {
    const match = matches[i] as Match;
    const own = headerRank(match.kind);
    if (own === 0 || own >= rank) continue;
    const mismatch = headerMismatch(match as HeaderMatch, walk.input);
    if (mismatch !== undefined) {
      rank = own;
      failed = i;
      actual = mismatch;
    }
  }
  if (failed >= 0) return fail(walk, failed, actual);
  for (let i = 0; i < matches.length; i++) {
    const match = matches[i] as Match;
    if (match.kind === 'unknown') walk.unknown ??= match.text;
    else if (match.kind === 'module') {
      const answer = match.test(walk);
      if (answer === 'unknown') walk.unknown ??= match.text;
      else if (answer) return fail(walk, i, answer.actual, answer.field);
      continue;
    }
    const mismatch = failsModule(walk, chain, rule, match);
    if (mismatch !== undefined) return fail(walk, i, mismatch);
  }
  return undefined;
}
