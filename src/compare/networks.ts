import {
  familiesOf,
  type IpFamily,
  type Machine,
  type MachineId,
  type Network,
  type Ruleset,
} from '../engine';
import { diffRulesets, type RulesetDiff } from './rulesets';

/** What an edit did to the rules of one node. */
export interface NodeDiff {
  readonly machine: MachineId;
  readonly name: string;
  readonly change: 'added' | 'removed' | 'kept';
  /** Those in which the node has an address, before or after. */
  readonly families: readonly IpFamily[];
  /** Made when first asked for, and kept: both rulesets must be generated for it. */
  of(family: IpFamily): RulesetDiff;
}

/**
 * Every node of either network, those of `after` first. Nothing is generated or compared until a node and a family are
 * asked for. A node that was added or removed is compared with one that has no rules.
 */
export function diffNetworks(before: Network, after: Network): readonly NodeDiff[] {
  const nodes = ({ machines }: Network) => [...machines.values()].filter(({ kind }) => kind === 'node');
  const gone = nodes(before).filter(({ id }) => !after.machines.has(id));
  return [
    ...nodes(after).map((node) => nodeDiff(before.machines.get(node.id), node)),
    ...gone.map((node) => nodeDiff(node, undefined)),
  ];
}

function nodeDiff(before: Machine | undefined, after: Machine | undefined): NodeDiff {
  const { id, name } = (after ?? before) as Machine;
  const made = new Map<IpFamily, RulesetDiff>();
  return {
    machine: id,
    name,
    change: before && after ? 'kept' : after ? 'added' : 'removed',
    get families() {
      const found = [before, after].flatMap((machine) => (machine ? familiesOf(machine) : []));
      return ([4, 6] as const).filter((family) => found.includes(family));
    },
    of(family) {
      let diff = made.get(family);
      if (!diff) {
        diff = diffRulesets(rulesOf(before, family), rulesOf(after, family));
        made.set(family, diff);
      }
      return diff;
    },
  };
}

const rulesOf = (machine: Machine | undefined, family: IpFamily): Ruleset =>
  machine?.ruleset(family) ?? { family, tables: new Map() };
