import type { RuleInput } from '../facts';
import type { Chain, ChainName, Rule, Target } from '../model';
import { defaultReject } from '../print/print-target';
import { addressBits, type ChainIndex, chainIndex } from './chain-index';
import type {
  Decision,
  EvalEnv,
  EvalEvent,
  EvaluateChain,
  RuleEvent,
  RunInHand,
  SavedRun,
  TableResult,
  TableVerdict,
} from './evaluate.types';
import { newWalk, tryRule, type Walk } from './try-rule';

/** nf_tables.h: NFT_JUMP_STACK_SIZE. A deeper ruleset does not load, so this ends only what no kernel holds. */
const MAX_JUMPS = 16;

/** Where to go on when a called chain ends. */
interface Frame {
  readonly chain: Chain;
  /** Number of the rule that jumped, and so the index of the one to go on with. */
  readonly after: number;
}

function verdictOf(target: Target, walk: Walk): TableVerdict | undefined {
  switch (target.kind) {
    case 'accept':
    case 'drop':
    case 'dnat':
    case 'snat':
    case 'masquerade':
    case 'redirect':
      return target;
    case 'reject':
      return { kind: 'reject', with: target.with ?? defaultReject(walk.input.packet.family) };
    default:
      return undefined;
  }
}

const nameOf = ({ name, text }: Extract<Target, { kind: 'unknown' }>): string =>
  text ? `-j ${name} ${text}` : `-j ${name}`;

/** A packet between two rules of a table. */
class TableWalk implements RunInHand {
  private readonly chains: ReadonlyMap<ChainName, Chain>;
  private readonly base: Chain;
  private readonly tried: Walk;
  private readonly destination: number;
  private readonly events: EvalEvent[] = [];
  private readonly stack: Frame[] = [];
  private chain: Chain;
  private index: ChainIndex;
  /** Index of the rule to be tried next. */
  private next = 0;
  /** Gotos since the last jump or return: more than there are chains means that they go round. */
  private gotos = 0;
  private notrack: RuleEvent | undefined;

  constructor(table: Parameters<EvaluateChain>[0], base: Chain, input: RuleInput, env: EvalEnv) {
    this.chains = table.chains;
    this.base = base;
    this.tried = newWalk(table.name, input, env, this);
    this.destination = addressBits(input.packet.dst);
    this.chain = base;
    this.index = chainIndex(base);
  }

  run(): TableResult {
    for (;;) {
      this.passOver();
      const rule = this.chain.rules[this.next];
      const event = rule && this.try(rule);
      const result = event ? this.apply(event) : rule ? undefined : this.leave('end');
      if (result) return result;
    }
  }

  place(): string {
    const { chain, next, gotos, notrack, tried } = this;
    const frames = this.stack.map((frame) => [frame.chain.name, frame.after]);
    const untracked = notrack && [notrack.chain, notrack.number];
    const { mark, ctMark, recentSet } = tried;
    return JSON.stringify([chain.name, next, frames, gotos, untracked, mark, ctMark, recentSet]);
  }

  save(): SavedRun | undefined {
    const { chain, index, next, gotos, notrack, tried } = this;
    const { mark, ctMark, recentSet } = tried;
    // The rule will be tried from its first condition again, and must not remember a source twice.
    if (recentSet.length > 0) return undefined;
    const [stack, events] = [[...this.stack], [...this.events]];
    return (run) => {
      Object.assign(run, { chain, index, next, gotos, notrack, stack: [...stack], events: [...events] });
      Object.assign((run as TableWalk).tried, { mark, ctMark });
    };
  }

  /** Rules that the destination alone decides need not be tried: on to the next that it does not. */
  private passOver(): void {
    const { chain, destination, tried } = this;
    const { match, mask, network } = this.index;
    let at = this.next;
    while (at < match.length) {
      const first = at;
      const decisive = match[first] as number;
      if (decisive < 0) break;
      while (match[at] === decisive && (destination & (mask[at] as number)) !== network[at]) at += 1;
      if (at === first) break;
      if (tried.env.brief) continue;
      this.events.push({
        kind: 'passed',
        table: tried.table,
        chain: chain.name,
        depth: this.stack.length,
        first: first + 1,
        last: at,
        rules: chain.rules,
        failure: { match: decisive, actual: tried.input.packet.dst },
      });
    }
    this.next = at;
  }

  private try(rule: Rule): RuleEvent | undefined {
    const { tried, chain, next } = this;
    const failure = tryRule(tried, chain.name, rule);
    if (failure && tried.env.brief) {
      this.next = next + 1;
      return undefined;
    }
    const open = failure === undefined ? tried.unknown : undefined;
    let chosen = open === undefined ? undefined : this.decide(open);
    const matched = failure === undefined && (open === undefined || chosen === 'match');
    const markBefore = tried.mark;
    const { target } = rule;
    let ctMark: number | undefined;
    if (matched && target) {
      if (target.kind === 'mark') tried.mark = ((markBefore & ~target.mask) ^ target.value) >>> 0;
      else if (target.kind === 'connmark') ctMark = this.markConnection(target);
      else if (target.kind === 'unknown') chosen = this.decide(nameOf(target));
    }
    this.next = next + 1;
    const event: RuleEvent = {
      kind: 'rule',
      table: tried.table,
      chain: chain.name,
      depth: this.stack.length,
      number: next + 1,
      rule,
      matched,
      failure,
      drew: tried.drew,
      markBefore,
      markAfter: tried.mark,
      ctMark,
      chosen,
    };
    this.events.push(event);
    return event;
  }

  private decide(what: string): Decision | undefined {
    const { env, table } = this.tried;
    return env.decide?.(table, this.chain.name, this.next + 1, what);
  }

  /** connmark_tg_shift in net/netfilter/xt_connmark.c; the connection's new mark, if it is that which changes. */
  private markConnection(target: Extract<Target, { kind: 'connmark' }>): number | undefined {
    const { tried } = this;
    const { op, value, ctMask, nfMask } = target;
    const { ctMark, mark } = tried;
    if (ctMark === undefined) return undefined;
    if (op === 'restore') {
      tried.mark = ((mark & ~nfMask) ^ (ctMark & ctMask)) >>> 0;
      return undefined;
    }
    tried.ctMark = ((ctMark & ~ctMask) ^ (op === 'set' ? value : mark & nfMask)) >>> 0;
    return tried.ctMark;
  }

  /** What a tried rule means for the way: nothing, another chain, or the end of the table. */
  private apply(event: RuleEvent): TableResult | undefined {
    if (!event.matched) {
      const { unknown } = this.tried;
      return event.failure || unknown === undefined || event.chosen
        ? undefined
        : this.end({ kind: 'unknown', what: unknown }, event);
    }
    const { target } = event.rule;
    if (!target) return undefined;
    switch (target.kind) {
      case 'mark':
        return undefined;
      case 'jump':
      case 'goto':
        return this.enter(target, event);
      case 'return':
        return this.leave('target');
      case 'notrack':
        this.notrack = event;
        return undefined;
      case 'unknown':
        return this.applyUnknown(target, event);
      default: {
        const verdict = verdictOf(target, this.tried);
        return verdict && this.end(verdict, event);
      }
    }
  }

  /** A target that is not known does what was chosen for it; without a choice the walk ends. */
  private applyUnknown(
    target: Extract<Target, { kind: 'unknown' }>,
    event: RuleEvent,
  ): TableResult | undefined {
    switch (event.chosen) {
      case 'continue':
        return undefined;
      case 'return':
        return this.leave('target');
      case 'accept':
      case 'drop':
        return this.end({ kind: event.chosen }, event);
      default:
        return this.end({ kind: 'unknown', what: nameOf(target) }, event);
    }
  }

  private enter(
    target: Extract<Target, { kind: 'jump' | 'goto' }>,
    event: RuleEvent,
  ): TableResult | undefined {
    const jumps = target.kind === 'jump';
    this.gotos = jumps ? 0 : this.gotos + 1;
    const called = this.chains.get(target.chain);
    const endless = jumps ? this.stack.length >= MAX_JUMPS : this.gotos > this.chains.size;
    if (!called || endless)
      return this.end({ kind: 'unknown', what: `${jumps ? '-j' : '-g'} ${target.chain}` }, event);
    if (jumps) this.stack.push({ chain: this.chain, after: event.number });
    this.goOn(called, 0);
    return undefined;
  }

  private leave(how: 'end' | 'target'): TableResult | undefined {
    const table = this.tried.table;
    const depth = this.stack.length;
    const frame = this.stack.pop();
    if (!frame) {
      const policy = this.base.base?.policy ?? 'ACCEPT';
      this.events.push({ kind: 'policy', table, chain: this.base.name, depth: 0, policy });
      return this.end({ kind: policy === 'DROP' ? 'drop' : 'accept' });
    }
    const { after } = frame;
    this.events.push({
      kind: 'return',
      table,
      chain: this.chain.name,
      depth,
      how,
      to: frame.chain.name,
      after,
    });
    this.gotos = 0;
    this.goOn(frame.chain, after);
    return undefined;
  }

  private goOn(chain: Chain, next: number): void {
    this.chain = chain;
    this.index = chainIndex(chain);
    this.next = next;
  }

  private end(verdict: TableVerdict, by?: RuleEvent): TableResult {
    const { events } = this;
    const { mark, recentSet } = this.tried;
    if (verdict.kind === 'accept' && this.notrack) {
      return { verdict: { kind: 'notrack' }, by: this.notrack, mark, events, recentSet };
    }
    return { verdict, by, mark, events, recentSet };
  }
}

/**
 * Runs a packet through one base chain and everything it calls, rule by rule.
 *
 * As ipt_do_table (net/ipv4/netfilter/ip_tables.c) and nft_do_chain do it: a jump comes back to the rule after it, a
 * goto to where the chain it left would have come back to; RETURN, or the end, of a base chain means its policy.
 * NAT targets end the table and are returned as verdicts; the caller applies them. `CT --notrack` lets the walk go on
 * (xt_CT.c) and turns a final accept into `notrack`. Nothing is guessed: a condition or target that Hopscope does not
 * know ends the walk with `unknown`, and so does a ruleset that no kernel would load (missing chain, endless jumps).
 */
export const evaluateChain: EvaluateChain = (table, base, input, env) => {
  const chain = table.chains.get(base);
  if (chain) {
    const walk = new TableWalk(table, chain, input, env);
    env.resume?.()?.(walk);
    return walk.run();
  }
  return { verdict: { kind: 'unknown', what: `-A ${base}` }, mark: input.mark, events: [], recentSet: [] };
};
