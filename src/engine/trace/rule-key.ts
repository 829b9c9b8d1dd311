import type { MachineId } from '../host/model';
import type { ChainName, TableName } from '../netfilter/model';

/** Names a chain of a machine: `node/NAME|table|CHAIN`. */
export const chainKey = (machine: MachineId, table: TableName, chain: ChainName): string =>
  `${machine}|${table}|${chain}`;

/** Names a rule of a machine by its number, from 1: `node/NAME|table|CHAIN|number`. */
export const ruleKey = (machine: MachineId, table: TableName, chain: ChainName, number: number): string =>
  `${chainKey(machine, table, chain)}|${number}`;
