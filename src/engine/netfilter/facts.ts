import type { Ip } from '../net/address';
import type { Packet } from '../net/packet';

export type CtState = 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID' | 'UNTRACKED';

export type AddrType = 'UNICAST' | 'LOCAL' | 'BROADCAST' | 'MULTICAST' | 'ANYCAST' | 'UNREACHABLE';

/** What a rule can see of a packet inside one kernel. */
export interface RuleInput {
  readonly packet: Packet;
  readonly mark: number;
  readonly iif?: string;
  readonly oif?: string;
  readonly ctState: CtState;
  /** The NAT that the packet's conntrack entry carries. */
  readonly ctNat: { readonly src: boolean; readonly dst: boolean };
  /** The mark of that entry; absent without one. */
  readonly ctMark?: number;
  /** The ports of a bridge that a frame has come in by, and goes out by (br_netfilter). */
  readonly physIn?: string;
  readonly physOut?: string;
}

/** What a module may ask of the machine that it runs on. */
export interface ModuleEnv {
  addrType(ip: Ip): AddrType;
  /** What modules with a memory keep from packet to packet, on this machine: a number for each loaded match. */
  readonly memory?: {
    /** Seconds. */
    readonly now: number;
    get(match: object): number | undefined;
    set(match: object, value: number): void;
  };
}

/** What a module's test may look at; the marks are those that earlier rules have left. */
export interface ModuleFacts {
  readonly input: RuleInput;
  readonly env: ModuleEnv;
  readonly ctMark: number | undefined;
}

/** What of a packet did not fit; becomes a word elsewhere. */
export type ModuleField =
  | 'bridged'
  | 'connmark'
  | 'count'
  | 'dport'
  | 'dscp'
  | 'dst'
  | 'flags'
  | 'fragment'
  | 'icmp'
  | 'length'
  | 'physIn'
  | 'physOut'
  | 'pkttype'
  | 'port'
  | 'proto'
  | 'rate'
  | 'set'
  | 'sport'
  | 'src'
  | 'tos'
  | 'ttl';

/** Undefined: the condition holds. `unknown`: there are no facts to tell. Else what the packet has instead. */
export type ModuleAnswer = undefined | 'unknown' | { readonly field: ModuleField; readonly actual: string };

export type ModuleTest = (facts: ModuleFacts) => ModuleAnswer;
