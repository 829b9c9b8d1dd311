import type { ChainName, Exchange, PolicyStep, ReturnStep, RuleStep, Step } from '../engine';
import { oncePer } from '../lib/oncePer';
import { countUpTo } from '../lib/sorted';

export type TableStep = RuleStep | ReturnStep | PolicyStep;

export const inTable = (step: Step | undefined): step is TableStep =>
  step?.kind === 'rule' || step?.kind === 'return' || step?.kind === 'policy';

/** The rules that a packet tried in one visit to a chain, up to a step. */
export class Tried {
  /** Of the whole visit, in the order of the chain; the same array at each step of it. */
  readonly all: readonly RuleStep[];
  /** So many of them so far. */
  readonly size: number;

  constructor(all: readonly RuleStep[], size = all.length) {
    this.all = all;
    this.size = size;
  }

  /** By rule number, from 1. */
  get(number: number): RuleStep | undefined {
    const at = countUpTo(this.all, number, (step) => step.number) - 1;
    const step = at < this.size ? this.all[at] : undefined;
    return step?.number === number ? step : undefined;
  }

  /** The number of the rule tried last; 0 before the first. */
  get latest(): number {
    return this.all[this.size - 1]?.number ?? 0;
  }

  /** The last few. */
  last(count: number): readonly RuleStep[] {
    return this.all.slice(Math.max(0, this.size - count), this.size);
  }
}

/** One visit to a chain, and the one that called it. */
export interface Visit {
  readonly chain: ChainName;
  readonly depth: number;
  readonly caller: Visit | undefined;
  readonly tried: RuleStep[];
}

/**
 * The innermost visit at each step; undefined outside of tables. A deeper rule opens a visit, a shallower one closes those
 * below it.
 */
export const visitsOf = oncePer(({ steps }: Exchange): readonly (Visit | undefined)[] => {
  let stack: Visit[] = [];
  let run: number | undefined;
  return steps.map((step) => {
    if (!inTable(step)) {
      run = undefined;
      return undefined;
    }
    if (step.traversal !== run) stack = [];
    run = step.traversal;
    const { chain, depth } = step;
    stack.length = Math.min(stack.length, depth + 1);
    let top = stack[depth];
    if (top?.chain !== chain) {
      top = { chain, depth, caller: stack[depth - 1], tried: [] };
      stack[depth] = top;
    }
    if (step.kind === 'rule') top.tried.push(step);
    else if (step.kind === 'return') stack.pop();
    return top;
  });
});

/** What a visit has tried up to a step. */
export const triedUpTo = ({ tried }: Visit, index: number): Tried =>
  new Tried(
    tried,
    countUpTo(tried, index, (step) => step.index),
  );
