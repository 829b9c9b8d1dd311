import { isEchoRequest, isIcmpError } from '../../host/icmp';
import type { Machine, Socket } from '../../host/model';
import type { Ip } from '../../net/address';
import type { Packet } from '../../net/packet';
import { invertTuple, tupleKey, tupleOf } from '../../net/tuple';
import type { DeliverStep } from '../step';
import type { Fate, OpenFlow, Walk } from '../walk';
import { runHook } from './hook';
import { decapsulate, isTunnelled } from './tunnel';

/** ip_local_deliver: INPUT, then whoever waits for the packet. */
export function localIn(walk: Walk): Fate {
  const fate = runHook(walk, 'input');
  if (fate) return fate;
  if (isTunnelled(walk.machine, walk.skb.packet)) return decapsulate(walk);
  return walk.leg === 'request' ? deliverRequest(walk) : deliverAnswer(walk);
}

/** The socket that takes the packet; else one at its port that listens on another address. */
function listener({ sockets }: Machine, { proto, dport, dst }: Packet): Socket | undefined {
  const there = sockets.filter((s) => s.proto === proto && s.port === dport);
  return there.find((s) => s.address === undefined || s.address === dst) ?? there[0];
}

/** The Pod whose network namespace this is. */
const ownerOf = (machine: Machine): string | undefined =>
  machine.kind === 'pod' ? machine.id.slice('pod/'.length) : undefined;

function deliver(walk: Walk, listening: boolean, assumed: boolean, owner: string | undefined, on?: Ip): Fate {
  const who = owner === undefined ? {} : { owner };
  const step = walk.emit<DeliverStep>({
    kind: 'deliver',
    station: { at: 'process' },
    assumed,
    listening,
    ...(on ? { listensOn: on } : {}),
    ...who,
  });
  return { kind: 'delivered', step, listening, ...who };
}

/** A socket that listens, or the kernel itself for a ping; if nobody does, the kernel will refuse. */
function deliverRequest(walk: Walk): Fate {
  const { machine, skb } = walk;
  if (isEchoRequest(skb.packet)) return deliver(walk, true, false, ownerOf(machine));
  const socket = listener(machine, skb.packet);
  const owner = socket?.owner ?? ownerOf(machine);
  if (socket?.address && socket.address !== skb.packet.dst) {
    return deliver(walk, false, false, owner, socket.address);
  }
  return deliver(walk, socket !== undefined, socket?.assumed ?? false, owner);
}

/** An answer needs a socket that has sent to exactly the address which now answers. */
function deliverAnswer(walk: Walk): Fate {
  const { machine, skb, flows } = walk;
  const flow = flows.find((f) => f.machine === machine.id && answers(skb.packet, f));
  if (flow) return deliver(walk, true, false, flow.owner ?? ownerOf(machine));
  const { src, sport } = skb.packet;
  return walk.drop({ at: 'process' }, 'no-such-flow', { src, sport });
}

function answers(packet: Packet, { tuple }: OpenFlow): boolean {
  const quoted = isIcmpError(packet) ? packet.icmp?.quoted : undefined;
  const about = quoted ? tupleOf(quoted) : invertTuple(tupleOf(packet));
  return tupleKey(about) === tupleKey(tuple);
}
