import type { Chain, Rule, Ruleset, Table } from './model';
import { ruleBody } from './print-rule';
import { TextSink } from './text-sink';

/** Chains that hold one group of rules for each service: there the order between services means nothing. */
const UNORDERED: ReadonlySet<string> = new Set([
  'KUBE-SERVICES',
  'KUBE-NODEPORTS',
  'KUBE-EXTERNAL-SERVICES',
  'KUBE-PROXY-FIREWALL',
]);

const LAST_RULE = 'NOTE: this must be the last rule in this chain';

function addRules(sink: TextSink, chain: Chain, family: Ruleset['family']): void {
  const line = (rule: Rule) => `-A ${chain.name}${ruleBody(rule, family, 'restore')}\n`;
  if (!UNORDERED.has(chain.name)) {
    for (const rule of chain.rules) sink.add(line(rule));
    return;
  }
  const sorted = chain.rules.map(line).sort();
  const last = chain.name === 'KUBE-SERVICES' ? sorted.filter((text) => text.includes(LAST_RULE)) : [];
  for (const text of sorted) if (last.length === 0 || !text.includes(LAST_RULE)) sink.add(text);
  for (const text of last) sink.add(text);
}

function addTable(sink: TextSink, table: Table, family: Ruleset['family']): void {
  const names = [...table.chains.keys()].sort();
  const chains = names.flatMap((name) => table.chains.get(name) ?? []);
  sink.add(`*${table.name}\n`);
  for (const chain of chains) sink.add(`:${chain.name} ${chain.base?.policy ?? '-'} [0:0]\n`);
  for (const chain of chains) addRules(sink, chain, family);
  for (const name of [...(table.deletes ?? [])].sort()) sink.add(`-X ${name}\n`);
  sink.add('COMMIT\n');
}

/**
 * A payload in an order that two generators can be compared by: chains sorted, and sorted rules in the chains where
 * services stand side by side; everything else as the payload has it.
 */
export function printCanonical(ruleset: Ruleset): string {
  const sink = new TextSink();
  for (const table of ruleset.tables.values()) addTable(sink, table, ruleset.family);
  return sink.text();
}
