import type { Counters, Exchange, MachineId, TcpFlag, WorldState } from '../../engine';
import type { Traffic } from '../../engine/many';
import type { Era } from '../document/model';

/** What the user asked to send, as written; resolved against the cluster at each send. */
export interface SendSettings {
  /** Machine id; a host-network Pod is its node's id plus `#namespace/name`. */
  readonly from: string;
  /** As `resolveTarget` reads it: `svc/NS/NAME:PORT`, `IP:PORT`, a DNS name with a port. */
  readonly to: string;
  readonly proto: SendProto;
  /** Feeds every random choice; shown to the user. */
  readonly seed: number;
  /** `ip:port` of the endpoint that the statistic rules are made to choose. */
  readonly force?: string | undefined;
  /** Name of the node that a load balancer is made to choose. */
  readonly via?: string | undefined;
  /** TCP: from the handshake to the last acknowledgement. */
  readonly conversation?: boolean | undefined;
  /** The receiver stays silent. */
  readonly oneWay?: boolean | undefined;
  /** Bytes, from the IP header on, of packets with data. */
  readonly size?: number | undefined;
  readonly ttl?: number | undefined;
  /** Instead of those that TCP would send next. */
  readonly flags?: readonly TcpFlag[] | undefined;
}

export type SendProto = 'tcp' | 'udp' | 'sctp' | 'icmp';

/**
 * What is done between two packets: time passes; conntrack entries of a machine are deleted, all or one; all counters
 * begin anew; so many connections like the packet are sent, where 0 says that those before are forgotten.
 */
export type WorldAction =
  | { readonly wait: number }
  | { readonly forget: MachineId; readonly id?: number | undefined }
  | { readonly zero: true }
  | { readonly traffic: number };

/** One packet as it was sent: enough to send it again. */
export interface SentPacket extends SendSettings {
  /** Source port: the same one again is the same flow. */
  readonly sport: number;
  /** What was done after it, before the next one. */
  readonly later?: readonly WorldAction[] | undefined;
  /** Absent where it was sent into the document of now. */
  readonly era?: Era | undefined;
}

/** Why nothing could be sent: a code and its parameters, the sentence is made in i18n. */
export interface SendProblem {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface ExchangeState {
  readonly send: SendSettings;
  readonly sendProblem: SendProblem | undefined;
  /** Everything sent since conntrack was empty, oldest first; the last one made `exchange`. */
  readonly session: readonly SentPacket[];
  /** The packet that was asked for, while another one is sent because its sender is not in the cluster. */
  readonly wanted: SentPacket | undefined;
  readonly world: WorldState;
  /** What the rules have counted since conntrack was empty, or since they were zeroed. */
  readonly counters: Counters;
  /** Earlier exchanges, oldest first; the current one is its last element. */
  readonly history: readonly Exchange[];
  readonly exchange: Exchange | undefined;
}

/** Connections of one packet, as far as they have been sent. */
export interface TrafficShown {
  /** The packet that they are like; another one, or another network, begins anew. */
  readonly of: Exchange;
  readonly result: Traffic;
  /** How many are wanted in all, while some are still to be sent. */
  readonly wanted: number | undefined;
  /** conntrack entries that each machine has gained. */
  readonly flows: ReadonlyMap<MachineId, number>;
}
