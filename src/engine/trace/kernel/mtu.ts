import { interfaceOf } from '../../host/addresses';
import type { Machine } from '../../host/model';
import { deviceOf, lookupRoute } from '../../host/route';
import type { Ip } from '../../net/address';
import { dataFor, ipLength } from '../../net/length';
import type { Packet } from '../../net/packet';
import type { LiveWorld } from '../live';
import type { Station } from '../model';
import type { Fate, Walk } from '../walk';
import { icmpError } from './icmp';

/**
 * How long a packet may be, in bytes from the IP header on, that a machine sends to `dst`: what its device takes, or what
 * it has been told of the way (ip_dst_mtu_maybe_forward).
 */
export function mtuTowards(live: LiveWorld, machine: Machine, dst: Ip): number {
  const dev = deviceOf(lookupRoute(machine, dst));
  const own = dev === undefined ? Number.POSITIVE_INFINITY : interfaceOf(machine, dev).mtu;
  return Math.min(own, live.pathMtu(machine.id, dst));
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

/**
 * Into how many pieces of whole eight bytes the packet is cut to pass the device (ip_do_fragment), or the way, if it is the
 * machine's own: who forwards asks its device only (net.ipv4.ip_forward_use_pmtu).
 */
export function fragments({ machine, skb, live }: Walk, dev: string): number {
  const { packet, iif } = skb;
  const way = iif === undefined ? live.pathMtu(machine.id, packet.dst) : Number.POSITIVE_INFINITY;
  const mtu = Math.min(interfaceOf(machine, dev).mtu, way);
  const header = packet.family === 4 ? 20 : 48;
  const length = ipLength(packet);
  const pieces = length <= mtu ? 1 : Math.ceil((length - header) / (Math.floor((mtu - header) / 8) * 8));
  // Each of the inner packet's pieces has an outer packet of its own.
  const tunnel = packet.vxlan && machine.interfaces.find(({ kind }) => kind === 'vxlan');
  return tunnel && packet.vxlan && length - ipLength(packet.vxlan.inner) + tunnel.mtu <= mtu ? 1 : pieces;
}
