export { completeConfig, PROXY_DEFAULTS, type ProxyConfig } from './config';
export { type ConfigProblem, configProblems } from './config-problems';
export { proxyConfigFor } from './for-node';
export { generateRules, type ProxyRules } from './generate';
export type { Jump } from './jumps';
export {
  chainHash,
  endpointChain,
  type ServicePortChains,
  servicePortChains,
  servicePortName,
} from './names';
export { nodeRuleset } from './node-ruleset';
export { type OriginCode, type OriginParams, originOf, type RuleOrigin } from './origin';
export { originPlace, originRange, type WrittenPlace } from './origin-place';
export { type Cause, type CausedRule, type NodeCauses, rulesCausedBy } from './origins';
export type { ProxyObjects } from './work';
