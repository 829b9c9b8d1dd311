import type { MachineId, Network, WorldState } from '../host/model';
import type { DrawPoint, SavedRun } from '../netfilter/evaluate/evaluate.types';
import { kernelProbability } from '../netfilter/print/print-value';
import { type Ending, endingOf } from './ending';
import { LiveWorld } from './live';
import type { SendRequest } from './model';
import { sendInto } from './send';
import type { Walk } from './walk';

/** A draw that chance decides. Ways on which all is alike but what was drawn before meet in one. */
export interface Fork {
  readonly kind: 'fork';
  readonly machine: MachineId;
  readonly point: Omit<DrawPoint, 'run'>;
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
  /** The number of steps before the run of the table that it was in, which tells that run from others. */
  readonly run: number;
  /** That run, there. Where it is known, so is all that was drawn in it before, and `before` is in an earlier run. */
  readonly saved: SavedRun | undefined;
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
 * All that the rest of an exchange depends on, but for the run of the table: the packet in hand, where it stands, the
 * newest entry of each flow that it touched, and what was sent, delivered and lost so far.
 */
function situation(walk: Walk): string {
  const entries = new Map<string, unknown>();
  const told: unknown[] = [];
  for (const step of walk.steps) {
    const { kind, machine, after } = step;
    if (after.ct) entries.set(`${machine} ${after.ct.id}`, after.ct);
    if (kind === 'send' || kind === 'deliver') told.push([step.station, machine, after.packet]);
    else if (kind === 'drop') told.push([machine, step.code, step.params, after.packet]);
  }
  const here = [walk.machine.id, walk.hop, walk.traversals, walk.leg, walk.skb, walk.nextHop];
  return JSON.stringify([here, [...entries], told]);
}

/**
 * Follows a request through every draw of a `statistic` match, both ways, and returns the first; a leaf if nothing is
 * drawn. Each situation is looked into once, so that draws one after the other that change nothing (a sampled LOG) do
 * not multiply. The run of a table goes on at each draw in it as if the condition did not hold, and is saved for the
 * walk on which it does, so that a Service's draws are not repeated for each of its endpoints. Draws that `force`
 * decides are no forks.
 */
export function forksOf(network: Network, world: WorldState, request: SendRequest): Target {
  const known = new Map<string, Fork>();
  const situations = new Map<string, number>();
  const leaves = new Map<string, Leaf>();
  const open: (Decision | undefined)[] = [undefined];
  let root: Target | undefined;
  while (open.length > 0) {
    const start = open.pop();
    const decided = inOrder(start);
    let last = start;
    let next = 0;
    let here = -1;
    let run = -1;
    const arrive = (target: Target) => {
      if (!last) root = target;
      else if (last.holds) last.fork.yes = target;
      else last.fork.no = target;
    };
    const draw = (point: DrawPoint, walk: Walk): number => {
      const fallen = decided[next++];
      if (fallen) return numberFor(point, fallen.holds);
      const { steps, live } = walk;
      if (run !== steps.length) {
        const text = situation(walk);
        here = situations.get(text) ?? situations.size;
        situations.set(text, here);
        run = steps.length;
      }
      const { table, chain, rule, match } = point;
      const key = [here, table, point.run.place(), live.remembered()].join();
      const met = known.get(key);
      if (met) {
        arrive(met);
        throw new Met();
      }
      const probability = probabilityOf(point);
      const at = { table, chain, rule, match };
      const fork: Fork = { kind: 'fork', machine: walk.machine.id, point: at, probability };
      known.set(key, fork);
      arrive(fork);
      const holds = probability === 1;
      const saved = live.memoryOf(fork.machine).size > 0 ? undefined : point.run.save();
      let before = last;
      while (saved && before?.run === run) before = before.before;
      last = { fork, holds, before, run, saved };
      if (!holds && probability > 0) open.push({ ...last, holds: true });
      return numberFor(point, holds);
    };
    const resume = (walk: Walk) => {
      const at = decided[next];
      return at?.run === walk.steps.length ? at.saved : undefined;
    };
    try {
      const options = { draw, resume, brief: true };
      const { outcome } = sendInto(network, new LiveWorld(world), request, options);
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
