import type { Machine, Network, WorldState } from '../host/model';
import { tupleOf } from '../net/tuple';
import { type Counters, Counting } from './counters';
import { type Ending, endingOf } from './ending';
import { LiveWorld } from './live';
import type { OutcomeCode, SendRequest } from './model';
import { randomFrom } from './random';
import { requestPacket } from './request';
import { sendInto } from './send';

/** One bar of the histogram. */
export interface EndingCount extends Ending {
  readonly count: number;
}

export interface Traffic {
  /** Connections sent. */
  readonly sent: number;
  readonly outcomes: ReadonlyMap<OutcomeCode, number>;
  /** Endpoints, and the other ways to end; most frequent first. */
  readonly endings: readonly EndingCount[];
  /** Keys of the last endings, oldest first; at most `LANDINGS`. */
  readonly landings: readonly string[];
}

/** How many of the last endings are remembered in order. */
export const LANDINGS = 24;
/** A program without privileges has these ports to itself. */
const PORTS = { first: 1024, count: 65536 - 1024 } as const;

/**
 * New connections, one after the other, each from a source port of its own: `request.sport` and those after it that no
 * known flow uses. Chance is drawn from the seed. conntrack and `recent` go along from each to the next.
 */
export class TrafficRun {
  private readonly network: Network;
  private readonly request: SendRequest;
  private readonly machine: Machine;
  private readonly live: LiveWorld;
  private readonly random: () => number;
  private readonly counting = new Counting();
  private readonly endings = new Map<string, { ending: Ending; count: number }>();
  private readonly landings: string[] = [];
  private sport: number;
  /** Connections sent so far. */
  sent = 0;

  /** Throws a RangeError if `from` is no machine of the network, or one that is down. */
  constructor(network: Network, world: WorldState, request: SendRequest) {
    const machine = network.machines.get(request.from);
    if (!machine || machine.down) throw new RangeError(`no machine ${request.from}`);
    this.network = network;
    this.request = request;
    this.machine = machine;
    this.live = new LiveWorld(world);
    this.random = randomFrom(request.seed);
    this.sport = request.sport;
  }

  /** Sends `n` more. Throws a RangeError if the source ports run out (there are 64,512 to one address and port). */
  send(n: number): void {
    for (let i = 0; i < n; i++) {
      const sport = this.freePort();
      const seed = this.random() * 2 ** 32;
      const request = { ...this.request, sport, seed };
      const { steps, outcome } = sendInto(this.network, this.live, request, { brief: true });
      this.sport = sport + 1;
      this.sent += 1;
      this.counting.add(steps);
      const ending = endingOf(outcome);
      const seen = this.endings.get(ending.key);
      if (seen) seen.count += 1;
      else this.endings.set(ending.key, { ending, count: 1 });
      if (this.landings.push(ending.key) > LANDINGS) this.landings.shift();
    }
  }

  /** What has come of it so far. */
  result(): Traffic {
    const outcomes = new Map<OutcomeCode, number>();
    const endings = [...this.endings.values()].map(({ ending, count }) => ({ ...ending, count }));
    for (const { code, count } of endings) outcomes.set(code, (outcomes.get(code) ?? 0) + count);
    endings.sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
    const landings = [...this.landings];
    return { sent: this.sent, outcomes, endings, landings };
  }

  /** What rules and policies have counted since this was last asked. */
  counted(): Counters {
    return this.counting.take();
  }

  /** What the connections leave behind. */
  world(): WorldState {
    return this.live.state();
  }

  /** The next source port from which this would be a new flow. */
  private freePort(): number {
    for (let i = 0; i < PORTS.count; i++) {
      const sport = PORTS.first + ((this.sport - PORTS.first + i + PORTS.count) % PORTS.count);
      const tuple = tupleOf(requestPacket(this.live, this.machine, { ...this.request, sport }));
      if (this.live.isNew(this.machine.id, tuple)) return sport;
    }
    throw new RangeError('no free source port');
  }
}

/** `n` connections at once, and what they leave behind: see `TrafficRun`. */
export function runTraffic(
  network: Network,
  world: WorldState,
  request: SendRequest,
  n: number,
): Traffic & { readonly counters: Counters; readonly world: WorldState } {
  const run = new TrafficRun(network, world, request);
  run.send(n);
  return { ...run.result(), counters: run.counted(), world: run.world() };
}
