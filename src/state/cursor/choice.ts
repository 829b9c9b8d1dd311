import { originRange } from '../../engine';
import type { AppState, RuleChoice } from '../types';

type Shown = Pick<AppState, 'ruleChoice' | 'cluster' | 'exchange' | 'cursor' | 'rulesNode'>;

/** The rule picked out by hand, as long as what it was picked from is what is shown. */
export function heldChoice(state: Shown): RuleChoice | undefined {
  const { ruleChoice } = state;
  if (!ruleChoice) return undefined;
  const { at } = ruleChoice;
  const held =
    at.cluster === state.cluster &&
    at.exchange === state.exchange &&
    at.cursor === state.cursor &&
    at.rulesNode === state.rulesNode;
  return held ? ruleChoice : undefined;
}

/** The line of the text, from 1, that the rule picked out leads back to; none while the text is broken. */
export function markedLine(state: Shown & Pick<AppState, 'broken'>): number | undefined {
  const choice = state.broken ? undefined : heldChoice(state);
  return choice && originRange(state.cluster, choice.rule)?.line;
}
