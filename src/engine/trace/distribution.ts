import type { MachineId, Network, WorldState } from '../host/model';
import type { ChainName, Rule, TableName } from '../netfilter/model';
import { type Fork, forksOf, type Leaf, type Target } from './draws';
import type { Ending } from './ending';
import type { SendRequest } from './model';

/** One draw of a `statistic` match on a way. */
export interface Draw {
  readonly machine: MachineId;
  readonly table: TableName;
  readonly chain: ChainName;
  readonly rule: Rule;
  /** Did the condition hold? */
  readonly holds: boolean;
  /** Of what was drawn: n / 2^31, as the kernel compares. */
  readonly probability: number;
}

/** All ways that lead to one ending. */
export interface Chance extends Ending {
  readonly probability: number;
  /** How many ways lead there. */
  readonly ways: number;
  /** What is drawn on the likeliest of them, in order. */
  draws(): readonly Draw[];
}

/** A draw on a way, and those before it; ways share what they have in common. */
interface Link {
  readonly fork: Fork;
  readonly holds: boolean;
  readonly before: Link | undefined;
}

/** What arrives at a fork or at an ending, from all that lead there. */
interface Arrivals {
  probability: number;
  ways: number;
  /** The likeliest way. */
  best: number;
  link: Link | undefined;
  /** Forks that lead here and have not been counted yet. */
  waiting: number;
}

const shareOf = ({ probability }: Fork, holds: boolean): number => (holds ? probability : 1 - probability);

/** Where a fork leads, once for each way that it can fall. */
const exits = (fork: Fork): readonly { readonly holds: boolean; readonly to: Target }[] => [
  ...(fork.yes ? [{ holds: true, to: fork.yes }] : []),
  ...(fork.no ? [{ holds: false, to: fork.no }] : []),
];

/** Everything that can be reached, each with how many exits lead to it. */
function reach(root: Target): Map<Target, Arrivals> {
  const found = new Map<Target, Arrivals>();
  const visit = (target: Target): void => {
    const seen = found.get(target);
    if (seen) seen.waiting += 1;
    else {
      found.set(target, { probability: 0, ways: 0, best: 0, link: undefined, waiting: 1 });
      open.push(target);
    }
  };
  const open: Target[] = [];
  visit(root);
  for (let target = open.pop(); target; target = open.pop()) {
    if (target.kind === 'fork') for (const { to } of exits(target)) visit(to);
  }
  return found;
}

function drawsOf(last: Link | undefined): readonly Draw[] {
  const draws: Draw[] = [];
  for (let link = last; link; link = link.before) {
    const { fork, holds } = link;
    const { table, chain, rule } = fork.point;
    draws.push({ machine: fork.machine, table, chain, rule, holds, probability: shareOf(fork, holds) });
  }
  return draws.reverse();
}

/**
 * Every ending that this request can have in this world, with its exact probability; likeliest first, together 1. No
 * sampling: each draw of a `statistic` match is taken both ways. Draws that `force` decides are no chance. Throws a
 * RangeError if `from` is no machine of the network, or one that is down.
 */
export function distribution(network: Network, world: WorldState, request: SendRequest): readonly Chance[] {
  const root = forksOf(network, world, request);
  const arrivals = reach(root);
  const leaves: Leaf[] = [];
  const arrive = (to: Target, probability: number, ways: number, best: number, link: Link | undefined) => {
    const at = arrivals.get(to) as Arrivals;
    at.probability += probability;
    at.ways += ways;
    if (best > at.best) Object.assign(at, { best, link });
    at.waiting -= 1;
    if (at.waiting === 0) ready.push(to);
  };
  const ready: Target[] = [];
  arrive(root, 1, 1, 1, undefined);
  for (let target = ready.pop(); target; target = ready.pop()) {
    if (target.kind === 'leaf') {
      leaves.push(target);
      continue;
    }
    const { probability, ways, best, link } = arrivals.get(target) as Arrivals;
    for (const { holds, to } of exits(target)) {
      const share = shareOf(target, holds);
      arrive(to, probability * share, ways, best * share, { fork: target, holds, before: link });
    }
  }
  return leaves
    .map((leaf) => {
      const { probability, ways, link } = arrivals.get(leaf) as Arrivals;
      return { probability, ways, draws: () => drawsOf(link), ...leaf.ending };
    })
    .sort((a, b) => b.probability - a.probability || (a.key < b.key ? -1 : 1));
}
