import { addressBits, chainIndex } from './chain-index';
import type {
  EvalEvent,
  EvaluateChain,
  MatchFailure,
  RuleEvent,
  TableResult,
  TableVerdict,
} from './evaluate.types';
import type { Chain, Rule, Target } from './model';
import { defaultReject } from './print-target';
import { passOver, tryRule, type Walk } from './try-rule';

/** nf_tables.h: NFT_JUMP_STACK_SIZE. A deeper ruleset does not load, so this ends only what no kernel holds. */
const MAX_JUMPS = 16;

/** Targets that leave packet, mark and verdict alone: the next rule is tried (iptables-extensions(8)). */
const TRANSPARENT: ReadonlySet<string> = new Set([
  'AUDIT',
  'CHECKSUM',
  'LOG',
  'NFLOG',
  'TCPMSS',
  'TRACE',
  'ULOG',
]);

/** Where to go on when a called chain ends. */
interface Frame {
  readonly chain: Chain;
  /** Index of the rule that jumped. */
  readonly at: number;
}

function verdictOf(target: Target, walk: Walk): TableVerdict | undefined {
  switch (target.kind) {
    case 'accept':
    case 'drop':
    case 'dnat':
    case 'snat':
    case 'masquerade':
      return target;
    case 'reject':
      return { kind: 'reject', with: target.with ?? defaultReject(walk.input.packet.family) };
    case 'unknown':
      return TRANSPARENT.has(target.name) ? undefined : { kind: 'unknown', what: `-j ${target.name}` };
    default:
      return undefined;
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
export const evaluateChain: EvaluateChain = (table, base, input, env): TableResult => {
  const events: EvalEvent[] = [];
  const walk: Walk = {
    table: table.name,
    input,
    env,
    mark: input.mark,
    recentSet: [],
    drew: undefined,
    unknown: undefined,
    failure: undefined,
  };
  const stack: Frame[] = [];
  const end = (verdict: TableVerdict, by?: RuleEvent): TableResult => {
    const accepted = verdict.kind === 'accept' && notrack;
    return {
      verdict: accepted ? { kind: 'notrack' } : verdict,
      ...((accepted || by) && { by: accepted || by }),
      mark: walk.mark,
      events,
      recentSet: walk.recentSet,
    };
  };

  let notrack: RuleEvent | undefined;
  let chain = table.chains.get(base);
  if (!chain) return end({ kind: 'unknown', what: `-A ${base}` });
  const policy = chain.base?.policy ?? 'ACCEPT';
  let next = 0;
  let how: 'end' | 'target' = 'end';
  let gotos = 0;
  let index = chainIndex(chain);
  const destination = addressBits(input.packet.dst);

  for (;;) {
    const rule: Rule | undefined = chain.rules[next];
    if (!rule || how === 'target') {
      const frame = stack.pop();
      if (!frame) {
        events.push({ kind: 'policy', table: table.name, chain: base, depth: 0, policy });
        return end({ kind: policy === 'DROP' ? 'drop' : 'accept' });
      }
      const after = frame.at + 1;
      const depth = stack.length + 1;
      events.push({
        kind: 'return',
        table: table.name,
        chain: chain.name,
        depth,
        how,
        to: frame.chain.name,
        after,
      });
      chain = frame.chain;
      index = chainIndex(chain);
      next = after;
      how = 'end';
      gotos = 0;
      continue;
    }

    const decisive = index.match[next] as number;
    const passed =
      decisive >= 0 && (destination & (index.mask[next] as number)) !== (index.network[next] as number);
    const failure: MatchFailure | undefined = passed
      ? passOver(walk, decisive, input.packet.dst)
      : tryRule(walk, chain.name, rule);
    const matched = failure === undefined && walk.unknown === undefined;
    const target = matched ? rule.target : undefined;
    const markBefore = walk.mark;
    if (target?.kind === 'mark') walk.mark = ((markBefore & ~target.mask) ^ target.value) >>> 0;
    next++;
    const event: RuleEvent = {
      kind: 'rule',
      table: table.name,
      chain: chain.name,
      depth: stack.length,
      number: next,
      rule,
      matched,
      failure,
      drew: walk.drew,
      markBefore,
      markAfter: walk.mark,
    };
    events.push(event);
    if (walk.unknown !== undefined && !failure) return end({ kind: 'unknown', what: walk.unknown }, event);
    if (!target) continue;

    if (target.kind === 'jump' || target.kind === 'goto') {
      const called = table.chains.get(target.chain);
      const isJump = target.kind === 'jump';
      const endless = isJump ? stack.length >= MAX_JUMPS : ++gotos > table.chains.size;
      if (!called || endless)
        return end({ kind: 'unknown', what: `${isJump ? '-j' : '-g'} ${target.chain}` }, event);
      if (isJump) {
        stack.push({ chain, at: next - 1 });
        gotos = 0;
      }
      chain = called;
      index = chainIndex(chain);
      next = 0;
    } else if (target.kind === 'return') how = 'target';
    else if (target.kind === 'notrack') notrack = event;
    else {
      const verdict = verdictOf(target, walk);
      if (verdict) return end(verdict, event);
    }
  }
};
