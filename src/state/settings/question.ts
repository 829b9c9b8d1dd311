import { type Decision, type Exchange, type RuleStep, type Step, unknownKey } from '../../engine';
import { oncePer } from '../../lib/oncePer';
import { type GoOnKey, goOnKey, type Settings } from './settings';

/** Something in a rule that is not evaluated, and how the reader may have the packet go on. */
export interface Question {
  readonly key: GoOnKey;
  /** As iptables writes it. */
  readonly what: string;
  readonly choices: readonly Decision[];
  /** Undefined where the packet waits for an answer. */
  readonly chosen: Decision | undefined;
}

const AT_MATCH = ['match', 'no-match'] as const;
const AT_TARGET = ['continue', 'accept', 'drop'] as const;

const isAsked = (step: Step | undefined): step is RuleStep =>
  step?.kind === 'rule' && (step.verdict?.kind === 'unknown' || step.chosen !== undefined);

/** The rule of a step that asks, or has been answered; for the death that follows it, that rule. */
export function askedAt({ steps }: Exchange, index: number): RuleStep | undefined {
  const step = steps[index];
  const before = step?.kind === 'drop' && step.code === 'not-evaluated' ? steps[index - 1] : undefined;
  return [step, before].find(isAsked);
}

/** All rules of an exchange that ask, or have been answered. */
export const askedIn = oncePer(({ steps }: Exchange): readonly RuleStep[] => steps.filter(isAsked));

/** Undefined where nothing can be chosen: a jump to a chain that does not exist leads nowhere. */
export function questionOf(step: RuleStep, settings: Settings): Question | undefined {
  const { machine, table, chain, number, verdict, matched, rule } = step;
  const keyOf = (what: string) =>
    goOnKey(unknownKey(machine, step.before.packet.family, table, chain, number, what));
  if (verdict?.kind === 'unknown') {
    const jumps = rule.target?.kind === 'jump' || rule.target?.kind === 'goto';
    if (matched && jumps) return undefined;
    const choices = matched && rule.target ? AT_TARGET : AT_MATCH;
    return { key: keyOf(verdict.what), what: verdict.what, choices, chosen: undefined };
  }
  const start = keyOf('');
  const key = Object.keys(settings).find((k): k is GoOnKey => k.startsWith(start));
  if (!key || !step.chosen) return undefined;
  const isMatch = AT_MATCH.some((choice) => choice === step.chosen);
  return { key, what: key.slice(start.length), choices: isMatch ? AT_MATCH : AT_TARGET, chosen: step.chosen };
}
