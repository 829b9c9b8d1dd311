import type { BaseChain, Chain, ChainName, IpFamily, Rule, Ruleset, Table, TableName } from '../engine';
import { diffRules, type RuleChange } from './rules';
import { equalRules } from './same';

/** What became of one chain. */
export interface ChainDiff {
  readonly table: TableName;
  readonly chain: ChainName;
  readonly change: 'added' | 'removed' | 'changed';
  /** Of an added or removed chain: all of its rules. */
  readonly rules: readonly RuleChange[];
  /** Of a base chain, where it changed. */
  readonly policy?: { readonly before: BaseChain['policy']; readonly after: BaseChain['policy'] };
}

/** Rules of chains that came or went as a whole are not counted one by one. */
export interface DiffCounts {
  readonly chainsAdded: number;
  readonly chainsRemoved: number;
  readonly added: number;
  readonly removed: number;
  readonly rewritten: number;
}

export interface RulesetDiff {
  /** True where the kernel would do the same with every packet, rule by rule. */
  readonly same: boolean;
  /** Only what changed: table by table, changed and added chains as they stand after, then removed ones. */
  readonly chains: readonly ChainDiff[];
  readonly counts: DiffCounts;
}

const NO_CHANGE: RulesetDiff = {
  same: true,
  chains: [],
  counts: { chainsAdded: 0, chainsRemoved: 0, added: 0, removed: 0, rewritten: 0 },
};

/**
 * What an edit did to the rules of one machine: chains added and removed, and in the others rules added, removed and
 * rewritten. Chains are told by name, rules by what they do; their comments count, their spelling does not.
 */
export function diffRulesets(before: Ruleset, after: Ruleset): RulesetDiff {
  if (before === after) return NO_CHANGE;
  const chains: ChainDiff[] = [];
  for (const name of new Set([...after.tables.keys(), ...before.tables.keys()]))
    diffTables(name, before.tables.get(name), after.tables.get(name), after.family, chains);
  return chains.length === 0 ? NO_CHANGE : { same: false, chains, counts: count(chains) };
}

const NO_CHAINS: ReadonlyMap<ChainName, Chain> = new Map();

function diffTables(
  table: TableName,
  before: Table | undefined,
  after: Table | undefined,
  family: IpFamily,
  found: ChainDiff[],
): void {
  if (before === after) return;
  const [old, now] = [chainsOf(before), chainsOf(after)];
  const counterpart = inStep(old);
  let kept = 0;
  for (const chain of now.values()) {
    const was = counterpart(chain.name);
    if (was) kept++;
    if (was === chain) continue;
    if (!was) {
      found.push({ table, chain: chain.name, change: 'added', rules: listed(chain.rules, 'added') });
      continue;
    }
    const change = diffChains(table, was, chain, family);
    if (change) found.push(change);
  }
  if (kept === old.size) return;
  for (const { name, rules } of old.values())
    if (!now.has(name))
      found.push({ table, chain: name, change: 'removed', rules: listed(rules, 'removed') });
}

/** Without those that a payload declares only to delete them. */
function chainsOf(table: Table | undefined): ReadonlyMap<ChainName, Chain> {
  if (!table?.deletes?.length) return table?.chains ?? NO_CHAINS;
  const chains = new Map(table.chains);
  for (const name of table.deletes) chains.delete(name);
  return chains;
}

/** How far to look for a name beyond the place where it is expected. */
const AHEAD = 64;

/**
 * Finds chains that are asked for in about the order in which they stand. Of a hundred thousand chains nearly all are
 * the next one, and comparing two names is much quicker than looking one up.
 */
function inStep(chains: ReadonlyMap<ChainName, Chain>): (name: ChainName) => Chain | undefined {
  const list = [...chains.values()];
  let next = 0;
  return (name) => {
    const expected = list[next];
    if (expected?.name === name) {
      next++;
      return expected;
    }
    const found = chains.get(name);
    if (!found) return undefined;
    const end = Math.min(list.length, next + AHEAD);
    for (let i = next + 1; i < end; i++) if (list[i] === found) next = i + 1;
    return found;
  };
}

function diffChains(table: TableName, before: Chain, after: Chain, family: IpFamily): ChainDiff | undefined {
  const rules = allEqual(before.rules, after.rules) ? [] : diffRules(before.rules, after.rules, family);
  const [was, is] = [before.base?.policy, after.base?.policy];
  const policy = was && is && was !== is ? { before: was, after: is } : undefined;
  if (rules.length === 0 && !policy) return undefined;
  return { table, chain: after.name, change: 'changed', rules, ...(policy ? { policy } : {}) };
}

function allEqual(a: readonly Rule[], b: readonly Rule[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!equalRules(a[i] as Rule, b[i] as Rule)) return false;
  return true;
}

function listed(rules: readonly Rule[], kind: 'added' | 'removed'): readonly RuleChange[] {
  return rules.map((rule, i) =>
    kind === 'added' ? { kind, after: { number: i + 1, rule } } : { kind, before: { number: i + 1, rule } },
  );
}

function count(chains: readonly ChainDiff[]): DiffCounts {
  const counts = { ...NO_CHANGE.counts } as { -readonly [K in keyof DiffCounts]: number };
  for (const { change, rules } of chains) {
    if (change === 'added') counts.chainsAdded++;
    else if (change === 'removed') counts.chainsRemoved++;
    else for (const { kind } of rules) counts[kind]++;
  }
  return counts;
}
