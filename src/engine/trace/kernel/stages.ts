import { baseChainsAt, type HookedChain } from '../../netfilter/hooks';
import { type HookName, PRIORITY, type Ruleset } from '../../netfilter/model';

/** What runs at a hook, in the order of the priorities. */
export type Stage =
  | { readonly kind: 'table'; readonly chain: HookedChain }
  | { readonly kind: 'conntrack' }
  /** All base chains of nat at once: they are asked as one, and only for a flow that is new to them. */
  | { readonly kind: 'nat'; readonly chains: readonly HookedChain[] }
  | { readonly kind: 'confirm' };

const CONFIRM_PRIORITY = Number.POSITIVE_INFINITY;

function stages(ruleset: Ruleset, hook: HookName): readonly Stage[] {
  const chains = baseChainsAt(ruleset, hook);
  const nat = chains.filter((c) => c.table === 'nat');
  const ordered: [number, Stage][] = chains
    .filter((c) => c.table !== 'nat')
    .map((chain) => [chain.priority, { kind: 'table', chain }]);
  if (hook === 'prerouting' || hook === 'output') ordered.push([PRIORITY.conntrack, { kind: 'conntrack' }]);
  if (hook === 'postrouting' || hook === 'input') ordered.push([CONFIRM_PRIORITY, { kind: 'confirm' }]);
  if (hook !== 'forward' && ruleset.tables.has('nat')) {
    const usual = hook === 'prerouting' || hook === 'output' ? PRIORITY.natDst : PRIORITY.natSrc;
    ordered.push([nat[0]?.priority ?? usual, { kind: 'nat', chains: nat }]);
  }
  return ordered.sort(([a], [b]) => a - b).map(([, stage]) => stage);
}

const known = new WeakMap<Ruleset, Map<HookName, readonly Stage[]>>();

/** The stages of a hook; worked out once for a ruleset. */
export function stagesAt(ruleset: Ruleset, hook: HookName): readonly Stage[] {
  let byHook = known.get(ruleset);
  if (!byHook) {
    byHook = new Map();
    known.set(ruleset, byHook);
  }
  let found = byHook.get(hook);
  if (!found) {
    found = stages(ruleset, hook);
    byHook.set(hook, found);
  }
  return found;
}
