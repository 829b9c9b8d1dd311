import type { Network, WorldState } from '../host/model';
import { ipLength } from '../net/length';
import { tupleOf } from '../net/tuple';
import { type Ending, endingOf } from './ending';
import { LiveWorld } from './live';
import type { OutcomeCode, SendRequest, Step } from './model';
import { randomFrom } from './random';
import { requestPacket } from './request';
import { chainKey, ruleKey } from './rule-key';
import { sendInto } from './send';

/** As `iptables -vnL` shows it: bytes count from the IP header on. */
export interface Counter {
  readonly packets: number;
  readonly bytes: number;
}

/** One bar of the histogram. */
export interface EndingCount extends Ending {
  readonly count: number;
}

export interface Traffic {
  /** Connections sent. */
  readonly sent: number;
  readonly outcomes: ReadonlyMap<OutcomeCode, number>;
  /** Endpoints, and the other ways to end; most frequent first. */
  readonly endpoints: readonly EndingCount[];
  /** By `ruleKey`; rules that nothing matched are absent. */
  readonly counters: ReadonlyMap<string, Counter>;
  /** By `chainKey`: base chains whose policy was reached. */
  readonly policies: ReadonlyMap<string, Counter>;
  /** What the connections leave behind. */
  readonly world: WorldState;
}

/** A program without privileges has these ports to itself. */
const PORTS = { first: 1024, count: 65536 - 1024 } as const;
/** Connections between two chances to do something else: a few milliseconds on a small cluster. */
const CHUNK = 32;

type Tally = Map<string, { packets: number; bytes: number }>;

function count(tally: Tally, key: string, bytes: number): void {
  const counter = tally.get(key);
  if (counter) {
    counter.packets += 1;
    counter.bytes += bytes;
  } else tally.set(key, { packets: 1, bytes });
}

/**
 * A rule counts a packet once all its conditions hold, whatever its target does then; a base chain's policy counts what
 * reaches its end or returns from it (ipt_do_table in net/ipv4/netfilter/ip_tables.c).
 */
function countStep(counters: Tally, policies: Tally, step: Step): void {
  if (step.kind === 'policy') {
    count(policies, chainKey(step.machine, step.table, step.chain), ipLength(step.before.packet));
  } else if (step.kind === 'rule' && step.matched) {
    count(counters, ruleKey(step.machine, step.table, step.chain, step.number), ipLength(step.before.packet));
  }
}

/** The next source port from which this would be a new flow. */
function freePort(network: Network, live: LiveWorld, request: SendRequest, from: number): number {
  const machine = network.machines.get(request.from);
  if (!machine) throw new RangeError(`no machine ${request.from}`);
  for (let i = 0; i < PORTS.count; i++) {
    const sport = PORTS.first + ((from - PORTS.first + i + PORTS.count) % PORTS.count);
    if (live.isNew(tupleOf(requestPacket(machine, { ...request, sport }, () => false)))) return sport;
  }
  throw new RangeError('no free source port');
}

/**
 * As `runTraffic`, in pieces: yields the number of connections sent so far every few milliseconds, so that a page can
 * do other things in between.
 */
export function* pumpTraffic(
  network: Network,
  world: WorldState,
  request: SendRequest,
  n: number,
): Generator<number, Traffic> {
  const live = new LiveWorld(world);
  const random = randomFrom(request.seed);
  const outcomes = new Map<OutcomeCode, number>();
  const endings = new Map<string, { ending: Ending; count: number }>();
  const counters: Tally = new Map();
  const policies: Tally = new Map();
  let { sport } = request;
  for (let sent = 0; sent < n; sent++) {
    if (sent > 0 && sent % CHUNK === 0) yield sent;
    sport = freePort(network, live, request, sport);
    const seed = random() * 2 ** 32;
    const { steps, outcome } = sendInto(network, live, { ...request, sport, seed }, { brief: true });
    sport += 1;
    for (const step of steps) countStep(counters, policies, step);
    outcomes.set(outcome.code, (outcomes.get(outcome.code) ?? 0) + 1);
    const ending = endingOf(outcome);
    const seen = endings.get(ending.key);
    if (seen) seen.count += 1;
    else endings.set(ending.key, { ending, count: 1 });
  }
  const endpoints = [...endings.values()].map((e) => ({ ...e.ending, count: e.count }));
  endpoints.sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  return { sent: n, outcomes, endpoints, counters, policies, world: live.state() };
}

/**
 * Sends `n` new connections, one after the other, each from a source port of its own: `request.sport` and those after it
 * that no known flow uses. Chance is drawn from the seed. conntrack and `recent` go along from each to the next.
 * Throws a RangeError if `from` is no machine of the network, or if the source ports run out (there are 64,512).
 */
export function runTraffic(network: Network, world: WorldState, request: SendRequest, n: number): Traffic {
  const pump = pumpTraffic(network, world, request, n);
  for (;;) {
    const { done, value } = pump.next();
    if (done) return value;
  }
}
