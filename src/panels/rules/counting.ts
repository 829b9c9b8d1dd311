import {
  type ChainName,
  type Counter,
  type Counters,
  type IpFamily,
  type MachineId,
  ruleKey,
  type TableName,
} from '../../engine';
import { counterOf } from '../../state/counters';

/** What the rules of one chain have counted, by number; undefined where counters are not shown. */
export function counterIn(
  counters: Counters | undefined,
  at: {
    readonly machine: MachineId;
    readonly family: IpFamily;
    readonly table: TableName;
    readonly chain: ChainName;
  },
): ((number: number) => Counter) | undefined {
  if (!counters) return undefined;
  return (number) => counterOf(ruleKey(at.machine, at.family, at.table, at.chain, number))({ counters });
}
