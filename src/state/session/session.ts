import {
  advance,
  type Counters,
  countSteps,
  type Exchange,
  emptyWorld,
  forgetFlows,
  type Network,
  NO_COUNTERS,
  send,
  type WorldState,
} from '../../engine';
import { cleaned } from '../document/cleanUdp';
import { placeIn } from '../document/eras';
import type { DocumentState } from '../document/model';
import type { ExchangeState, SendProblem, SentPacket, WorldAction } from './model';
import { prepare } from './packet';

/** Sends kept for replay and in the history; a link carries as many. */
export const SESSION_LIMIT = 32;
const HISTORY_LIMIT = 50;

type Place = Pick<DocumentState, 'cluster' | 'network'>;
type Played = Pick<ExchangeState, 'session' | 'world' | 'counters' | 'exchange' | 'sendProblem'>;

/** A second passes between two sends, so that entries have an order in time. */
function sendInto(place: Place, world: ExchangeState['world'], packet: SentPacket): Exchange | SendProblem {
  const prepared = prepare(place.cluster, place.network, packet);
  if (!prepared.ok) return prepared.problem;
  return send(place.network, world, prepared.request);
}

/** The world after something was done to it between two packets. */
export function after(world: WorldState, action: WorldAction): WorldState {
  if ('wait' in action) return advance(world, action.wait);
  return 'forget' in action ? forgetFlows(world, action.forget, action.id) : world;
}

/** The packets of the last one's flow, oldest first: it alone where it opened the flow. */
export function flowOf(session: readonly SentPacket[]): readonly SentPacket[] {
  const last = session.at(-1);
  if (!last) return [];
  const same = ({ from, to, proto, sport }: SentPacket) =>
    from === last.from && to === last.to && proto === last.proto && sport === last.sport;
  return session.filter(same);
}

/** Sends one more packet into the world as it is. */
export function sendOne(
  place: Place,
  before: Pick<ExchangeState, 'session' | 'world' | 'counters'>,
  packet: SentPacket,
): Played {
  const full = before.session.length >= SESSION_LIMIT;
  const session = full ? [packet] : [...before.session, packet];
  const world = full ? emptyWorld() : advance(before.world, 1);
  const result = sendInto(place, world, packet);
  if ('code' in result) {
    const { session, world, counters } = before;
    return { session, world, counters, exchange: undefined, sendProblem: result };
  }
  const counters = countSteps(before.counters, result.steps);
  return { session, world: result.world, counters, exchange: result, sendProblem: undefined };
}

/** A packet of a session was sent again, or what was done after it was done again. */
export interface Replayed extends Played {
  readonly network: Network;
  readonly action: WorldAction | undefined;
}

/**
 * Sends the packets one after the other, beginning with empty conntrack tables; those that cannot be sent are passed
 * over. Those of an earlier document are sent into that one: then kube-proxy sees the edit. Whoever looks on may give
 * back counters that hold from there. Traffic is the onlooker's.
 */
export function* replaying(
  now: Place & Pick<DocumentState, 'stale'>,
  packets: readonly SentPacket[],
): Generator<Replayed, Played, Counters | undefined> {
  let played: Played = {
    session: [],
    world: emptyWorld(),
    counters: NO_COUNTERS,
    exchange: undefined,
    sendProblem: undefined,
  };
  let last: Place | undefined;
  for (const packet of packets.slice(-SESSION_LIMIT)) {
    const place = packet.era ? placeIn(packet.era) : now;
    if (last && last !== place) played = { ...played, world: cleaned(played.world, last.cluster, place) };
    last = place;
    played = sendOne(place, played, packet);
    for (const action of [undefined, ...(packet.later ?? [])]) {
      if (action) played = { ...played, world: after(played.world, action) };
      if (action && 'zero' in action) played = { ...played, counters: NO_COUNTERS };
      const counters = yield { ...played, network: place.network, action };
      if (counters) played = { ...played, counters };
    }
  }
  // A packet that cannot be sent now may be sendable after the next key stroke: it stays the current one.
  const packet = packets.at(-1);
  if (played.sendProblem && packet)
    return { ...played, session: [packet], world: emptyWorld(), counters: NO_COUNTERS };
  return played;
}

/** The same without a pause; connections of traffic are not sent. */
export function replay(now: Parameters<typeof replaying>[0], packets: readonly SentPacket[]): Played {
  const run = replaying(now, packets);
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}

export const remember = (
  history: readonly Exchange[],
  exchange: Exchange | undefined,
): readonly Exchange[] => (exchange === undefined ? history : [...history, exchange].slice(-HISTORY_LIMIT));
