import type { Ip } from './address';
import type { Packet, Protocol } from './packet';

/** One direction of a flow, as conntrack keys it. For ICMP, `sport` is the echo id and `dport` type*256+code. */
export interface Tuple {
  readonly proto: Protocol;
  readonly src: Ip;
  readonly dst: Ip;
  readonly sport: number;
  readonly dport: number;
}

/** The tuple of a packet that is not an ICMP error. */
export function tupleOf(packet: Packet): Tuple {
  const { proto, src, dst, sport, dport, icmp } = packet;
  if (icmp) return { proto, src, dst, sport: icmp.id ?? 0, dport: icmp.type * 256 + icmp.code };
  return { proto, src, dst, sport, dport };
}

/** The tuple that a reply carries when no NAT applies. Echo requests are answered by echo replies. */
export function invertTuple(tuple: Tuple): Tuple {
  const { proto, src, dst, sport, dport } = tuple;
  if (proto === 'icmp') return { proto, src: dst, dst: src, sport, dport: dport === 8 * 256 ? 0 : 8 * 256 };
  if (proto === 'icmpv6') {
    return { proto, src: dst, dst: src, sport, dport: dport === 128 * 256 ? 129 * 256 : 128 * 256 };
  }
  return { proto, src: dst, dst: src, sport: dport, dport: sport };
}

/** A map key, unique for each tuple. */
export function tupleKey(t: Tuple): string {
  return `${t.proto} ${t.src} ${t.sport} ${t.dst} ${t.dport}`;
}
