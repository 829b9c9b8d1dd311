import type { Rewrite, Step } from '../engine';
import { t } from './instance';

/** The word for a rewrite: the target's own name, or that conntrack undoes or repeats it. */
export function rewriteWord(step: Step): string | undefined {
  if (step.kind === 'nat') {
    if (step.rewrites.length === 0) return undefined;
    return t(step.rewrites.every((r) => r.undo) ? 'panels.nat.undo' : 'panels.nat.again');
  }
  if (step.kind !== 'rule' || step.rewrites.length === 0) return undefined;
  const kind = step.rule.target?.kind;
  return kind === undefined ? undefined : kind.toUpperCase();
}

/** The rewrites a step made; none for steps that cannot. */
export const rewritesOf = (step: Step): readonly Rewrite[] =>
  step.kind === 'rule' || step.kind === 'nat' ? step.rewrites : [];

/** The word for a death: the target's own name, or a short one for those without a rule. */
export function deathWord(step: Step): string | undefined {
  if (step.kind !== 'drop') return undefined;
  switch (step.code) {
    case 'rule-reject':
      return 'REJECT';
    case 'rule-drop':
    case 'policy-drop':
      return 'DROP';
    case 'not-evaluated':
      return t('panels.death.unknown');
    case 'no-such-flow':
      return t('panels.death.ignored');
    default:
      return t('panels.death.lost');
  }
}
