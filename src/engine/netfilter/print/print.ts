import { builtInChains } from '../hooks';
import type { Chain, ChainName, Rule, Ruleset, Table, TableName } from '../model';
import type { Style } from './print-match';
import { printRule, ruleBody } from './print-rule';
import { TextSink } from './text-sink';

export { printRule, type Style };

/** The order in which iptables-nft lists tables (enum nft_table_type in iptables/nft.h). */
const SAVE_ORDER: readonly TableName[] = ['mangle', 'security', 'raw', 'filter', 'nat'];

const declaration = (chain: Chain): string => `:${chain.name} ${chain.base?.policy ?? '-'} [0:0]\n`;

const byName = (a: Chain, b: Chain): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

function addRules(sink: TextSink, chain: Chain, family: Ruleset['family'], style: Style): void {
  const head = `-A ${chain.name}`;
  for (const rule of chain.rules) sink.add(`${head}${ruleBody(rule, family, style)}\n`);
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
  const sink = new TextSink();
  for (const name of SAVE_ORDER) {
    const table = ruleset.tables.get(name);
    if (!table) continue;
    const chains = savedChains(table);
    sink.add(`*${name}\n`);
    for (const chain of chains) sink.add(declaration(chain));
    for (const chain of chains) addRules(sink, chain, ruleset.family, 'save');
    sink.add('COMMIT\n');
  }
  return sink.text();
}

/** Rules in the order that the payload had, which is not grouped by chain, but stays with a chain for a while. */
function addOrdered(
  sink: TextSink,
  table: Table,
  order: readonly ChainName[],
  family: Ruleset['family'],
): void {
  const cursors = new Map<
    ChainName,
    { readonly rules: readonly Rule[]; readonly head: string; next: number }
  >();
  let name: ChainName | undefined;
  let cursor = { rules: [] as readonly Rule[], head: '', next: 0 };
  for (const own of order) {
    if (own !== name) {
      name = own;
      const known = cursors.get(own);
      cursor = known ?? { rules: table.chains.get(own)?.rules ?? [], head: `-A ${own}`, next: 0 };
      if (!known) cursors.set(own, cursor);
    }
    const rule = cursor.rules[cursor.next++];
    if (rule) sink.add(`${cursor.head}${ruleBody(rule, family, 'restore')}\n`);
  }
}

/** The payload that kube-proxy hands to `iptables-restore --noflush`: tables, chains and rules in the order given. */
export function printRestore(ruleset: Ruleset): string {
  const sink = new TextSink();
  for (const table of ruleset.tables.values()) {
    sink.add(`*${table.name}\n`);
    for (const chain of table.chains.values()) sink.add(declaration(chain));
    if (table.order) addOrdered(sink, table, table.order, ruleset.family);
    else for (const chain of table.chains.values()) addRules(sink, chain, ruleset.family, 'restore');
    for (const name of table.deletes ?? []) sink.add(`-X ${name}\n`);
    sink.add('COMMIT\n');
  }
  return sink.text();
}
