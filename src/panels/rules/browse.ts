import type { Chain, ChainName, Exchange, MachineId, Rule, RuleStep, Ruleset, TableName } from '../../engine';
import { ruleText } from '../../ui/names/ruleText';

export interface ChainRef {
  readonly table: TableName;
  readonly chain: ChainName;
}

export const refText = ({ table, chain }: ChainRef): string => `${table} ${chain}`;

/** All chains, table by table; base chains first, then regular ones as they are declared. */
export function chainList(
  ruleset: Ruleset,
): readonly { readonly table: TableName; readonly chains: readonly Chain[] }[] {
  return [...ruleset.tables.values()].map((table) => {
    const all = [...table.chains.values()];
    return { table: table.name, chains: [...all.filter((c) => c.base), ...all.filter((c) => !c.base)] };
  });
}

export interface Found extends ChainRef {
  readonly number: number;
  readonly rule: Rule;
}

/** Rules whose text, or whose chain's name, holds all words; the first `limit` of them, and how many there are. */
export function searchRules(
  ruleset: Ruleset,
  query: string,
  limit = 300,
): { readonly found: Found[]; readonly count: number } {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found: Found[] = [];
  let count = 0;
  if (words.length === 0) return { found, count };
  for (const table of ruleset.tables.values()) {
    for (const chain of table.chains.values()) {
      const name = chain.name.toLowerCase();
      const rest = words.filter((word) => !name.includes(word));
      for (const [i, rule] of chain.rules.entries()) {
        const text = rest.length === 0 ? '' : ruleText(rule).toLowerCase();
        if (!rest.every((word) => text.includes(word))) continue;
        count++;
        if (found.length < limit) found.push({ table: table.name, chain: chain.name, number: i + 1, rule });
      }
    }
  }
  return { found, count };
}

/** What the exchange's packets met in a machine's chain; of a rule asked more than once, the time it matched. */
export function triedIn(
  exchange: Exchange | undefined,
  machine: MachineId,
  ref: ChainRef,
): ReadonlyMap<number, RuleStep> {
  const tried = new Map<number, RuleStep>();
  for (const step of exchange?.steps ?? []) {
    if (step.kind !== 'rule' || step.machine !== machine) continue;
    if (step.table !== ref.table || step.chain !== ref.chain) continue;
    if (!tried.get(step.number)?.matched) tried.set(step.number, step);
  }
  return tried;
}
