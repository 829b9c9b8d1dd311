import type { IpFamily, Packet, Tuple } from '../../src/engine';

/** What `lab.py` is told and what it answers: one JSON object a line. */
export interface NamespaceSpec {
  readonly ns: string;
  /** Batches for `ip` and `bridge`, run inside the namespace. */
  readonly ip: string;
  readonly bridge: string;
  /** Paths below /proc/sys. */
  readonly sysctlsBefore: Readonly<Record<string, string | number>>;
  readonly sysctlsAfter: Readonly<Record<string, string | number>>;
  readonly restore: readonly { readonly text: string; readonly keep: boolean }[];
  readonly listen: readonly { readonly proto: string; readonly port: number; readonly address?: string }[];
  readonly trace: boolean;
  /** Names of its VXLAN devices. */
  readonly tunnels: readonly string[];
}

export interface LabSpec {
  readonly family: IpFamily;
  /** Batch for `ip` outside of all namespaces: the cables between them. */
  readonly links: string;
  readonly machines: readonly NamespaceSpec[];
}

/** A packet as it was seen; `id` is the IP header's identification, in IPv6 the flow label. */
export type SeenPacket = Packet & {
  readonly id: number;
  readonly bad?: string;
  /** TCP: the longest segment that a SYN offers to take; is it the first of what a program wrote, as far as can be seen? */
  readonly mss?: number;
  readonly begins?: boolean;
};

export interface SeenEntry {
  readonly original: Tuple;
  readonly reply: Tuple;
  readonly replied: boolean;
  readonly confirmed: boolean;
  /** TCP's and SCTP's. */
  readonly state: string | null;
}

/** An entry with what is not announced. */
export interface DumpedEntry {
  readonly entry: SeenEntry;
  readonly assured: boolean;
  readonly mark: number;
  /** Seconds until it ends. */
  readonly left: number;
}

/** One line of the kernel's trace: a rule matched, a chain was left at its end, or a policy decided. */
export interface SeenEvent {
  readonly machine: string;
  readonly seq: number;
  readonly hook: string;
  readonly table: string;
  readonly chain: string;
  readonly what: 'rule' | 'return' | 'policy';
  readonly number: number;
  readonly mark: number;
  readonly iif: string | null;
  readonly oif: string | null;
  readonly packet: SeenPacket;
}

export interface Seen {
  /** The error that sendto() gave. */
  readonly error: string | null;
  readonly events: readonly SeenEvent[];
  /** Events that came after their own packet's time had passed. */
  readonly late: readonly SeenEvent[];
  /** What reached a socket, after INPUT. */
  readonly delivered: readonly { readonly machine: string; readonly packet: SeenPacket }[];
  readonly conntrack: Readonly<Record<string, readonly SeenEntry[]>>;
  /** Buffers that ran over: the observation has gaps. */
  readonly lost: readonly string[];
}

/** A server's process closes its connection with a peer. */
export interface CloseCommand {
  readonly ns: string;
  readonly port: number;
  readonly peer: { readonly ip: string; readonly port: number };
  readonly quiet?: number;
}

export interface SendCommand {
  readonly ns: string;
  /** With data of a given length, it is cut to pieces no longer than `mtu`. */
  readonly packet: Packet & {
    readonly id: number;
    readonly badChecksum?: boolean;
    readonly mtu?: number;
    readonly mss?: number;
  };
  /** How many bytes a server's process answers data with. Default: one. */
  readonly answer?: number;
  readonly silent?: boolean;
  /** It goes on with what the last packet has begun: what is seen adds up. */
  readonly more?: boolean;
  readonly quiet?: number;
}
