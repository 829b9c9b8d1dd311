import type { MachineId, Network, WorldState } from '../host/model';
import type { EvalEnv } from '../netfilter/evaluate.types';
import type { ChainName, Match, Rule, TableName } from '../netfilter/model';
import { kernelProbability } from '../netfilter/print-value';
import { type Ending, endingOf } from './ending';
import { LiveWorld } from './live';
import type { SendRequest } from './model';
import { sendInto } from './send';

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

/** A draw and those before it; ways share what they have in common. */
interface Link {
  readonly draw: Draw;
  readonly before: Link | undefined;
}

function drawsOf(last: Link | undefined): readonly Draw[] {
  const draws: Draw[] = [];
  for (let link = last; link; link = link.before) draws.push(link.draw);
  return draws.reverse();
}

/** How likely is it that the condition holds? */
function probabilityOf({ matches }: Rule): number {
  const match = matches.find((m): m is Extract<Match, { kind: 'statistic' }> => m.kind === 'statistic');
  if (!match) return 1;
  const p = kernelProbability(match.probability);
  return match.negate ? 1 - p : p;
}

interface Way {
  readonly probability: number;
  readonly last: Link | undefined;
  readonly ending: Ending;
}

/**
 * Every ending that this request can have in this world, with its exact probability; likeliest first, together 1. No
 * sampling: each draw of a `statistic` match is taken both ways. Draws that `force` decides are no chance. Throws a
 * RangeError if `from` is no machine of the network.
 */
export function distribution(network: Network, world: WorldState, request: SendRequest): readonly Chance[] {
  const found = new Map<string, { probability: number; ways: number; best: Way }>();
  for (const way of waysOf(network, world, request)) {
    const { ending, probability } = way;
    const seen = found.get(ending.key);
    if (!seen) found.set(ending.key, { probability, ways: 1, best: way });
    else {
      seen.probability += probability;
      seen.ways += 1;
      if (probability > seen.best.probability) seen.best = way;
    }
  }
  return [...found.values()]
    .map(({ probability, ways, best }) => ({
      ...best.ending,
      probability,
      ways,
      draws: () => drawsOf(best.last),
    }))
    .sort((a, b) => b.probability - a.probability || (a.key < b.key ? -1 : 1));
}

/** Walks the tree of draws, each leaf once: the first of its draws that is not decided yet holds, its rest goes on the stack. */
function* waysOf(network: Network, world: WorldState, request: SendRequest): Generator<Way> {
  const open: { readonly last: Link | undefined; readonly probability: number }[] = [
    { last: undefined, probability: 1 },
  ];
  for (let start = open.pop(); start; start = open.pop()) {
    const decided = drawsOf(start.last);
    let { last, probability } = start;
    let at = 0;
    const draw: EvalEnv['draw'] = ({ table, chain, rule }) => {
      const known = decided[at++];
      if (known) return numberFor(known);
      const p = probabilityOf(rule);
      const holds = p > 0;
      const take = (h: boolean, q: number): Link => ({
        draw: { machine: request.from, table, chain, rule, holds: h, probability: q },
        before: last,
      });
      if (p > 0 && p < 1) open.push({ last: take(false, 1 - p), probability: probability * (1 - p) });
      last = take(holds, holds ? p : 1);
      probability *= holds ? p : 1;
      return numberFor(last.draw);
    };
    const { outcome } = sendInto(network, new LiveWorld(world), request, { draw, brief: true });
    yield { probability, last, ending: endingOf(outcome) };
  }
}

/** A number that makes the condition hold, or not. */
function numberFor({ rule, holds }: Draw): number {
  const negated = rule.matches.some((m) => m.kind === 'statistic' && m.negate);
  return holds === negated ? 1 - 2 ** -53 : 0;
}
