import { type Chain, type Rule, type Ruleset, ruleBody, type Table } from '../engine';

/** Chains that hold one group of rules for each service: there the order between services means nothing. */
const UNORDERED: ReadonlySet<string> = new Set([
  'KUBE-SERVICES',
  'KUBE-NODEPORTS',
  'KUBE-EXTERNAL-SERVICES',
  'KUBE-PROXY-FIREWALL',
]);

const LAST_RULE = 'NOTE: this must be the last rule in this chain';

function* rulesOf(chain: Chain, family: Ruleset['family']): Generator<string> {
  const line = (rule: Rule) => `-A ${chain.name}${ruleBody(rule, family, 'restore')}\n`;
  if (!UNORDERED.has(chain.name)) {
    yield* chain.rules.map(line);
    return;
  }
  const sorted = chain.rules.map(line).sort();
  const last = chain.name === 'KUBE-SERVICES' ? sorted.filter((text) => text.includes(LAST_RULE)) : [];
  if (last.length > 0) yield* sorted.filter((text) => !text.includes(LAST_RULE));
  yield* last.length > 0 ? last : sorted;
}

function* tableOf(table: Table, family: Ruleset['family']): Generator<string> {
  const names = [...table.chains.keys()].sort();
  const chains = names.flatMap((name) => table.chains.get(name) ?? []);
  yield `*${table.name}\n`;
  for (const chain of chains) yield `:${chain.name} ${chain.base?.policy ?? '-'} [0:0]\n`;
  for (const chain of chains) yield* rulesOf(chain, family);
  for (const name of [...(table.deletes ?? [])].sort()) yield `-X ${name}\n`;
  yield 'COMMIT\n';
}

/**
 * A payload in an order that two generators can be compared by: chains sorted, and sorted rules in the chains where
 * services stand side by side; everything else as the payload has it.
 */
export function printCanonical(ruleset: Ruleset): string {
  return [...ruleset.tables.values()].flatMap((table) => [...tableOf(table, ruleset.family)]).join('');
}
