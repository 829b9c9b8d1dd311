import type {
  BaseChain,
  Chain,
  ChainName,
  Exchange,
  HookName,
  MachineId,
  PolicyStep,
  ReturnStep,
  Rule,
  RuleStep,
  Step,
  TableName,
} from '../engine';

/** One chain of the call stack: a column of rules. */
export interface ChainFrame {
  readonly chain: ChainName;
  /** 0 in the base chain. */
  readonly depth: number;
  /** All rules of the chain. */
  readonly rules: readonly Rule[];
  readonly base?: BaseChain;
  /** By rule number, from 1: what has been tried in this visit so far. */
  readonly tried: ReadonlyMap<number, RuleStep>;
  /** The rule that was tried last: in the innermost frame the current one, in others the one that jumped. */
  readonly current?: number;
}

export interface CallStack {
  readonly machine: MachineId;
  readonly hook: HookName;
  readonly table: TableName;
  /** From the base chain inwards. */
  readonly frames: readonly ChainFrame[];
}

type TableStep = RuleStep | ReturnStep | PolicyStep;

const inTable = (step: Step | undefined): step is TableStep =>
  step?.kind === 'rule' || step?.kind === 'return' || step?.kind === 'policy';

/** The chains that a packet is in at this step, and what they have tried; undefined outside of tables. */
export function callStack(exchange: Exchange, index: number): CallStack | undefined {
  const { steps, network } = exchange;
  const step = steps[index];
  if (!inTable(step)) return undefined;
  const ruleset = network.machines.get(step.machine)?.ruleset(step.before.packet.family);
  const chains = ruleset?.tables.get(step.table)?.chains;
  const frames = visits(steps, index, step.traversal).map((visit) => frameOf(visit, chains));
  return { machine: step.machine, hook: step.hook, table: step.table, frames };
}

interface Visit {
  readonly chain: ChainName;
  readonly depth: number;
  readonly tried: Map<number, RuleStep>;
  current?: number;
}

/** Replays the run up to the step: a deeper rule opens a frame, a shallower one closes those below it. */
function visits(steps: readonly Step[], index: number, traversal: number): readonly Visit[] {
  let start = index;
  while (start > 0 && isOf(steps[start - 1], traversal)) start -= 1;
  const stack: Visit[] = [];
  for (let i = start; i <= index; i++) {
    const step = steps[i] as TableStep;
    stack.length = Math.min(stack.length, step.depth + 1);
    let top = stack[step.depth];
    if (!top || top.chain !== step.chain) {
      top = { chain: step.chain, depth: step.depth, tried: new Map() };
      stack[step.depth] = top;
    }
    if (step.kind === 'rule') {
      top.tried.set(step.number, step);
      top.current = step.number;
    } else if (step.kind === 'return' && i < index) stack.pop();
  }
  return stack;
}

const isOf = (step: Step | undefined, traversal: number): boolean =>
  inTable(step) && step.traversal === traversal;

function frameOf(visit: Visit, chains: ReadonlyMap<ChainName, Chain> | undefined): ChainFrame {
  const found = chains?.get(visit.chain);
  return {
    chain: visit.chain,
    depth: visit.depth,
    rules: found?.rules ?? [],
    ...(found?.base ? { base: found.base } : {}),
    tried: visit.tried,
    ...(visit.current === undefined ? {} : { current: visit.current }),
  };
}
