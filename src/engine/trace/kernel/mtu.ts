import { interfaceOf } from '../../host/addresses';
import type { Machine } from '../../host/model';
import { deviceOf, lookupRoute } from '../../host/route';
import type { Ip } from '../../net/address';
import { dataFor, ipLength } from '../../net/length';
import type { Packet } from '../../net/packet';
import type { Station } from '../model';
import type { Fate, Walk } from '../walk';
import { icmpError } from './icmp';

/** What the device takes, in bytes from the IP header on, by which a machine reaches `dst`. */
export function mtuTowards(machine: Machine, dst: Ip): number {
  const dev = deviceOf(lookupRoute(machine, dst));
  return dev === undefined ? Number.POSITIVE_INFINITY : interfaceOf(machine, dev).mtu;
}

/**
 * A packet of `size` bytes with a program's data. TCP makes no segment longer than `limit` and forbids to fragment it;
 * of the others a datagram that fits is forbidden to be fragmented, a longer one is sent in fragments
 * (IP_PMTUDISC_WANT, __ip_make_skb).
 */
export function withData(packet: Packet, size: number, limit: number): Packet {
  const most = packet.proto === 'tcp' ? Math.min(size, limit) : size;
  const whole: Packet = { ...packet, data: dataFor(packet, most) };
  return ipLength(whole) <= limit ? { ...whole, df: true } : whole;
}

/**
 * Too long for the device, and not to be fragmented: the sender is told what would fit (ip_forward and ip6_forward before
 * FORWARD's rules, ip_fragment after POSTROUTING's).
 */
export function tooBig(walk: Walk, dev: string, station: Station): Fate | undefined {
  const { machine, skb } = walk;
  const { mtu } = interfaceOf(machine, dev);
  const size = skb.packet.df ? ipLength(skb.packet) : 0;
  if (size <= mtu) return undefined;
  const error = icmpError(walk, 'too-big');
  const icmp = error?.packet.icmp && { ...error.packet.icmp, mtu };
  const told = error && icmp && { ...error, packet: { ...error.packet, icmp } };
  return walk.drop(station, 'too-big', { dev, size, mtu }, told);
}

/** Into how many pieces of whole eight bytes a packet is cut to pass the device (ip_do_fragment). */
export function fragments(packet: Packet, mtu: number): number {
  const header = packet.family === 4 ? 20 : 48;
  const length = ipLength(packet);
  return length <= mtu ? 1 : Math.ceil((length - header) / (Math.floor((mtu - header) / 8) * 8));
}
