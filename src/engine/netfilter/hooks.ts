import type { BaseChain, ChainName, HookName, Ruleset, TableName } from './model';
import { chainName, PRIORITY } from './model';

/** Between filter and nat src; only SELinux rules live there. */
const SECURITY_PRIORITY = 50;

interface BuiltIn {
  readonly chain: ChainName;
  readonly hook: HookName;
  readonly priority: number;
}

const CHAIN_OF: readonly (readonly [string, HookName])[] = [
  ['PREROUTING', 'prerouting'],
  ['INPUT', 'input'],
  ['FORWARD', 'forward'],
  ['OUTPUT', 'output'],
  ['POSTROUTING', 'postrouting'],
];

function at(hooks: readonly HookName[], priority: (hook: HookName) => number): readonly BuiltIn[] {
  return CHAIN_OF.filter(([, hook]) => hooks.includes(hook)).map(([name, hook]) => ({
    chain: chainName(name),
    hook,
    priority: priority(hook),
  }));
}

/**
 * The base chains that iptables knows in each table, in hook order (net/ipv4/netfilter/iptable_*.c). nat rewrites
 * destinations where a packet enters or starts, and sources where it ends or leaves.
 */
const BUILT_IN: Readonly<Record<TableName, readonly BuiltIn[]>> = {
  raw: at(['prerouting', 'output'], () => PRIORITY.raw),
  mangle: at(['prerouting', 'input', 'forward', 'output', 'postrouting'], () => PRIORITY.mangle),
  nat: at(['prerouting', 'input', 'output', 'postrouting'], (hook) =>
    hook === 'prerouting' || hook === 'output' ? PRIORITY.natDst : PRIORITY.natSrc,
  ),
  filter: at(['input', 'forward', 'output'], () => PRIORITY.filter),
  security: at(['input', 'forward', 'output'], () => SECURITY_PRIORITY),
};

export const isTableName = (name: string): name is TableName => Object.hasOwn(BUILT_IN, name);

/** The base chains of a table, in hook order. */
export const builtInChains = (table: TableName): readonly ChainName[] => BUILT_IN[table].map((b) => b.chain);

/** Hook and priority of a chain that iptables has built in; undefined for a regular chain's name. */
export function builtIn(
  table: TableName,
  chain: string,
  policy: BaseChain['policy'] = 'ACCEPT',
): BaseChain | undefined {
  const found = BUILT_IN[table].find((b) => b.chain === chain);
  return found && { hook: found.hook, priority: found.priority, policy };
}

export interface HookedChain {
  readonly table: TableName;
  readonly chain: ChainName;
  readonly priority: number;
}

/** The base chains that a packet visits at a hook, by ascending priority, as nf_hook_slow runs them. */
export function baseChainsAt(ruleset: Ruleset, hook: HookName): readonly HookedChain[] {
  const found: HookedChain[] = [];
  for (const table of ruleset.tables.values()) {
    for (const chain of table.chains.values()) {
      if (chain.base?.hook === hook) {
        found.push({ table: table.name, chain: chain.name, priority: chain.base.priority });
      }
    }
  }
  return found.sort((a, b) => a.priority - b.priority);
}
