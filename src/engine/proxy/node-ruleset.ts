import { emptyBaseChains, insertAtFront, mergeRulesets } from '../netfilter';
import type { Chain, Ruleset, Table } from '../netfilter/model';
import type { ProxyRules } from './generate';
import { KUBE_FIREWALL } from './iptables/chains';

/**
 * What the node has loaded from kube-proxy: base chains with its jumps in front, and the payload's chains. kubelet's
 * KUBE-FIREWALL stands empty where the payload does not have it, since jumps lead there. Then what others have loaded.
 */
export function nodeRuleset({ ruleset, jumps }: ProxyRules, ...others: readonly Ruleset[]): Ruleset {
  const firewall: Chain = { name: KUBE_FIREWALL, rules: [] };
  const filter: Table = { name: 'filter', chains: new Map([[KUBE_FIREWALL, firewall]]) };
  // Into the few base chains, before tens of thousands of others stand beside them.
  let base = emptyBaseChains(ruleset.family, ['filter', 'nat']);
  for (const { table, chain, rule } of jumps) base = insertAtFront(base, table, chain, [rule]);
  const kubelet: Ruleset = { family: ruleset.family, tables: new Map([['filter', filter]]) };
  return mergeRulesets(ruleset.family, base, withoutDeleted(ruleset), kubelet, ...others);
}

/** Stale chains are declared in the payload only to be flushed and deleted. */
function withoutDeleted(ruleset: Ruleset): Ruleset {
  const tables = new Map(ruleset.tables);
  for (const [name, table] of tables) {
    if (!table.deletes?.length) continue;
    const chains = new Map(table.chains);
    for (const chain of table.deletes) chains.delete(chain);
    tables.set(name, { name, chains });
  }
  return { family: ruleset.family, tables };
}
