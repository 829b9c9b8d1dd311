import type { Packet } from './packet';

const IP = { 4: 20, 6: 40 } as const;
/** UDP, VXLAN and the inner Ethernet header. */
const VXLAN = 8 + 8 + 14;
/** SCTP's common header and one chunk: INIT and INIT ACK without parameters, which are the sender's to choose. */
const SCTP = 12 + 20;
/** What `ping` sends unless it is told otherwise. */
const PING = 8 + 56;
/** The longest ICMP error (icmp_send, icmp6_send). */
const ERROR = { 4: 576, 6: 1280 } as const;

/**
 * The packet's length in bytes from its IP header on, as Linux sends it and as iptables counts it (`skb->len`): TCP
 * opens with MSS, SACK, timestamp and window scale (20 bytes of options), goes on with timestamps (12), and resets with
 * none (tcp_v4_send_reset). Programs' data is not known: TCP and UDP carry none.
 */
export function ipLength(packet: Packet): number {
  const header = IP[packet.family];
  const { proto, flags, icmp, vxlan } = packet;
  if (vxlan) return header + VXLAN + ipLength(vxlan.inner);
  if (icmp) {
    if (!icmp.quoted) return header + PING;
    return Math.min(header + 8 + ipLength(icmp.quoted), ERROR[packet.family]);
  }
  if (proto === 'udp') return header + 8;
  if (proto !== 'tcp') return header + SCTP;
  if (flags.includes('RST')) return header + 20;
  return header + (flags.includes('SYN') ? 40 : 32);
}
