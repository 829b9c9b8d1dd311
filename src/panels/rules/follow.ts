import { type CallStack, callStack, inTable } from '../../debugger';
import type { Exchange, Step } from '../../engine';
import { oncePer } from '../../lib/oncePer';

const BY_RULE: ReadonlySet<string> = new Set(['rule-drop', 'rule-reject', 'policy-drop', 'not-evaluated']);

export interface Followed {
  readonly step: Step;
  readonly stack: CallStack | undefined;
  /** The cursor stands outside of tables; `stack` is what was asked last on this visit. */
  readonly past: boolean;
}

/** The chains to show at a step: those the packet is in, or the last ones it was in at this machine. */
export function follow(exchange: Exchange, cursor: number): Followed | undefined {
  const step = exchange.steps[cursor];
  if (!step) return undefined;
  if (inTable(step)) return { step, stack: callStack(exchange, cursor), past: false };
  const cause = step.kind === 'drop' && BY_RULE.has(step.code) ? exchange.steps[cursor - 1] : undefined;
  // A death by rule stands right behind the rule that caused it: the chains are still what there is to see.
  if (cause && inTable(cause)) return { step, stack: callStack(exchange, cursor - 1), past: false };
  for (let i = cursor - 1; i >= 0; i--) {
    const earlier = exchange.steps[i];
    if (!earlier || earlier.hop !== step.hop) break;
    if (earlier.kind !== 'rule') continue;
    return { step, stack: callStack(exchange, i), past: true };
  }
  return { step, stack: undefined, past: true };
}

export interface Counts {
  readonly matched: number;
  readonly failed: number;
}

const NONE: Counts = { matched: 0, failed: 0 };
const counted = oncePer(({ steps }: Exchange): readonly Counts[] => {
  let [now, run]: [Counts, number | undefined] = [NONE, undefined];
  return steps.map((step) => {
    const traversal = inTable(step) ? step.traversal : undefined;
    if (traversal !== undefined && traversal !== run) now = NONE;
    run = traversal;
    if (step.kind === 'rule')
      now = step.matched ? { ...now, matched: now.matched + 1 } : { ...now, failed: now.failed + 1 };
    return now;
  });
});

/** Rules matched and tried in vain in the run that the stack shows, up to the cursor. */
export const counts = (exchange: Exchange, cursor: number): Counts => counted(exchange)[cursor] ?? NONE;
