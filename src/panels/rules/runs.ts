import type { Tried } from '../../debugger';
import type { Counter, Rule, RuleStep } from '../../engine';
import { oncePer } from '../../lib/oncePer';

/** A chain's rules, and what became of those that were asked. */
export interface Asked {
  /** By rule number; absent where counters are not shown. */
  readonly counter?: ((number: number) => Counter) | undefined;
  readonly rules: readonly Rule[];
  readonly tried: { get(number: number): RuleStep | undefined };
  readonly current?: number | undefined;
}

/** What a frame of the call stack shows. */
export interface FrameLike extends Asked {
  readonly tried: Tried;
}

/** Of rules that are folded into one row: not asked; asked and not matching; jumps that came back empty-handed. */
export type Folded = 'untried' | 'nomatch' | 'returned';

/** Rules with numbers next to each other to which the same happened. */
export interface Run {
  readonly what: Folded | undefined;
  readonly from: number;
  readonly to: number;
}

function whatOf(step: RuleStep): Run['what'] {
  const target = step.matched ? step.rule.target?.kind : undefined;
  if (target === 'jump' || target === 'goto') return 'returned';
  return step.matched || step.verdict ? undefined : 'nomatch';
}

/** What a visit comes to in the end, in runs; each that jumped counts as one that came back. */
const runsOf = oncePer((all: readonly RuleStep[]): readonly Run[] => {
  const made: { what: Run['what']; from: number; to: number }[] = [];
  for (const step of all) {
    const [what, number, last] = [whatOf(step), step.number, made.at(-1)];
    const next = (last?.to ?? 0) + 1;
    if (last && last.what === what && next === number) last.to = number;
    else {
      if (next < number) made.push({ what: 'untried', from: next, to: number - 1 });
      made.push({ what, from: number, to: number });
    }
  }
  return made;
});

/** The runs of a frame as it stands: of each what lies before and after the current rule, and at last what is untried. */
export function* runsIn({ tried, rules, current }: FrameLike): Generator<Run> {
  const last = tried.latest;
  for (const { what, from, to: end } of runsOf(tried.all)) {
    if (from > last) break;
    const to = Math.min(end, last);
    if (current === undefined || current < from || current > to) {
      yield { what: current === undefined && what === 'returned' ? undefined : what, from, to };
      continue;
    }
    if (from < current) yield { what, from, to: current - 1 };
    yield { what: undefined, from: current, to: current };
    if (current < to) yield { what, from: current + 1, to };
  }
  if (last < rules.length) yield { what: 'untried', from: last + 1, to: rules.length };
}

/** Jumps taken that are not the one being followed. */
export function jumpsBack(frame: FrameLike): number {
  let count = 0;
  for (const { what, from, to } of runsIn(frame)) if (what === 'returned') count += to + 1 - from;
  return count;
}
