import {
  advance,
  countSteps,
  type Exchange,
  emptyWorld,
  forgetFlows,
  NO_COUNTERS,
  send,
  type WorldState,
} from '../engine';
import { prepare } from './packet';
import type { DocumentState, ExchangeState, SendProblem, SentPacket, WorldAction } from './types';

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
export const after = (world: WorldState, action: WorldAction): WorldState =>
  'wait' in action ? advance(world, action.wait) : forgetFlows(world, action.forget, action.id);

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

/** Sends the packets one after the other, beginning with empty conntrack tables; those that cannot be sent are passed over. */
export function replay(place: Place, packets: readonly SentPacket[]): Played {
  let played: Played = {
    session: [],
    world: emptyWorld(),
    counters: NO_COUNTERS,
    exchange: undefined,
    sendProblem: undefined,
  };
  for (const packet of packets.slice(-SESSION_LIMIT)) {
    played = sendOne(place, played, packet);
    if (packet.later) played = { ...played, world: packet.later.reduce(after, played.world) };
  }
  // A packet that cannot be sent now may be sendable after the next key stroke: it stays the current one.
  const last = packets.at(-1);
  if (played.sendProblem && last)
    return { ...played, session: [last], world: emptyWorld(), counters: NO_COUNTERS };
  return played;
}

export const remember = (
  history: readonly Exchange[],
  exchange: Exchange | undefined,
): readonly Exchange[] => (exchange === undefined ? history : [...history, exchange].slice(-HISTORY_LIMIT));
