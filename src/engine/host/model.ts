import type { Brand } from '../../lib/brand';
import type { Cidr, Ip, IpFamily } from '../net/address';
import type { Protocol } from '../net/packet';
import type { Tuple } from '../net/tuple';
import type { Decision } from '../netfilter/evaluate/evaluate.types';
import type { CtState } from '../netfilter/facts';
import type { Ruleset } from '../netfilter/model';

/** `node/NAME`, `pod/NAMESPACE/NAME`, `outside`, `router`, `lb`. Host-network Pods live on their node's machine. */
export type MachineId = Brand<string, 'MachineId'>;
export const machineId = (id: string): MachineId => id as MachineId;

export type InterfaceKind = 'loopback' | 'nic' | 'bridge' | 'veth' | 'vxlan';

/** An address on an interface, with its prefix length. */
export interface InterfaceAddress {
  readonly ip: Ip;
  readonly prefix: number;
}

export interface Interface {
  readonly name: string;
  readonly kind: InterfaceKind;
  readonly addresses: readonly InterfaceAddress[];
  readonly mtu: number;
  /** The bridge that this port belongs to. */
  readonly master?: string;
  /** The other end of a veth pair. */
  readonly peer?: { readonly machine: MachineId; readonly interface: string };
  /** The segment a NIC is plugged into. */
  readonly segment?: 'lan';
  /** Bridge port: may a frame leave by the port it came in? (hairpin mode) */
  readonly hairpin?: boolean;
  readonly vxlan?: { readonly vni: number; readonly port: number; readonly underlay: string };
}

export interface Route {
  /** `0.0.0.0/0` and `::/0` are default routes. */
  readonly dst: Cidr;
  readonly via?: Ip;
  readonly dev: string;
  /** Preferred source of packets that start here. */
  readonly src?: Ip;
  readonly onlink?: boolean;
}

export interface Sysctls {
  readonly ipForward: boolean;
  readonly rpFilter: 0 | 1 | 2;
  readonly routeLocalnet: boolean;
  readonly bridgeNfCallIptables: boolean;
  readonly tcpLoose: boolean;
}

/** Which process owns a socket: said on delivery. */
export interface Socket {
  readonly proto: Protocol;
  readonly port: number;
  /** Absent: all addresses of the machine. */
  readonly address?: Ip;
  /** A host-network Pod's key, `namespace/name`, where the socket is not the machine's own. */
  readonly owner?: string;
  readonly assumed?: boolean;
}

/** A network namespace: a node, a Pod or the outside client. */
export interface Machine {
  readonly id: MachineId;
  readonly kind: 'node' | 'pod' | 'outside' | 'router' | 'load-balancer';
  readonly name: string;
  readonly interfaces: readonly Interface[];
  /** Main table; longest prefix wins. Local addresses are those of the interfaces. */
  readonly routes: readonly Route[];
  readonly sysctls: Sysctls;
  readonly sockets: readonly Socket[];
  /** What rules are loaded, by family. Pods and outsiders have none, hence no conntrack either. */
  ruleset(family: IpFamily): Ruleset | undefined;
  /** Makes what `ruleset` then gives at once, in slices: all of a large cluster's would hold up a page. */
  readonly rulesInSlices?: (family: IpFamily) => Iterable<undefined>;
  /** Where this machine's VXLAN device sends a destination: flannel's FDB and ARP entries, by Pod network. */
  readonly vtep?: readonly { readonly network: Cidr; readonly remote: Ip }[];
  /** It sends nothing and answers to nobody, not even to ARP. */
  readonly down?: boolean;
  /** Outer packets that come in walk its hooks, whatever the network says: a rule of its own is about them. */
  readonly walkOuter?: boolean;
  /** What a firewall before its NIC drops. */
  readonly firewall?: { readonly proto: Protocol; readonly port: number };
  /** What a load balancer shares out among the nodes. */
  readonly balances?: readonly BalancedPort[];
}

/** All machines; immutable. What changes with traffic is `WorldState`. */
export interface Network {
  readonly machines: ReadonlyMap<MachineId, Machine>;
  /** Should VXLAN's outer packets walk the nodes' hooks too? Otherwise they are folded into encapsulation and wire. */
  readonly walkOuter?: boolean;
  /** How to go on at what cannot be evaluated, by `unknownKey`. Where nobody has chosen, the walk ends. */
  readonly unknown?: Readonly<Record<string, Decision>>;
  /** The longest packet that the LAN carries, in bytes; its switches drop what is longer. Default: any. */
  readonly lanMtu?: number;
}

/**
 * One flow as conntrack knows it. Without NAT, `reply` is `original` inverted; NAT is the difference.
 *
 *     original 10.244.0.5:40000 > 10.104.112.175:8080
 *     reply    10.244.1.4:80    > 10.244.0.5:40000       (destination was rewritten)
 */
export interface ConntrackEntry {
  /** From 1, in order of creation on its machine. */
  readonly id: number;
  readonly original: Tuple;
  readonly reply: Tuple;
  /** A packet in the reply direction was seen. */
  readonly replied: boolean;
  /** Survived POSTROUTING or INPUT, so that it stands in the table. */
  readonly confirmed: boolean;
  /** nat was consulted for this manipulation, whether or not it changed anything. */
  readonly natDone: { readonly src: boolean; readonly dst: boolean };
  readonly mark: number;
  /** What TCP and SCTP have come to, as `conntrack -L` prints it; other protocols have no states. */
  readonly state?: FlowState;
  /** Traffic worth keeping went both ways: `[ASSURED]`. */
  readonly assured: boolean;
  /** World time, in seconds, of its first packet. */
  readonly since: number;
  /** World time, in seconds, at which it is gone unless another packet comes. */
  readonly expires: number;
  /** What else tcp_packet keeps: did an end close, what came last, whose data is not acknowledged yet? */
  readonly tcp?: { readonly closing: boolean; readonly last: string; readonly unacked: string };
}

export type FlowState =
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'ESTABLISHED'
  | 'FIN_WAIT'
  | 'CLOSE_WAIT'
  | 'LAST_ACK'
  | 'TIME_WAIT'
  | 'CLOSE'
  | 'SYN_SENT2'
  | 'COOKIE_WAIT'
  | 'CLOSED';

export interface ConntrackLookup {
  readonly state: CtState;
  readonly direction: 'original' | 'reply';
  readonly entry?: ConntrackEntry;
}

/** `recent` lists: name -> source -> time of last sight, in seconds. */
export type RecentLists = ReadonlyMap<string, ReadonlyMap<Ip, number>>;

export interface MachineState {
  readonly conntrack: readonly ConntrackEntry[];
  readonly recent: RecentLists;
  /**
   * TCP connections of its sockets: `tupleKey` of what they send, and the longest packet that both ends, and the way as
   * far as it is known, take. They need no conntrack, and outlive it.
   */
  readonly connections?: ReadonlyMap<string, number>;
  /** What ICMP has told of the way to an address: how long a packet may be, and until which time that is believed. */
  readonly pathMtu?: ReadonlyMap<Ip, { readonly mtu: number; readonly until: number }>;
  /** By loaded match, so that loading rules anew begins anew (`limit`, `statistic --mode nth`). */
  readonly memory?: ReadonlyMap<object, number>;
}

/** Everything that packets leave behind. Immutable: a send returns the next one. */
export interface WorldState {
  /** Seconds since the session began; moved by the caller, there is no clock. */
  readonly time: number;
  readonly machines: ReadonlyMap<MachineId, MachineState>;
}

/** A node as the load balancer sees it. */
export interface Backend {
  readonly machine: MachineId;
  readonly ip: Ip;
  /** Did it pass its last health check? */
  readonly healthy: boolean;
}

/** A port of a Service at one of its load balancer addresses. */
export interface BalancedPort {
  /** `namespace/name` */
  readonly service: string;
  readonly ip: Ip;
  readonly proto: Protocol;
  readonly port: number;
  /**
   * ipMode Proxy: both ends of the connection become the load balancer's and the node's, at this port. Absent (ipMode
   * VIP): the packet goes on as it is, and the node answers the caller directly.
   */
  readonly nodePort?: number;
  readonly backends: readonly Backend[];
}
