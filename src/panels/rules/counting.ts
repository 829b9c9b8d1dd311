import {
  type Chain,
  type ChainName,
  type Counter,
  type Counters,
  chainKey,
  type IpFamily,
  type MachineId,
  ruleKey,
  type TableName,
} from '../../engine';
import { t } from '../../i18n';
import { counterOf, countText, policyCounterOf } from '../../state/session/counters';

interface ChainAt {
  readonly machine: MachineId;
  readonly family: IpFamily;
  readonly table: TableName;
  readonly chain: ChainName;
}

/** What the rules of one chain have counted, by number; undefined where counters are not shown. */
export function counterIn(
  counters: Counters | undefined,
  at: ChainAt,
): ((number: number) => Counter) | undefined {
  if (!counters) return undefined;
  return (number) => counterOf(ruleKey(at.machine, at.family, at.table, at.chain, number))({ counters });
}

/** What a base chain's head says: its policy, and how often it decided where that is shown, as `iptables -vnL` has it. */
export function policyIn(
  base: Chain['base'],
  counters: Counters | undefined,
  { machine, family, table, chain }: ChainAt,
): string | undefined {
  const policy = base?.policy;
  if (!policy || !counters) return policy && t('panels.rules.policy', { policy });
  const { packets, bytes } = policyCounterOf(chainKey(machine, family, table, chain))({ counters });
  return t('panels.rules.policyCounted', { policy, packets: countText(packets), bytes: countText(bytes) });
}
