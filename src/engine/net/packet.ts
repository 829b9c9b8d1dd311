import type { Ip, IpFamily } from './address';

export type Protocol = 'tcp' | 'udp' | 'sctp' | 'icmp' | 'icmpv6';

export type TcpFlag = 'SYN' | 'ACK' | 'RST' | 'FIN' | 'PSH';

export interface IcmpHeader {
  readonly type: number;
  readonly code: number;
  /** Echo identifier; the conntrack key of a ping. */
  readonly id?: number;
  /** The longest packet that would have passed, where one was too long. */
  readonly mtu?: number;
  /** The packet an ICMP error quotes, as its sender saw it. */
  readonly quoted?: Packet;
}

/**
 * What is on the wire, and nothing the kernel adds to it (that is `Skb`).
 *
 *     outer (VXLAN)  src 192.168.111.128  dst 192.168.111.129  udp 8472
 *       inner        src 10.244.0.5:40000 dst 10.244.1.4:80    tcp SYN
 */
export interface Packet {
  readonly family: IpFamily;
  readonly src: Ip;
  readonly dst: Ip;
  /** Hops left: TTL, or hop limit in IPv6. */
  readonly ttl: number;
  readonly proto: Protocol;
  /** 0 where the protocol has no ports. */
  readonly sport: number;
  readonly dport: number;
  /** TCP only; empty otherwise. */
  readonly flags: readonly TcpFlag[];
  /** SCTP only: the one chunk that it carries. */
  readonly chunk?: 'INIT' | 'INIT_ACK' | 'ABORT';
  /** Bytes of the program's data, where it was said how many; else what `ipLength` takes for usual. */
  readonly data?: number;
  /** IPv4's "do not fragment", where that matters: on packets with data. */
  readonly df?: boolean;
  /** Where it goes in fragments, the bytes of the longest. */
  readonly piece?: number;
  readonly icmp?: IcmpHeader;
  /** Set on an encapsulating packet: the VXLAN network identifier and the packet inside. */
  readonly vxlan?: { readonly vni: number; readonly inner: Packet };
}
