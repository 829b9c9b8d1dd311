import { formatHostPort } from '../net/ip';
import type { DrawPoint } from '../netfilter/evaluate/evaluate.types';
import type { Chain, ChainName, Rule, Ruleset, TableName } from '../netfilter/model';

/** Does a chain, or one that it jumps to, hold a DNAT to this `ip:port`? Chains of one table. */
function leadsTo(chains: ReadonlyMap<ChainName, Chain>, endpoint: string): (rule: Rule) => boolean {
  const known = new Map<ChainName, boolean>();
  const chainLeads = (name: ChainName): boolean => {
    const answer = known.get(name);
    if (answer !== undefined) return answer;
    known.set(name, false);
    const leads = chains.get(name)?.rules.some(ruleLeads) ?? false;
    known.set(name, leads);
    return leads;
  };
  const ruleLeads = ({ target }: Rule): boolean => {
    if (target?.kind === 'jump' || target?.kind === 'goto') return chainLeads(target.chain);
    return target?.kind === 'dnat' && formatHostPort(target.to, target.port ?? 0) === endpoint;
  };
  return ruleLeads;
}

/** The largest number below 1 that a draw can give: no probability but 1 is above it. */
const NEVER = 1 - 2 ** -53;

/**
 * The number for a `statistic` match. Where a rule of the chain leads to the forced endpoint, the draw makes exactly
 * that rule match; the ruleset alone decides which. Undefined: nothing to force here.
 */
export function forcedDraw(
  ruleset: Ruleset,
  endpoint: string,
  point: DrawPoint,
  memo: Map<TableName, (rule: Rule) => boolean>,
): number | undefined {
  const chains = ruleset.tables.get(point.table)?.chains;
  if (!chains) return undefined;
  let leads = memo.get(point.table);
  if (!leads) {
    leads = leadsTo(chains, endpoint);
    memo.set(point.table, leads);
  }
  if (leads(point.rule)) return 0;
  return chains.get(point.chain)?.rules.some(leads) ? NEVER : undefined;
}
