import { emptyBaseChains, insertAtFront, mergeRulesets } from '../netfilter';
import type { Chain, Ruleset, Table } from '../netfilter/model';
import type { ProxyRules } from './generate';
import { KUBE_FIREWALL } from './iptables/chains';

/**
 * What the node has loaded from kube-proxy: base chains with its jumps in front, and the payload's chains. kubelet's
 * KUBE-FIREWALL stands empty where the payload does not have it, since jumps lead there.
 */
export function nodeRuleset({ ruleset, jumps }: ProxyRules): Ruleset {
  const firewall: Chain = { name: KUBE_FIREWALL, rules: [] };
  const filter: Table = { name: 'filter', chains: new Map([[KUBE_FIREWALL, firewall]]) };
  let loaded = mergeRulesets(
    ruleset.family,
    emptyBaseChains(ruleset.family, ['filter', 'nat']),
    withoutDeleted(ruleset),
    { family: ruleset.family, tables: new Map([['filter', filter]]) },
  );
  for (const { table, chain, rule } of jumps) loaded = insertAtFront(loaded, table, chain, [rule]);
  return loaded;
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
