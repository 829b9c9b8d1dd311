import { interfaceOf } from '../../host/addresses';
import type { Machine } from '../../host/model';
import { deviceOf, lookupRoute } from '../../host/route';
import type { Ip } from '../../net/address';
import { dataFor, ipLength } from '../../net/length';
import type { Packet } from '../../net/packet';
import type { LiveWorld } from '../live';
import type { Station } from '../step';
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
  return ipLength(whole) <= limit ? { ...whole, df: true } : { ...whole, piece: pieceOf(whole, limit) };
}

const headerOf = ({ family }: Packet): number => (family === 4 ? 20 : 48);

/** The longest fragment that a device takes: of whole eight bytes behind its header (ip_do_fragment, ip6_fragment). */
function pieceOf(packet: Packet, mtu: number): number {
  const header = headerOf(packet);
  return header + Math.floor((mtu - header) / 8) * 8;
}

/**
 * Too long for the device, and not to be fragmented, in IPv6 never by others than its sender, who is told what would fit
 * (ip_forward and ip6_forward before FORWARD's rules, ip_fragment after POSTROUTING's).
 */
export function tooBig(walk: Walk, dev: string, station: Station): Fate | undefined {
  const { machine, skb } = walk;
  const { mtu } = interfaceOf(machine, dev);
  const { df, family, vxlan, piece = ipLength(skb.packet) } = skb.packet;
  const size = skb.joined || vxlan || (family === 4 && !df) ? 0 : piece;
  if (size <= mtu) return undefined;
  const error = icmpError(walk, 'too-big');
  const icmp = error?.packet.icmp && { ...error.packet.icmp, mtu };
  const told = error && icmp && { ...error, packet: { ...error.packet, icmp } };
  return walk.drop(station, 'too-big', { dev, size, mtu }, told);
}

/** How long a packet is as it goes out: each of an inner packet's fragments has an outer packet of its own. */
export function lengthOut(packet: Packet): number {
  const { piece, vxlan } = packet;
  const length = ipLength(packet);
  return piece ?? (vxlan?.inner.piece ? length - ipLength(vxlan.inner) + vxlan.inner.piece : length);
}

/** The packet as it passes the device: in fragments, if it is too long, and once cut no longer than its sender's. */
export function cut(
  { machine, skb }: Walk,
  dev: string,
): { readonly packet: Packet; readonly fragments: number } {
  const { mtu } = interfaceOf(machine, dev);
  const { piece = mtu, ...packet } = skb.packet;
  const length = ipLength(packet);
  if (lengthOut(packet) <= (skb.joined ? mtu : Math.min(mtu, piece))) return { packet, fragments: 1 };
  const header = headerOf(packet);
  const longest = pieceOf(packet, Math.min(mtu, piece));
  const fragments = Math.ceil((length - header) / (longest - header));
  return { packet: { ...packet, piece: longest }, fragments };
}
