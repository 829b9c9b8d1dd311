import type { Errno } from '../host/icmp';
import type { MachineId, Network, WorldState } from '../host/model';
import type { Ip } from '../net/address';
import type { Packet, Protocol, TcpFlag } from '../net/packet';
import type { DropCode, Leg, Step } from './step';

/** The way of one packet, from the machine that made it to its end. */
export interface Trace {
  readonly leg: Leg;
  readonly packet: Packet;
  readonly from: MachineId;
  /** Range in `Exchange.steps`; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

export type OutcomeCode =
  /** The request reached a process and the answer came back. */
  | 'answered'
  /** The packet arrived, and is of a kind that nobody answers. */
  | 'delivered'
  /** RST, or ICMP port unreachable: the program fails at once. */
  | 'refused'
  /** No route, not permitted and the like: the program fails at once. */
  | 'unreachable'
  /** Nothing comes back: the program waits until its timeout. */
  | 'timeout'
  /** A match or target that Hopscope does not know. */
  | 'not-evaluated';

export interface Outcome {
  readonly code: OutcomeCode;
  /** Absent where nothing fails, and where a program would wait as long as it likes. */
  readonly errno?: Errno;
  /** TCP only: the connection stood, whatever came then. */
  readonly connected?: boolean;
  /** The step that decided: delivery of the answer, the drop, the RST. */
  readonly step: number;
  /** Who read the request, and the peer address it saw. */
  readonly deliveredTo?: {
    readonly machine: MachineId;
    readonly owner?: string;
    readonly ip: Ip;
    readonly port: number;
  };
  readonly sourceSeen?: { readonly ip: Ip; readonly port: number };
  /** Who sent the refusal, where there was one. */
  readonly answeredBy?: Ip;
  readonly drop?: {
    readonly code: DropCode;
    readonly params: Readonly<Record<string, string | number>>;
    readonly leg: Leg;
  };
}

/** What is sent. */
export interface SendRequest {
  readonly from: MachineId;
  /** The Pod on whose behalf a node's process sends, for host-network Pods: `namespace/name`. */
  readonly fromOwner?: string;
  readonly to: { readonly ip: Ip; readonly port: number };
  readonly proto: Protocol;
  /** Source port; the same one again is the same flow. */
  readonly sport: number;
  /** Feeds every random choice of the exchange. */
  readonly seed: number;
  /** `ip:port` of an endpoint: statistic rules are made to choose it where one of them leads to it. */
  readonly force?: string;
  /** Name of the node that a load balancer is made to choose, where that is healthy. */
  readonly via?: string;
  /** Default 64. */
  readonly ttl?: number;
  /** TCP flags instead of those that the flow's state asks for: stray packets. */
  readonly flags?: readonly TcpFlag[];
  /** The receiving process stays silent, as a UDP server may. */
  readonly oneWay?: boolean;
  /** TCP from the handshake to the last acknowledgement, with data and an answer, instead of one packet and its answer. */
  readonly conversation?: boolean;
  /** Length in bytes, from the IP header on, of packets that carry the program's data, answers too. Default: small. */
  readonly size?: number;
}

/** One send: the request and everything it caused, on one timeline. Immutable. */
export interface Exchange {
  /** What it was sent through; kept, so that an exchange can be read after the cluster has changed. */
  readonly network: Network;
  readonly request: SendRequest;
  readonly traces: readonly Trace[];
  readonly steps: readonly Step[];
  readonly outcome: Outcome;
  /** Conntrack and the rest before the exchange. */
  readonly before: WorldState;
  /** The same after it. */
  readonly world: WorldState;
}

/** How far one press of the step key goes. */
export type Grain = 'hop' | 'chain' | 'rule';
