import { ECHO } from '../host/icmp';
import { ipLength } from '../net/length';
import type { Packet, TcpFlag } from '../net/packet';
import { invertTuple, tupleKey, tupleOf } from '../net/tuple';
import { icmpError } from './kernel/icmp';
import { mtuTowards, withData } from './kernel/mtu';
import type { Emission, Fate, Walk } from './walk';

type Delivered = Extract<Fate, { kind: 'delivered' }>;

/** The packet turned round, without its data. */
function back(packet: Packet, flags: readonly TcpFlag[]): Packet {
  const { data: _, df: __, piece: ___, src, dst, sport, dport, ...rest } = packet;
  return { src: dst, dst: src, sport: dport, dport: sport, ...rest, ttl: 64, flags };
}

/** An answer is as long as what it answers. */
function sized({ request, live, machine }: Walk, packet: Packet): Packet {
  const { size } = request;
  if (size === undefined) return packet;
  const agreed = live.connectionsOf(machine.id).get(tupleKey(tupleOf(packet))) ?? Number.POSITIVE_INFINITY;
  return withData(packet, size, Math.min(agreed, mtuTowards(live, machine, packet.dst)));
}

/** What this end of the packet's connection sends, as a key of `LiveWorld.connectionsOf`. */
const connectionOf = (packet: Packet): string => tupleKey(invertTuple(tupleOf(packet)));

/**
 * What the machine that has the request answers: the process where one listens, else its kernel. TCP and SCTP refuse
 * in kind, UDP by ICMP (udp_rcv, tcp_v4_rcv, sctp_rcv).
 */
export function answerTo(walk: Walk, fate: Delivered): Emission | undefined {
  const { machine, skb, request } = walk;
  const { packet } = skb;
  const answer = (reply: Packet, what: Emission['what'] = 'answer'): Emission => ({
    leg: 'reply',
    what,
    machine,
    packet: reply,
  });
  if (packet.icmp) {
    const icmp = { ...packet.icmp, type: ECHO[packet.family].reply };
    const reply: Packet = { ...back(packet, []), icmp };
    if (packet.data === undefined) return answer(reply);
    // Nothing forbids to cut the kernel's own in IPv4 (icmp_sk_init: IP_PMTUDISC_DONT).
    const { df: _, ...sent } = withData(reply, ipLength(packet), mtuTowards(walk.live, machine, packet.src));
    return answer(sent);
  }
  if (packet.proto === 'tcp') {
    const flags = tcpAnswer(walk, packet, fate.listening);
    if (!flags) return undefined;
    const bare = back(packet, flags);
    const full = flags.includes('PSH') ? sized(walk, bare) : bare;
    return answer(full, flags[0] === 'RST' ? 'rst' : 'answer');
  }
  if (packet.proto === 'udp' && !fate.listening) return portUnreachable(walk);
  if (request.oneWay && fate.listening) return undefined;
  if (packet.proto === 'udp') return answer(sized(walk, back(packet, [])));
  const chunk = fate.listening ? 'INIT_ACK' : 'ABORT';
  return answer({ ...back(packet, []), chunk }, fate.listening ? 'answer' : 'rst');
}

/** Each end's SYN says what its own device takes (MSS); the smaller holds for both. */
function longest({ machine, network, traces, live }: Walk, { src }: Packet): number {
  const own = mtuTowards(live, machine, src);
  const syn = traces.at(-1);
  const sender = syn && network.machines.get(syn.from);
  return sender ? Math.min(own, mtuTowards(live, sender, syn.packet.dst)) : own;
}

/**
 * The flags that TCP answers with; a socket that listens answers a SYN, one that is connected all else (tcp_v4_do_rcv).
 * There, a SYN is challenged: was it meant? (RFC 5961, tcp_validate_incoming)
 */
function tcpAnswer(walk: Walk, packet: Packet, listening: boolean): readonly TcpFlag[] | undefined {
  const has = (flag: TcpFlag): boolean => packet.flags.includes(flag);
  const connections = walk.live.connectionsOf(walk.machine.id);
  const key = connectionOf(packet);
  // Our SYN-ACK, or our FIN, is out already, and waits to be acknowledged.
  const [half, last] = [`${key} SYN_RECV`, `${key} LAST_ACK`];
  if (has('RST')) {
    for (const state of [key, half, last]) connections.delete(state);
    return undefined;
  }
  if (has('SYN')) {
    if (connections.has(key) || connections.has(last)) return ['ACK'];
    if (has('ACK')) return ['RST'];
    if (!listening) return ['RST', 'ACK'];
    connections.set(half, longest(walk, packet));
    return walk.request.oneWay ? undefined : ['SYN', 'ACK'];
  }
  if (connections.delete(last)) return undefined;
  const length = connections.get(half) ?? connections.get(key);
  if (length === undefined) return ['RST'];
  connections.delete(half);
  connections.set(key, length);
  if (has('FIN')) {
    connections.delete(key);
    connections.set(last, 0);
    return ['FIN', 'ACK'];
  }
  return has('PSH') && !walk.request.oneWay ? ['PSH', 'ACK'] : undefined;
}

/** Is it a connection's first packet? */
export const opens = ({ flags }: Packet): boolean => flags.join() === 'SYN';

/** udp_rcv has let go of the packet's flow by then (nf_reset_ct), so conntrack looks the error up like any packet. */
function portUnreachable(walk: Walk): Emission | undefined {
  const error = icmpError(walk, 'port-unreachable');
  return error && { ...error, attached: undefined };
}

/**
 * What the caller sends on when TCP's answer has come back: the rest of the handshake and its data where the whole
 * conversation is asked for, and in any case the acknowledgement of a FIN, or what makes an end of an old connection that
 * its SYN has met (tcp_rcv_synsent_state_process), before the SYN is sent again. `sent` is what it sent first.
 */
export function goOn(walk: Walk, sent: Packet): readonly Emission[] {
  const { machine, skb, request, live } = walk;
  const { packet } = skb;
  if (packet.proto !== 'tcp' || machine.id !== request.from) return [];
  const has = (flag: TcpFlag): boolean => packet.flags.includes(flag);
  const connections = live.connectionsOf(machine.id);
  const key = connectionOf(packet);
  const next = (...flags: TcpFlag[]): Emission => {
    const { data: _, df: __, ...rest } = sent;
    const bare: Packet = { ...rest, flags };
    const full = flags.includes('PSH') ? sized(walk, bare) : bare;
    return { leg: 'request', what: 'request', machine, packet: full };
  };
  if (has('RST') || has('FIN')) connections.delete(key);
  if (has('RST')) return [];
  if (has('FIN')) return [next('ACK')];
  if (packet.flags.join() === 'ACK')
    return opens(sent) && walk.traces.length < 3
      ? [
          { ...next('RST'), what: 'rst' },
          { ...next('SYN'), again: true },
        ]
      : [];
  if (has('SYN')) {
    connections.set(key, longest(walk, packet));
    return request.conversation ? [next('ACK'), next('PSH', 'ACK')] : [];
  }
  return request.conversation ? [next('FIN', 'ACK')] : [];
}
