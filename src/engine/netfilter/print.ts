import { builtInChains } from './hooks';
import type { Chain, ChainName, Ruleset, Table, TableName } from './model';
import type { Style } from './print-match';
import { printRule, ruleBody } from './print-rule';

export { printRule, type Style };

/** The order in which iptables-nft lists tables (enum nft_table_type in iptables/nft.h). */
const SAVE_ORDER: readonly TableName[] = ['mangle', 'security', 'raw', 'filter', 'nat'];

const declaration = (chain: Chain): string => `:${chain.name} ${chain.base?.policy ?? '-'} [0:0]\n`;

const byName = (a: Chain, b: Chain): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

function ruleLines(chain: Chain, family: Ruleset['family'], style: Style): string {
  const head = `-A ${chain.name}`;
  let text = '';
  for (const rule of chain.rules) text += `${head}${ruleBody(rule, family, style)}\n`;
  return text;
}

/** Base chains in hook order, then regular chains sorted; deleted ones are gone. */
function savedChains(table: Table): readonly Chain[] {
  const deleted = new Set(table.deletes);
  const chains = [...table.chains.values()].filter((chain) => !deleted.has(chain.name));
  const base = builtInChains(table.name).flatMap((name) => table.chains.get(name) ?? []);
  return [...base, ...chains.filter((chain) => !base.includes(chain)).sort(byName)];
}

/** What `iptables-save` 1.8.9 (nft) prints after the ruleset was loaded; without its comment lines. */
export function printSave(ruleset: Ruleset): string {
  let text = '';
  for (const name of SAVE_ORDER) {
    const table = ruleset.tables.get(name);
    if (!table) continue;
    const chains = savedChains(table);
    text += `*${name}\n`;
    for (const chain of chains) text += declaration(chain);
    for (const chain of chains) text += ruleLines(chain, ruleset.family, 'save');
    text += 'COMMIT\n';
  }
  return text;
}

/** Rules in the order that the payload had, which is not grouped by chain. */
function orderedLines(table: Table, order: readonly ChainName[], family: Ruleset['family']): string {
  const next = new Map<ChainName, number>();
  let text = '';
  for (const name of order) {
    const index = next.get(name) ?? 0;
    next.set(name, index + 1);
    const rule = table.chains.get(name)?.rules[index];
    if (rule) text += `-A ${name}${ruleBody(rule, family, 'restore')}\n`;
  }
  return text;
}

const deletions = (names: readonly ChainName[]): string => names.map((name) => `-X ${name}\n`).join('');

/** The payload that kube-proxy hands to `iptables-restore --noflush`: tables, chains and rules in the order given. */
export function printRestore(ruleset: Ruleset): string {
  let text = '';
  for (const table of ruleset.tables.values()) {
    text += `*${table.name}\n`;
    for (const chain of table.chains.values()) text += declaration(chain);
    if (table.order) text += orderedLines(table, table.order, ruleset.family);
    else for (const chain of table.chains.values()) text += ruleLines(chain, ruleset.family, 'restore');
    text += `${deletions(table.deletes ?? [])}COMMIT\n`;
  }
  return text;
}
