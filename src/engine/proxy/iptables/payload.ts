import type { Chain, ChainName, Rule, Table, TableName } from '../../netfilter/model';
import type { RuleRun } from './write';

/** One table of the payload, in kube-proxy's order: what it declares, what it writes, what it deletes. */
export interface PayloadTable {
  readonly name: TableName;
  readonly chains: readonly ChainName[];
  readonly runs: readonly RuleRun[];
  readonly deletes: readonly ChainName[];
}

/** Groups the rules by chain; `order` keeps the sequence in which they were written. */
export function tableOf({ name, chains, runs, deletes }: PayloadTable): Table {
  const rules = new Map<ChainName, Rule[]>();
  for (const chain of chains) rules.set(chain, []);
  const order: ChainName[] = [];
  for (const run of runs) {
    const list = rules.get(run.chain);
    if (!list) throw new Error(`rules for the undeclared chain ${run.chain}`);
    for (const rule of run.rules) {
      list.push(rule);
      order.push(run.chain);
    }
  }
  const grouped = new Map<ChainName, Chain>();
  for (const [chain, list] of rules) grouped.set(chain, { name: chain, rules: list });
  return { name, chains: grouped, order, ...(deletes.length > 0 ? { deletes } : {}) };
}
