/**
 * The engine's second door: it reads the rules of a real node. A page loads it only when somebody pastes some, since all
 * that a rule needs to be shown and walked it has in itself.
 */

export type { ParseCode, ParseProblem } from './netfilter/parse/parse';
export { type NodeRules, readNodeRules } from './netfilter/parse/read-node';
