import type { BaseChain, Chain, ChainName, Exchange, HookName, MachineId, Rule, TableName } from '../engine';
import { inTable, type Tried, triedUpTo, type Visit, visitsOf } from './visits';

/** One chain of the call stack: a column of rules. */
export interface ChainFrame {
  readonly chain: ChainName;
  /** 0 in the base chain. */
  readonly depth: number;
  /** All rules of the chain. */
  readonly rules: readonly Rule[];
  readonly base?: BaseChain;
  /** What has been tried in this visit so far. */
  readonly tried: Tried;
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

/** The chains that a packet is in at this step, and what they have tried; undefined outside of tables. */
export function callStack(exchange: Exchange, index: number): CallStack | undefined {
  const { steps, network } = exchange;
  const step = steps[index];
  if (!inTable(step)) return undefined;
  const ruleset = network.machines.get(step.machine)?.ruleset(step.before.packet.family);
  const chains = ruleset?.tables.get(step.table)?.chains;
  const frames: ChainFrame[] = [];
  for (let visit = visitsOf(exchange)[index]; visit; visit = visit.caller)
    frames.unshift(frameOf(visit, triedUpTo(visit, index), chains));
  return { machine: step.machine, hook: step.hook, table: step.table, frames };
}

const NO_RULES: readonly Rule[] = [];

function frameOf(visit: Visit, tried: Tried, chains: ReadonlyMap<ChainName, Chain> | undefined): ChainFrame {
  const found = chains?.get(visit.chain);
  return {
    chain: visit.chain,
    depth: visit.depth,
    rules: found?.rules ?? NO_RULES,
    ...(found?.base ? { base: found.base } : {}),
    tried,
    ...(tried.size === 0 ? {} : { current: tried.latest }),
  };
}
