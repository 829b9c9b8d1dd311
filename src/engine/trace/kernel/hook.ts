import type { HookName } from '../../netfilter/model';
import type { Fate, Walk } from '../walk';
import { confirm, track } from './conntrack';
import { nat } from './nat';
import { stagesAt } from './stages';
import { filterTable } from './table';

/** NF_HOOK: everything registered at a hook, by priority. Undefined: the packet goes on. */
export function runHook(walk: Walk, hook: HookName): Fate | undefined {
  const { ruleset } = walk;
  if (!ruleset) return undefined;
  for (const stage of stagesAt(ruleset, hook)) {
    let fate: Fate | undefined;
    if (stage.kind === 'table') fate = filterTable(walk, hook, ruleset, stage.chain);
    else if (stage.kind === 'nat') fate = nat(walk, hook, ruleset, stage.chains);
    else if (stage.kind === 'conntrack') track(walk, hook);
    else confirm(walk, hook);
    if (fate) return fate;
  }
  return undefined;
}
