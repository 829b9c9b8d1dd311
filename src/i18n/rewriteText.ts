import type { Rewrite, Step } from '../engine';
import { t } from './instance';

/**
 * The word for a rewrite: the target's own name, or what conntrack repeats or undoes without asking a rule. A reply's
 * source was the request's destination: to put it back undoes a DNAT.
 */
export function rewriteWord(step: Step): string | undefined {
  const rewrites = rewritesOf(step);
  if (rewrites.length === 0) return undefined;
  if (step.kind === 'rule') return step.rule.target?.kind.toUpperCase();
  return rewrites.map(({ field, undo }) => (undo ? UNDONE[field] : DONE[field])).join(' ');
}

const DONE = { src: 'SNAT', dst: 'DNAT' } as const;
const UNDONE = { src: 'un-DNAT', dst: 'un-SNAT' } as const;

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
