import { isIcmpError } from '../host/icmp';
import type { Network, WorldState } from '../host/model';
import type { Packet } from '../net/packet';
import { tupleKey, tupleOf } from '../net/tuple';
import { answerTo, goOn, opens } from './answer';
import { leaveBy } from './kernel/bridge';
import { withData } from './kernel/mtu';
import { output } from './kernel/output';
import { LiveWorld } from './live';
import type { Exchange, SendRequest } from './model';
import { type LegEnd, outcomeOf } from './outcome';
import { requestPacket } from './request';
import type { SendStep } from './step';
import { type Emission, type Fate, skbOf, Walk, type WalkOptions } from './walk';

/**
 * Sends one packet and follows everything that it causes: the request, then the answer of the process that got it, or
 * the error of a machine on the way, each walked through every hook. Pure: same network, world and request, same
 * exchange. Throws a RangeError if `from` is no machine of the network, or
 * one that is down.
 */
export function send(network: Network, world: WorldState, request: SendRequest): Exchange {
  const live = new LiveWorld(world);
  return { network, request, before: world, ...sendInto(network, live, request), world: live.state() };
}

/** As `send`, into a world that changes in place. */
export function sendInto(
  network: Network,
  live: LiveWorld,
  request: SendRequest,
  options?: WalkOptions,
): Pick<Exchange, 'traces' | 'steps' | 'outcome'> {
  const machine = network.machines.get(request.from);
  if (!machine || machine.down) throw new RangeError(`no machine ${request.from}`);
  const walk = new Walk(network, live, request, machine, options);
  const connections = live.connectionsOf(machine.id);
  const packet = requestPacket(live, machine, request);
  const key = tupleKey(tupleOf(packet));
  const connected = connections.has(key) && !packet.flags.includes('SYN');
  // Who opens a connection has none there any more.
  if (packet.flags.includes('RST') || opens(packet)) connections.delete(key);
  const ends: LegEnd[] = [];
  const queue: Emission[] = [{ leg: 'request', what: 'request', machine, packet }];
  for (let emission = queue.shift(); emission; emission = queue.shift()) {
    const sent = walk.steps.length;
    const fate = originate(walk, emission);
    ends.push({ emission, sent, fate, machine: walk.machine, packet: walk.skb.packet });
    const next = reactions(walk, ends, packet);
    // What was to follow a packet that got lost, or was refused, is never sent.
    if (fate.kind === 'dropped' || next.some(({ what }) => what === 'rst' || what === 'icmp'))
      queue.length = 0;
    queue.push(...next);
  }
  const { steps, traces } = walk;
  return { traces, steps, outcome: outcomeOf(request, ends, connected) };
}

/** What is sent because of a packet's end; `first` is what the exchange began with. */
function reactions(walk: Walk, ends: readonly LegEnd[], first: Packet): readonly Emission[] {
  const { emission, fate } = ends.at(-1) as LegEnd;
  const { leg } = emission;
  if (fate.kind === 'dropped') return fate.error ? [fate.error] : [];
  if (leg === 'error') return sendShorter(walk, ends.at(-2)?.emission);
  if (leg !== 'request') return goOn(walk, first);
  const answer = answerTo(walk, fate);
  return answer ? [answer] : [];
}

/**
 * Who is told how long a packet may be on its way remembers it, whatever it sent; TCP sends its data again, in shorter ones
 * (tcp_v4_mtu_reduced).
 */
function sendShorter({ machine, skb, live }: Walk, lost: Emission | undefined): readonly Emission[] {
  const { mtu, quoted } = skb.packet.icmp ?? {};
  if (mtu === undefined || !quoted) return [];
  live.learnMtu(machine.id, quoted.dst, mtu);
  if (lost?.packet.proto !== 'tcp' || lost.machine !== machine) return [];
  return [{ ...lost, packet: withData(lost.packet, mtu, mtu), again: true }];
}

/** A machine makes a packet: it leaves its process, or its kernel, and goes until its end. */
function originate(walk: Walk, { leg, what, machine, packet, attached, frame }: Emission): Fate {
  const start = walk.steps.length;
  const about = attached && { ct: attached.entry, ctDirection: attached.direction };
  walk.leg = leg;
  walk.machine = machine;
  walk.nextHop = undefined;
  walk.skb = skbOf(packet, about && { ctState: 'RELATED', ...about });
  if (!isIcmpError(packet)) {
    const owner = leg === 'request' ? walk.request.fromOwner : undefined;
    walk.flows.push({ machine: machine.id, tuple: tupleOf(packet), ...(owner ? { owner } : {}) });
  }
  walk.emit<SendStep>({ kind: 'send', station: { at: 'process' }, what });
  const fate = frame ? leaveBy(walk, frame.bridge, frame.port) : output(walk);
  walk.traces.push({ leg, packet, from: machine.id, start, end: walk.steps.length });
  return fate;
}
