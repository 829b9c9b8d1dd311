import type { Exchange, Step } from '../engine';
import { oncePer } from '../lib/oncePer';

/** As in a code debugger: past the chain that a rule jumps to, into it, or out of the chain that one is in. */
export type Move = 'over' | 'into' | 'out';

/**
 * How deep in called chains each step stands; 0 in a base chain and outside of tables. Unlike a step's own `depth`, a
 * goto counts as a call: its chain stands for the rest of the one it left.
 */
export const frameDepths = oncePer(({ steps }: Exchange): readonly number[] => {
  let gotos: number[] = [];
  let run: number | undefined;
  return steps.map((step) => {
    if (!('traversal' in step)) return 0;
    if (step.traversal !== run || step.kind === 'policy') gotos = [];
    run = step.traversal;
    while ((gotos.at(-1) ?? 0) > step.depth) gotos.pop();
    const depth = step.depth + gotos.length;
    if (step.kind === 'rule' && step.matched && step.rule.target?.kind === 'goto') gotos.push(step.depth);
    return depth;
  });
});

/** What `out` leaves at the bottom of the stack: the hook, or outside of hooks the machine. */
const placeOf = ({ hop, station }: Step): string => `${hop} ${station.at === 'hook' ? station.hook : ''}`;

/**
 * The step to which a move leads, or which it came from (`-1`). It always makes progress; at the ends it stays.
 *
 * `over` a jump goes to where its chain has been left; everything else is one step. `out` goes to where the current
 * chain has been left: to its caller, from a base chain behind the hook, from elsewhere to the next machine. Back
 * `over` a chain that has been called, and back `out` of it, is the jump that led there.
 */
export function debugStep(exchange: Exchange, index: number, move: Move, direction: 1 | -1): number {
  const { steps } = exchange;
  const depths = frameDepths(exchange);
  const [here, depth = 0] = [steps[index], depths[index]];
  const end = direction > 0 ? steps.length - 1 : 0;
  const rests = (i: number): boolean => {
    const [step, at = 0] = [steps[i], depths[i]];
    if (move === 'into' || !step || !here) return true;
    if (move === 'over') return at <= depth;
    if (depth > 0) return at < depth;
    const place = placeOf(here);
    if (place === placeOf(step)) return false;
    return here.station.at === 'hook' || step.hop !== here.hop;
  };
  for (let i = index + direction; direction * (end - i) > 0; i += direction) {
    if (rests(i)) return i;
  }
  return end;
}
