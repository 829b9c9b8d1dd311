import type { Backend, ConntrackEntry, MachineId, Route } from '../host/model';
import type { Ip } from '../net/address';
import type { Packet } from '../net/packet';
import type { Decision, MatchFailure, TableVerdict } from '../netfilter/evaluate/evaluate.types';
import type { CtState } from '../netfilter/facts';
import type { ChainName, HookName, Rule, TableName } from '../netfilter/model';

/** A packet inside one kernel: what is on the wire plus what that kernel knows of it. */
export interface Skb {
  readonly packet: Packet;
  readonly mark: number;
  readonly iif?: string;
  readonly oif?: string;
  readonly ctState?: CtState;
  /** The entry as it stands at this moment, on this machine. */
  readonly ct?: ConntrackEntry;
  readonly ctDirection?: 'original' | 'reply';
  /** The bridge's ports that br_netfilter knows for a frame. */
  readonly physIn?: string;
  readonly physOut?: string;
  /** br_netfilter has put it together from fragments: if it fits, it leaves this machine whole. */
  readonly joined?: boolean;
}

/** Where in a machine a step happens: what the map lights up. */
export type Station =
  | { readonly at: 'process' }
  | { readonly at: 'interface'; readonly name: string }
  | { readonly at: 'hook'; readonly hook: HookName }
  /** `input`: after PREROUTING; `output`: before OUTPUT; `reroute`: again, after OUTPUT changed the packet. */
  | { readonly at: 'routing'; readonly when: 'input' | 'output' | 'reroute' }
  | { readonly at: 'bridge'; readonly name: string }
  /** Between machines; `to` is absent where the packet gets lost. */
  | { readonly at: 'wire'; readonly to?: MachineId };

/** Which packet of the exchange. */
export type Leg = 'request' | 'reply' | 'error';

interface StepBase {
  /** Position in `Exchange.steps`, from 0. */
  readonly index: number;
  readonly leg: Leg;
  /** Position in `Exchange.traces`. */
  readonly trace: number;
  /** Counts machine visits along the exchange, from 0; all steps of one stay at one machine share it. */
  readonly hop: number;
  readonly machine: MachineId;
  readonly station: Station;
  readonly before: Skb;
  readonly after: Skb;
}

/** A field that NAT changed, with its old and new value. */
export interface Rewrite {
  readonly field: 'src' | 'dst';
  readonly from: { readonly ip: Ip; readonly port: number };
  readonly to: { readonly ip: Ip; readonly port: number };
  /** A reply's field gets back what the original had. */
  readonly undo: boolean;
}

export interface SendStep extends StepBase {
  readonly kind: 'send';
  /** `rst`: TCP or SCTP refuses or gives up; `icmp`: the kernel reports an error. */
  readonly what: 'request' | 'answer' | 'rst' | 'icmp';
}

export interface InterfaceStep extends StepBase {
  readonly kind: 'interface';
  readonly direction: 'in' | 'out';
  readonly name: string;
  /** Into how many it was cut, where it was. */
  readonly fragments?: number;
}

export interface BridgeStep extends StepBase {
  readonly kind: 'bridge';
  readonly name: string;
  /** `up`: handed to the host's own stack; `port`: forwarded as a frame to another port. */
  readonly to: { readonly port: string } | 'up';
}

export interface ConntrackStep extends StepBase {
  readonly kind: 'conntrack';
  /** `lookup` before mangle PREROUTING/OUTPUT; `confirm` as the last thing in POSTROUTING/INPUT. */
  readonly op: 'lookup' | 'confirm';
  readonly state: CtState;
  readonly entry?: ConntrackEntry;
}

/** Conntrack applies the entry's NAT without asking any rule: replies, and later packets of a flow. */
export interface NatStep extends StepBase {
  readonly kind: 'nat';
  readonly hook: HookName;
  readonly rewrites: readonly Rewrite[];
}

/** One rule was tried. */
export interface RuleStep extends StepBase {
  readonly kind: 'rule';
  readonly hook: HookName;
  readonly table: TableName;
  readonly chain: ChainName;
  /** Numbers one run of one table at one hook, so that the call stack can be read off the steps. */
  readonly traversal: number;
  readonly depth: number;
  /** From 1. */
  readonly number: number;
  readonly rule: Rule;
  readonly matched: boolean;
  readonly failure?: MatchFailure;
  readonly drew?: { readonly value: number; readonly forced: boolean };
  /** Something in the rule is not evaluated, and this is how it was chosen to go on. */
  readonly chosen?: Decision;
  /** What the matched rule's terminating target decided; absent for jumps, marks and no match. */
  readonly verdict?: TableVerdict;
  readonly rewrites: readonly Rewrite[];
}

/** A regular chain was left: at its end, or by RETURN. */
export interface ReturnStep extends StepBase {
  readonly kind: 'return';
  readonly hook: HookName;
  readonly table: TableName;
  readonly chain: ChainName;
  readonly traversal: number;
  readonly depth: number;
  readonly how: 'end' | 'target';
  readonly to: ChainName;
}

/** A base chain ended without a verdict: its policy decides. */
export interface PolicyStep extends StepBase {
  readonly kind: 'policy';
  readonly hook: HookName;
  readonly table: TableName;
  readonly chain: ChainName;
  readonly traversal: number;
  readonly depth: number;
  readonly policy: 'ACCEPT' | 'DROP';
}

export interface RouteStep extends StepBase {
  readonly kind: 'route';
  readonly when: 'input' | 'output' | 'reroute';
  readonly result:
    | { readonly kind: 'local' }
    | { readonly kind: 'forward'; readonly route: Route; readonly nextHop: Ip }
    | { readonly kind: 'none' };
  /** A load balancer's choice. */
  readonly balanced?: {
    /** `namespace/name` */
    readonly service: string;
    readonly backends: readonly Backend[];
    readonly chosen: MachineId;
    readonly forced: boolean;
  };
}

export interface TtlStep extends StepBase {
  readonly kind: 'ttl';
}

/** The packet became the payload of another one, or was taken out again. */
export interface TunnelStep extends StepBase {
  readonly kind: 'encap' | 'decap';
  readonly outer: Packet;
}

export interface WireStep extends StepBase {
  readonly kind: 'wire';
  readonly to?: MachineId;
}

export interface DeliverStep extends StepBase {
  readonly kind: 'deliver';
  /** `namespace/name` of the Pod whose process reads it; absent for a machine's own process. */
  readonly owner?: string;
  /** Nothing in the text says that the process listens: Hopscope assumes it. */
  readonly assumed: boolean;
  /** False: no socket, the kernel answers with RST or ICMP port unreachable. */
  readonly listening: boolean;
  /** A process listens at the port, but on this address only. */
  readonly listensOn?: Ip;
}

/** The packet ends here. `code` and `params` become a sentence elsewhere. */
export interface DropStep extends StepBase {
  readonly kind: 'drop';
  readonly code: DropCode;
  readonly params: Readonly<Record<string, string | number>>;
}

export type DropCode =
  | 'rule-drop'
  | 'rule-reject'
  | 'policy-drop'
  | 'no-route'
  | 'no-neighbour'
  | 'lost-upstream'
  | 'firewall'
  | 'ip-forward-off'
  | 'rp-filter'
  | 'martian'
  | 'hairpin-off'
  | 'ttl-exceeded'
  | 'not-evaluated'
  | 'no-such-flow'
  | 'not-for-me'
  /** A load balancer has no such port, no node to send it to. */
  | 'lb-no-port'
  | 'lb-no-node'
  /** Longer than the next device takes, and not to be fragmented; longer than the network itself carries. */
  | 'too-big'
  | 'lost-oversize'
  | 'loop';

export type Step =
  | SendStep
  | InterfaceStep
  | BridgeStep
  | ConntrackStep
  | NatStep
  | RuleStep
  | ReturnStep
  | PolicyStep
  | RouteStep
  | TtlStep
  | TunnelStep
  | WireStep
  | DeliverStep
  | DropStep;
