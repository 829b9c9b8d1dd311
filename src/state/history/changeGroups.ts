import {
  type ChainDiff,
  compareExchanges,
  diffNetworks,
  type NumberedRule,
  type RuleChange,
} from '../../compare';
import { printRule } from '../../engine';
import type { ChangeGroup, Changes, LastChange, Tally } from './model';

function tallyOf(chains: readonly ChainDiff[]): Tally {
  const of = (change: ChainDiff['change']) => chains.filter((chain) => chain.change === change).length;
  const rules = chains.flatMap((chain) => chain.rules);
  const kinds = (kind: RuleChange['kind']) => rules.filter((rule) => rule.kind === kind).length;
  return {
    chainsAdded: of('added'),
    chainsRemoved: of('removed'),
    added: kinds('added'),
    removed: kinds('removed'),
    rewritten: kinds('rewritten'),
    policies: chains.filter((chain) => chain.policy).length,
  };
}

const printed = (side: NumberedRule | undefined): string => (side ? printRule(side.rule, 'save') : '');
const ruleKey = (change: RuleChange): string => {
  const { before, after }: { before?: NumberedRule; after?: NumberedRule } = change;
  return `${change.kind}\n${printed(before)}\n${printed(after)}`;
};

/** Two nodes with the same keys have the same changes. */
const chainKeys = (chain: ChainDiff): readonly string[] => {
  const head = `${chain.table} ${chain.chain} ${chain.change} ${chain.policy?.after ?? ''}`;
  return [head, ...chain.rules.map((rule) => `${head}\n${ruleKey(rule)}`)];
};

/** The rules of both sides must be written for a node to be compared; a thousand nodes' would fill the memory. */
const MOST_NODES = 64;

/** Those on the packet's way first: what happens there must not be missed. */
function nodesToCompare({ before, after }: LastChange) {
  const onWay = new Set(
    [before, after].flatMap(({ exchange }) => exchange?.steps.map(({ machine }) => machine) ?? []),
  );
  const all = diffNetworks(before.network, after.network);
  if (all.length <= MOST_NODES) return { all, chosen: all };
  const [near, far] = [true, false].map((want) => all.filter(({ machine }) => onWay.has(machine) === want));
  return { all, chosen: [...(near ?? []), ...(far ?? [])].slice(0, MOST_NODES) };
}

/** Collects changes node by node, so that a large cluster can be compared in slices. */
export function* groupChanges(of: LastChange): Generator<undefined, Changes> {
  const groups = new Map<string, ChangeGroup>();
  const seen = new Set<string>();
  const { all, chosen } = nodesToCompare(of);
  for (const node of chosen) {
    for (const family of node.families) {
      const { same, chains } = node.of(family);
      yield;
      if (same) continue;
      const keys = chains.flatMap(chainKeys);
      for (const key of keys) if (key.includes('\n')) seen.add(key);
      const key = [node.change, family, ...keys].join('\n\n');
      const group = groups.get(key);
      groups.set(
        key,
        group
          ? { ...group, nodes: [...group.nodes, node.name] }
          : { nodes: [node.name], family, change: node.change, chains, tally: tallyOf(chains) },
      );
    }
  }
  const sorted = [...groups.values()].sort((a, b) => b.nodes.length - a.nodes.length);
  const policies = sorted.reduce((sum, { tally }) => sum + tally.policies, 0);
  const [a, b] = [of.before.exchange, of.after.exchange];
  return {
    of,
    groups: sorted,
    count: seen.size + policies,
    nodes: { compared: chosen.length, all: all.length },
    ...(a && b ? { comparison: compareExchanges(a, b) } : {}),
  };
}

/** Is there anything to show? */
export const hasChanges = ({ groups, comparison }: Changes): boolean =>
  groups.length > 0 || comparison?.same === false;
