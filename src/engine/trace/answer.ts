import { ECHO } from '../host/icmp';
import type { Packet, TcpFlag } from '../net/packet';
import { icmpError } from './kernel/icmp';
import type { Emission, Fate, Walk } from './walk';

type Delivered = Extract<Fate, { kind: 'delivered' }>;

/** The packet turned round. */
function back(packet: Packet, flags: readonly TcpFlag[]): Packet {
  const { src, dst, sport, dport } = packet;
  return { ...packet, src: dst, dst: src, sport: dport, dport: sport, ttl: 64, flags };
}

/**
 * What the machine that has the request answers: the process where one listens, else its kernel. TCP and SCTP refuse
 * in kind, UDP by ICMP (udp_rcv, tcp_v4_rcv).
 */
export function answerTo(walk: Walk, fate: Delivered, known: boolean): Emission | undefined {
  const { machine, skb, request } = walk;
  const { packet } = skb;
  const answer = { leg: 'reply', what: 'answer', machine } as const;
  if (packet.icmp) {
    const icmp = { ...packet.icmp, type: ECHO[packet.family].reply };
    return { ...answer, packet: { ...back(packet, []), icmp } };
  }
  if (packet.flags.includes('RST')) return undefined;
  const opens = packet.flags.includes('SYN') && !packet.flags.includes('ACK');
  const accepted = fate.listening && (packet.proto !== 'tcp' || opens || known);
  if (accepted) {
    if (request.oneWay) return undefined;
    return { ...answer, packet: back(packet, answerFlags(packet, opens)) };
  }
  if (packet.proto === 'udp') return portUnreachable(walk);
  const flags: readonly TcpFlag[] = packet.proto === 'tcp' ? (opens ? ['RST', 'ACK'] : ['RST']) : [];
  return { ...answer, what: 'rst', packet: back(packet, flags) };
}

/** udp_rcv has let go of the packet's flow by then (nf_reset_ct), so conntrack looks the error up like any packet. */
function portUnreachable(walk: Walk): Emission | undefined {
  const error = icmpError(walk, 'port-unreachable');
  return error && { ...error, attached: undefined };
}

const answerFlags = ({ proto }: Packet, opens: boolean): readonly TcpFlag[] =>
  proto !== 'tcp' ? [] : opens ? ['SYN', 'ACK'] : ['PSH', 'ACK'];
