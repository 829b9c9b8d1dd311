import type { Chain, Ruleset, Table } from './model';
import { ruleBody } from './print-rule';

/** Chains that hold one group of rules for each service: there the order between services means nothing. */
const UNORDERED: ReadonlySet<string> = new Set([
  'KUBE-SERVICES',
  'KUBE-NODEPORTS',
  'KUBE-EXTERNAL-SERVICES',
  'KUBE-PROXY-FIREWALL',
]);

const LAST_RULE = 'NOTE: this must be the last rule in this chain';

function lines(chain: Chain, family: Ruleset['family']): readonly string[] {
  const all = chain.rules.map((rule) => `-A ${chain.name}${ruleBody(rule, family, 'restore')}\n`);
  if (!UNORDERED.has(chain.name)) return all;
  all.sort();
  if (chain.name !== 'KUBE-SERVICES') return all;
  const isLast = (line: string) => line.includes(LAST_RULE);
  return [...all.filter((line) => !isLast(line)), ...all.filter(isLast)];
}

function tableText(table: Table, family: Ruleset['family']): string {
  const names = [...table.chains.keys()].sort();
  const chains = names.flatMap((name) => table.chains.get(name) ?? []);
  const parts = [`*${table.name}\n`];
  for (const chain of chains) parts.push(`:${chain.name} ${chain.base?.policy ?? '-'} [0:0]\n`);
  for (const chain of chains) for (const line of lines(chain, family)) parts.push(line);
  for (const name of [...(table.deletes ?? [])].sort()) parts.push(`-X ${name}\n`);
  parts.push('COMMIT\n');
  return parts.join('');
}

/**
 * A payload in an order that two generators can be compared by: chains sorted, and sorted rules in the chains where
 * services stand side by side; everything else as the payload has it.
 */
export function printCanonical(ruleset: Ruleset): string {
  return [...ruleset.tables.values()].map((table) => tableText(table, ruleset.family)).join('');
}
