import type { Ip } from '../../net/address';
import type { ModuleEnv, ModuleField, RuleInput } from '../facts';
import type { Chain, ChainName, Match, Rule, TableName, Target } from '../model';

/** How to go on at a condition (first two) or a target (the others) that is not evaluated: somebody's choice. */
export type Decision = 'match' | 'no-match' | 'continue' | 'accept' | 'drop' | 'return';

/** A `statistic` match that draws. */
export interface DrawPoint {
  readonly table: TableName;
  readonly chain: ChainName;
  readonly rule: Rule;
  readonly match: Extract<Match, { kind: 'statistic' }>;
  /** The run as it is while this rule is tried. */
  readonly run: RunInHand;
}

/** A run of a table between two rules. */
export interface RunInHand {
  /** All that decides how the run goes on from here, but for the input: the same text, the same future. */
  place(): string;
  /** The run as it is now; undefined if it cannot go on from here. */
  save(): SavedRun | undefined;
}

/** Puts a run that is about to begin, with the same input, at the rule that was tried when this was saved. */
export type SavedRun = (run: RunInHand) => void;

/** What the evaluator asks of its surroundings. Nothing here knows a Service. */
export interface EvalEnv extends ModuleEnv {
  /** A number in [0, 1) for a `statistic` match; the answer is recorded in the event. */
  draw(point: DrawPoint): number;
  /** `recent --rcheck`: was this source seen under this name within the last `seconds`? */
  recentlySeen?(name: string, source: Ip, seconds: number | undefined): boolean;
  /** What somebody chose for a condition or target that is not evaluated; undefined: the walk ends there. */
  decide?(table: TableName, chain: ChainName, number: number, what: string): Decision | undefined;
  /** Where a run goes on instead of at its beginning. That modules remember what they did then is the caller's care. */
  resume?(): SavedRun | undefined;
  /** Leave out the events of rules that do not match. */
  readonly brief?: boolean;
}

/** Why a rule did not match: the first condition that failed and what the packet had instead. */
export interface MatchFailure {
  /** Index into `rule.matches`. */
  readonly match: number;
  /** The packet's own value, as text: `10.104.112.175`, `8080`, `NEW`, `0x0`, `0.73`, `UNICAST`. */
  readonly actual: string;
  /** Which part of a `module` it was. */
  readonly field?: ModuleField;
}

export type TableVerdict =
  | { readonly kind: 'accept' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'reject'; readonly with: string }
  | Extract<Target, { kind: 'dnat' | 'snat' | 'masquerade' | 'redirect' }>
  | { readonly kind: 'notrack' }
  /** A match or target that cannot be evaluated stopped the walk. */
  | { readonly kind: 'unknown'; readonly what: string };

interface EventBase {
  readonly table: TableName;
  readonly chain: ChainName;
  /** 0 in the base chain, one more for each jump. */
  readonly depth: number;
}

export interface RuleEvent extends EventBase {
  readonly kind: 'rule';
  /** From 1, as `iptables -L --line-numbers` counts. */
  readonly number: number;
  readonly rule: Rule;
  readonly matched: boolean;
  readonly failure?: MatchFailure;
  /** The number a `statistic` match drew, if one was reached. */
  readonly drew?: number;
  readonly markBefore: number;
  readonly markAfter: number;
  /** The connection's new mark, where the rule has set it. */
  readonly ctMark?: number | undefined;
  /** Something here is not evaluated, and this is how it was chosen to go on. */
  readonly chosen?: Decision | undefined;
}

/** Rules in a row that fail on the destination alone, each on a condition at the same place. */
export interface PassedEvent extends EventBase {
  readonly kind: 'passed';
  /** Numbers of the first and the last of them, from 1. */
  readonly first: number;
  readonly last: number;
  /** All rules of the chain. */
  readonly rules: readonly Rule[];
  readonly failure: MatchFailure;
}

/** A regular chain was left at its end or by RETURN, back into `to`; `after` is the rule number there. */
export interface ReturnEvent extends EventBase {
  readonly kind: 'return';
  readonly how: 'end' | 'target';
  readonly to: ChainName;
  readonly after: number;
}

export interface PolicyEvent extends EventBase {
  readonly kind: 'policy';
  readonly policy: 'ACCEPT' | 'DROP';
}

export type EvalEvent = RuleEvent | PassedEvent | ReturnEvent | PolicyEvent;

export interface TableResult {
  readonly verdict: TableVerdict;
  /** The rule that decided; absent when the policy did. */
  readonly by?: RuleEvent;
  readonly mark: number;
  readonly events: readonly EvalEvent[];
  /** `recent --set` side effects of matched rules, for the caller to keep. */
  readonly recentSet: readonly { readonly name: string; readonly source: Ip }[];
}

/** Runs one base chain of one table: see `evaluate.ts`. */
export type EvaluateChain = (
  table: { readonly name: TableName; readonly chains: ReadonlyMap<ChainName, Chain> },
  base: ChainName,
  input: RuleInput,
  env: EvalEnv,
) => TableResult;
