import { natOf } from '../../host/nat';
import { evaluateChain } from '../../netfilter/evaluate/evaluate';
import type {
  EvalEvent,
  MatchFailure,
  PassedEvent,
  RuleEvent,
  TableResult,
} from '../../netfilter/evaluate/evaluate.types';
import type { RuleInput } from '../../netfilter/facts';
import type { HookedChain } from '../../netfilter/hooks';
import type { HookName, Rule, Ruleset, TableName } from '../../netfilter/model';
import type { PolicyStep, ReturnStep, Rewrite, RuleStep, Skb, Station } from '../step';
import type { Fate, Walk } from '../walk';
import { rejectError } from './icmp';

const NO_NAT = { src: false, dst: false } as const;
const NONE: readonly Rewrite[] = [];

function ruleInput({ packet, mark, iif, oif, ctState, ct, physIn, physOut }: Skb): RuleInput {
  return {
    packet,
    mark,
    iif,
    oif,
    ctState: ctState ?? 'INVALID',
    ctNat: ct ? natOf(ct) : NO_NAT,
    ctMark: ctState === 'UNTRACKED' ? undefined : ct?.mark,
    physIn,
    physOut,
  };
}

/** What becomes of the packet by the verdict of a table: the last step of the run shows it. */
export interface Settled {
  readonly after: Skb;
  readonly rewrites: readonly Rewrite[];
}

/**
 * Runs one base chain and writes a step for each event. `settle` turns the verdict into the packet's new state, so that
 * the rule which decided also shows what it changed.
 */
export function runChain(
  walk: Walk,
  hook: HookName,
  ruleset: Ruleset,
  { table, chain }: HookedChain,
  settle?: (result: TableResult, skb: Skb) => Settled,
): TableResult {
  const found = ruleset.tables.get(table);
  if (!found) throw new Error(`no table ${table}`);
  walk.forced = [];
  const result = evaluateChain(found, chain, ruleInput(walk.skb), walk.env);
  const writer = new EventWriter(walk, hook, result);
  const last = result.events.length - 1;
  for (let i = 0; i < last; i++) writer.write(result.events[i] as EvalEvent);
  if (last >= 0) writer.write(result.events[last] as EvalEvent, settle);
  for (const { name, source } of result.recentSet) walk.live.remember(walk.machine.id, name, source);
  return result;
}

/**
 * A class, since V8 would soon put literals of this number into its old space, whose garbage costs ten times as much; no
 * spreads: a node with thousands of Services writes tens of thousands of these.
 */
class PassedStep implements RuleStep {
  readonly index: number;
  readonly leg: RuleStep['leg'];
  readonly trace: number;
  readonly hop: number;
  readonly machine: RuleStep['machine'];
  readonly station: Station;
  readonly before: Skb;
  readonly after: Skb;
  readonly kind = 'rule';
  readonly hook: HookName;
  readonly table: TableName;
  readonly chain: RuleStep['chain'];
  readonly traversal: number;
  readonly depth: number;
  readonly number: number;
  readonly rule: Rule;
  readonly matched = false;
  readonly failure: MatchFailure;
  readonly rewrites = NONE;

  constructor(
    walk: Walk,
    event: PassedEvent,
    number: number,
    station: Station,
    hook: HookName,
    traversal: number,
  ) {
    this.index = walk.steps.length;
    this.leg = walk.leg;
    this.trace = walk.traces.length;
    this.hop = walk.hop;
    this.machine = walk.machine.id;
    this.station = station;
    this.before = walk.skb;
    this.after = walk.skb;
    this.hook = hook;
    this.table = event.table;
    this.chain = event.chain;
    this.traversal = traversal;
    this.depth = event.depth;
    this.number = number;
    this.rule = event.rules[number - 1] as Rule;
    this.failure = event.failure;
  }
}

/** CONNMARK has changed the entry, in the table as well if it stands there already. */
function connmarked({ conntrack }: Walk, mark: number, skb: Skb): Skb {
  if (!skb.ct) return skb;
  const ct = { ...skb.ct, mark };
  conntrack.replace(ct);
  return { ...skb, ct };
}

/** Turns the evaluator's events into steps. Steps of one run share everything that they can. */
class EventWriter {
  private readonly station: Station;
  private readonly traversal: number;
  private draws = 0;
  private readonly walk: Walk;
  private readonly hook: HookName;
  private readonly result: TableResult;

  constructor(walk: Walk, hook: HookName, result: TableResult) {
    this.walk = walk;
    this.hook = hook;
    this.result = result;
    this.station = { at: 'hook', hook };
    walk.traversals += 1;
    this.traversal = walk.traversals;
  }

  write(event: EvalEvent, settle?: (result: TableResult, skb: Skb) => Settled): void {
    const { walk } = this;
    if (event.kind === 'passed') {
      this.passed(event);
      return;
    }
    const marked = event.kind === 'rule' && event.markAfter !== walk.skb.mark;
    let skb = marked ? { ...walk.skb, mark: event.markAfter } : walk.skb;
    if (event.kind === 'rule' && event.ctMark !== undefined) skb = connmarked(walk, event.ctMark, skb);
    const settled = settle?.(this.result, skb);
    const after = settled ? settled.after : skb;
    if (event.kind === 'rule') this.rule(event, after, settled ? settled.rewrites : NONE);
    else if (event.kind === 'return') {
      const { chain, depth, how, to } = event;
      walk.emit<ReturnStep>({ kind: 'return', ...this.place(event), chain, depth, how, to }, after);
    } else {
      const { chain, depth, policy } = event;
      walk.emit<PolicyStep>({ kind: 'policy', ...this.place(event), chain, depth, policy }, after);
    }
  }

  private place(event: { readonly table: TableName }) {
    return { station: this.station, hook: this.hook, table: event.table, traversal: this.traversal };
  }

  private passed(event: PassedEvent): void {
    const { station, hook, traversal, walk } = this;
    for (let number = event.first; number <= event.last; number++) {
      walk.steps.push(new PassedStep(walk, event, number, station, hook, traversal));
    }
  }

  private rule(event: RuleEvent, after: Skb, rewrites: readonly Rewrite[]): void {
    const { walk } = this;
    const drew = event.drew;
    const forced = drew !== undefined && (walk.forced[this.draws++] ?? false);
    const step: RuleStep = {
      index: walk.steps.length,
      leg: walk.leg,
      trace: walk.traces.length,
      hop: walk.hop,
      machine: walk.machine.id,
      station: this.station,
      before: walk.skb,
      after,
      kind: 'rule',
      hook: this.hook,
      table: event.table,
      chain: event.chain,
      traversal: this.traversal,
      depth: event.depth,
      number: event.number,
      rule: event.rule,
      matched: event.matched,
      failure: event.failure,
      drew: drew === undefined ? undefined : { value: drew, forced },
      chosen: event.chosen,
      verdict: event === this.result.by ? this.result.verdict : undefined,
      rewrites,
    };
    walk.steps.push(step);
    walk.skb = after;
  }
}

/**
 * A table that judges packets: raw, mangle, filter, security. NOTRACK leaves alone a packet that brings its entry
 * along: one that came round by lo, or an error about a known flow (xt_ct_target in xt_CT.c).
 */
export function filterTable(
  walk: Walk,
  hook: HookName,
  ruleset: Ruleset,
  chain: HookedChain,
): Fate | undefined {
  const result = runChain(walk, hook, ruleset, chain, ({ verdict }, skb) => ({
    after: verdict.kind === 'notrack' && !skb.ct ? { ...skb, ctState: 'UNTRACKED' } : skb,
    rewrites: NONE,
  }));
  return judge(walk, hook, result);
}

/** Ends the packet's way where the verdict says so. */
export function judge(walk: Walk, hook: HookName, { verdict, by, events }: TableResult): Fate | undefined {
  const station = { at: 'hook', hook } as const;
  const at = by ?? events.at(-1);
  const place = { table: at?.table ?? '', chain: at?.chain ?? '', ...(by ? { rule: by.number } : {}) };
  switch (verdict.kind) {
    case 'drop':
      return walk.drop(station, by ? 'rule-drop' : 'policy-drop', place);
    case 'reject': {
      const params = { ...place, with: verdict.with };
      return walk.drop(station, 'rule-reject', params, rejectError(walk, verdict.with));
    }
    case 'unknown':
      return walk.drop(station, 'not-evaluated', { ...place, what: verdict.what });
    default:
      return undefined;
  }
}
