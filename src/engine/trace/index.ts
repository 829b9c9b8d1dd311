export type { Errno } from '../host/icmp';
export { advance, emptyWorld, forgetFlows } from '../host/world';
export { addCounters, type Counter, type Counters, countSteps, NO_COUNTERS } from './counters';
export type { Ending } from './ending';
export { formatEntry, formatPacket } from './format';
export type * from './model';
export {
  buildNetwork,
  type NetworkOptions,
  type NodeOptions,
  type StoppedProxy,
  usualMtu,
} from './network';
export { chainKey, ruleKey, unknownKey } from './rule-key';
export { send } from './send';
export type * from './step';
