import type { MachineId, Network, WorldState } from '../host/model';
import type { DrawPoint } from '../netfilter/evaluate.types';
import { kernelProbability } from '../netfilter/print-value';
import { type Ending, endingOf } from './ending';
import { LiveWorld } from './live';
import type { SendRequest } from './model';
import { sendInto } from './send';
import type { Walk } from './walk';

/** A draw that chance decides. Ways on which all is alike but what was drawn before meet in one. */
export interface Fork {
  readonly kind: 'fork';
  readonly machine: MachineId;
  readonly point: Omit<DrawPoint, 'place'>;
  /** How likely the condition is to hold: n / 2^31. */
  readonly probability: number;
  /** Where it leads if the condition holds, and if not; absent where that cannot be. */
  yes?: Target;
  no?: Target;
}

export interface Leaf {
  readonly kind: 'leaf';
  readonly ending: Ending;
}

export type Target = Fork | Leaf;

/** A draw, how it fell, and those before it. */
interface Decision {
  readonly fork: Fork;
  readonly holds: boolean;
  readonly before: Decision | undefined;
}

/** Thrown out of a walk that has come to where another has been. */
class Met extends Error {}

function inOrder(last: Decision | undefined): readonly Decision[] {
  const found: Decision[] = [];
  for (let decision = last; decision; decision = decision.before) found.push(decision);
  return found.reverse();
}

/** A number that makes the condition hold, or not. */
const numberFor = ({ match }: DrawPoint, holds: boolean): number =>
  holds === match.negate ? 1 - 2 ** -53 : 0;

function probabilityOf({ match }: DrawPoint): number {
  const p = kernelProbability(match.probability);
  return match.negate ? 1 - p : p;
}

/**
 * All that the rest of an exchange depends on: the packet in hand, where it stands, the newest entry of each flow that
 * it touched, what modules remember, and what was sent, delivered and lost so far.
 */
function situation(walk: Walk, point: DrawPoint): string {
  const entries = new Map<string, unknown>();
  const told: unknown[] = [];
  for (const step of walk.steps) {
    const { kind, machine, after } = step;
    if (after.ct) entries.set(`${machine} ${after.ct.id}`, after.ct);
    if (kind === 'send' || kind === 'deliver') told.push([step.station, machine, after.packet]);
    else if (kind === 'drop') told.push([machine, step.code, step.params, after.packet]);
  }
  const here = [walk.machine.id, walk.hop, walk.traversals, walk.leg, walk.skb, walk.nextHop];
  return JSON.stringify([here, point.table, point.place(), [...entries], told, walk.live.remembered()]);
}

/**
 * Follows a request through every draw of a `statistic` match, both ways, and returns the first; a leaf if nothing is
 * drawn. Each situation is looked into once, so that draws one after the other that change nothing (a sampled LOG) do
 * not multiply. Draws that `force` decides are no forks.
 */
export function forksOf(network: Network, world: WorldState, request: SendRequest): Target {
  const known = new Map<string, Fork>();
  const leaves = new Map<string, Leaf>();
  const open: (Decision | undefined)[] = [undefined];
  let root: Target | undefined;
  while (open.length > 0) {
    const start = open.pop();
    const decided = inOrder(start);
    let last = start;
    let next = 0;
    const arrive = (target: Target) => {
      if (!last) root = target;
      else if (last.holds) last.fork.yes = target;
      else last.fork.no = target;
    };
    const draw = (point: DrawPoint, walk: Walk): number => {
      const before = decided[next++];
      if (before) return numberFor(point, before.holds);
      const key = situation(walk, point);
      const met = known.get(key);
      if (met) {
        arrive(met);
        throw new Met();
      }
      const probability = probabilityOf(point);
      const { table, chain, rule, match } = point;
      const at = { table, chain, rule, match };
      const fork: Fork = { kind: 'fork', machine: walk.machine.id, point: at, probability };
      known.set(key, fork);
      arrive(fork);
      const holds = probability > 0;
      if (holds && probability < 1) open.push({ fork, holds: false, before: last });
      last = { fork, holds, before: last };
      return numberFor(point, holds);
    };
    try {
      const { outcome } = sendInto(network, new LiveWorld(world), request, { draw, brief: true });
      const ending = endingOf(outcome);
      const leaf = leaves.get(ending.key) ?? { kind: 'leaf', ending };
      leaves.set(ending.key, leaf);
      arrive(leaf);
    } catch (error) {
      if (!(error instanceof Met)) throw error;
    }
  }
  return root as Target;
}
