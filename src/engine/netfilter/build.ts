import type { IpFamily } from '../net/address';
import { builtIn, builtInChains } from './hooks';
import type { BaseChain, Chain, ChainName, Rule, Ruleset, Table, TableName } from './model';

/** All base chains of these tables, empty, with policy ACCEPT: a kernel before anyone has loaded a rule. */
export function emptyBaseChains(family: IpFamily, tables: readonly TableName[]): Ruleset {
  const made = new Map<TableName, Table>();
  for (const name of tables) {
    const chains = new Map<ChainName, Chain>();
    for (const chain of builtInChains(name))
      chains.set(chain, { name: chain, base: builtIn(name, chain), rules: [] });
    made.set(name, { name, chains });
  }
  return { family, tables: made };
}

function mergeChain(first: Chain | undefined, second: Chain): Chain {
  if (!first) return second;
  const rules =
    second.rules.length === 0
      ? first.rules
      : first.rules.length === 0
        ? second.rules
        : first.rules.concat(second.rules);
  return { name: first.name, base: first.base ?? second.base, rules };
}

/**
 * One ruleset out of several, as if they were loaded after one another without flushing: tables and chains in the
 * order in which they first appear, rules of a chain appended part by part, a policy from the part that names it first.
 * Chains that a part deletes are gone; the order of a payload's rules does not survive.
 */
export function mergeRulesets(family: IpFamily, ...parts: readonly Ruleset[]): Ruleset {
  const tables = new Map<TableName, { name: TableName; chains: Map<ChainName, Chain> }>();
  for (const part of parts) {
    for (const table of part.tables.values()) {
      let merged = tables.get(table.name);
      if (!merged) {
        merged = { name: table.name, chains: new Map() };
        tables.set(table.name, merged);
      }
      for (const chain of table.chains.values()) {
        merged.chains.set(chain.name, mergeChain(merged.chains.get(chain.name), chain));
      }
      for (const name of table.deletes ?? []) merged.chains.delete(name);
    }
  }
  return { family, tables };
}

function changeRules(
  ruleset: Ruleset,
  table: TableName,
  chain: ChainName,
  change: (rules: readonly Rule[]) => readonly Rule[],
): Ruleset {
  const old = ruleset.tables.get(table);
  const oldChain = old?.chains.get(chain) ?? { name: chain, base: builtIn(table, chain), rules: [] };
  const chains = new Map(old?.chains).set(chain, { ...oldChain, rules: change(oldChain.rules) });
  const changed: Table = { name: table, chains, deletes: old?.deletes };
  return { family: ruleset.family, tables: new Map(ruleset.tables).set(table, changed) };
}

/** `iptables -I`: the rules, in their order, before those that stand there. Missing tables and chains are made. */
export function insertAtFront(
  ruleset: Ruleset,
  table: TableName,
  chain: ChainName,
  rules: readonly Rule[],
): Ruleset {
  return changeRules(ruleset, table, chain, (old) => rules.concat(old));
}

/** `iptables -A`: the rules after those that stand there. Missing tables and chains are made. */
export function appendRules(
  ruleset: Ruleset,
  table: TableName,
  chain: ChainName,
  rules: readonly Rule[],
): Ruleset {
  return changeRules(ruleset, table, chain, (old) => old.concat(rules));
}

/** `iptables -P`: the policy of a base chain, which is there. */
export function withPolicy(
  ruleset: Ruleset,
  table: TableName,
  chain: ChainName,
  policy: BaseChain['policy'],
): Ruleset {
  const old = ruleset.tables.get(table);
  const found = old?.chains.get(chain);
  if (!old || !found?.base) return ruleset;
  const chains = new Map(old.chains).set(chain, { ...found, base: { ...found.base, policy } });
  return { ...ruleset, tables: new Map(ruleset.tables).set(table, { ...old, chains }) };
}
