/** What an edit did: rules, networks and exchanges of before and after side by side. */
export type { Pair } from './align';
export * from './exchanges';
export * from './networks';
export { PARTING_CODES, type PartingCode } from './parting';
export type { MatchChange, NumberedRule, RuleChange } from './rules';
export * from './rulesets';
export { sameMatch, sameRule, sameTarget } from './same';
