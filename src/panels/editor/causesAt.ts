import {
  type Cluster,
  type FieldPlace,
  fieldAt,
  type Network,
  type NodeCauses,
  rulesCausedBy,
} from '../../engine';
import type { RulePlace } from '../../state/types';
import type { TextCursor } from './useEditor';

/** Rules are generated for all nodes at once only in clusters of at most so many Services times nodes. */
const SMALL = 400;

export interface LineCauses {
  readonly field: FieldPlace;
  readonly nodes: readonly NodeCauses[];
}

/** The field that the cursor is in, and each node's rules that depend on it: none is generated before it is asked for. */
export function causesAt(
  cluster: Cluster,
  network: Network,
  { line, column }: TextCursor,
): LineCauses | undefined {
  const field = fieldAt(cluster, line, column);
  return field && { field, nodes: rulesCausedBy(cluster, network, field) };
}

/** Is it cheap to count the rules of all nodes before anybody wants to read them? */
export const isSmall = ({ services, nodes }: Cluster): boolean => services.length * nodes.length <= SMALL;

/** A node's rules, those of IPv4 first. */
export const rulesOn = (node: NodeCauses): readonly RulePlace[] =>
  node.families.flatMap((family) =>
    node.of(family).map(({ table, chain, number, rule }) => ({
      machine: node.machine,
      family,
      table,
      chain,
      number,
      rule,
    })),
  );

/** How many rules there are, and on how many nodes any. */
export function tally(nodes: readonly NodeCauses[]): { readonly rules: number; readonly nodes: number } {
  const counts = nodes.map((node) => rulesOn(node).length);
  return { rules: counts.reduce((sum, n) => sum + n, 0), nodes: counts.filter((n) => n > 0).length };
}
