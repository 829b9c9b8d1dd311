import type { MachineId } from '../host/model';
import type { IpFamily } from '../net/address';
import type { ChainName, TableName } from '../netfilter/model';

/** Names a chain of a machine: `node/NAME|4|table|CHAIN`; iptables and ip6tables are two worlds. */
export const chainKey = (machine: MachineId, family: IpFamily, table: TableName, chain: ChainName): string =>
  `${machine}|${family}|${table}|${chain}`;

/** Names what a rule has that is not evaluated; a rule that changes asks again. */
export const unknownKey = (
  machine: MachineId,
  family: IpFamily,
  table: TableName,
  chain: ChainName,
  number: number,
  what: string,
): string => `${ruleKey(machine, family, table, chain, number)}|${what}`;

/** Names a rule of a machine by its number, from 1: `node/NAME|4|table|CHAIN|number`. */
export const ruleKey = (
  machine: MachineId,
  family: IpFamily,
  table: TableName,
  chain: ChainName,
  number: number,
): string => `${chainKey(machine, family, table, chain)}|${number}`;
