import type { Packet } from './packet';

const IP = { 4: 20, 6: 40 } as const;
/** UDP, VXLAN and the inner Ethernet header. */
const VXLAN = 8 + 8 + 14;
/** SCTP's common header and one chunk: INIT and INIT ACK without parameters, which are the sender's to choose. */
const SCTP = 12 + 20;
/** The data that `ping` sends unless it is told otherwise. */
const PING = 56;
/** The longest ICMP error (icmp_send, icmp6_send). */
const ERROR = { 4: 576, 6: 1280 } as const;

/**
 * The packet's length in bytes from its IP header on, as Linux sends it and as iptables counts it (`skb->len`): TCP
 * opens with MSS, SACK, timestamp and window scale (20 bytes of options), goes on with timestamps (12), and resets with
 * none (tcp_v4_send_reset). Of programs' data only what the packet says is known.
 */
export function ipLength(packet: Packet): number {
  const header = IP[packet.family];
  const { proto, flags, icmp, vxlan, data = 0 } = packet;
  if (vxlan) return header + VXLAN + ipLength(vxlan.inner);
  if (icmp) {
    if (!icmp.quoted) return header + 8 + (packet.data ?? PING);
    return Math.min(header + 8 + ipLength(icmp.quoted), ERROR[packet.family]);
  }
  if (proto === 'udp') return header + 8 + data;
  if (proto !== 'tcp') return header + SCTP;
  if (flags.includes('RST')) return header + 20;
  return header + (flags.includes('SYN') ? 40 : 32) + data;
}

/** The data that makes a packet `size` bytes long from its IP header on; none if its headers are longer already. */
export const dataFor = (packet: Packet, size: number): number =>
  Math.max(0, size - ipLength({ ...packet, data: 0 }));
