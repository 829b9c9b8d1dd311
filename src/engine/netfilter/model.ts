import type { Brand } from '../../lib/brand';
import type { Cidr, Ip, IpFamily } from '../net/address';
import type { Protocol } from '../net/packet';
import type { AddrType, CtState, ModuleTest } from './facts';

export type HookName = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';
export type TableName = 'raw' | 'mangle' | 'nat' | 'filter' | 'security';
export type ChainName = Brand<string, 'ChainName'>;

export const chainName = (name: string): ChainName => name as ChainName;

/**
 * All rules of one machine and family.
 *
 *     Ruleset ── Table (filter) ── Chain (FORWARD, base: hook + priority + policy)
 *                              └── Chain (KUBE-FORWARD) ── Rule ── Match…, Target
 *
 * Maps keep the order in which chains were declared.
 */
export interface Ruleset {
  readonly family: IpFamily;
  readonly tables: ReadonlyMap<TableName, Table>;
}

export interface Table {
  readonly name: TableName;
  readonly chains: ReadonlyMap<ChainName, Chain>;
  /** Chains a restore payload deletes (`-X`), in its order. Never walked. */
  readonly deletes?: readonly ChainName[];
  /**
   * The chain of every rule, in the order in which a payload writes them; absent where rules stand grouped by chain.
   * Only the text of a restore payload depends on it.
   */
  readonly order?: readonly ChainName[];
}

export interface Chain {
  readonly name: ChainName;
  /** Absent on a regular chain, which is entered by a jump only. */
  readonly base?: BaseChain;
  readonly rules: readonly Rule[];
}

export interface BaseChain {
  readonly hook: HookName;
  /** As in linux/netfilter_ipv4.h: raw -300, mangle -150, nat dst -100, filter 0, nat src 100. */
  readonly priority: number;
  readonly policy: 'ACCEPT' | 'DROP';
}

export interface Rule {
  /** In the order in which they were written; all must match. */
  readonly matches: readonly Match[];
  /** Absent: the rule only counts, evaluation goes on. */
  readonly target?: Target;
  /** Why the rule exists. Opaque here: whoever wrote the rule knows how to read it. */
  readonly origin?: unknown;
}

/** `--ctstate` also takes these two, which test the entry's NAT, not its state. */
export type CtStateMatch = CtState | 'DNAT' | 'SNAT';

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/**
 * One condition. `negate` is the `!` before the option. `written` is the address as a restore payload spells it,
 * where that differs from the shortest form (`100.64.3.7/32`, `fd00:0:0::5`); iptables-save never shows it.
 */
export type Match =
  | { readonly kind: 'source'; readonly cidr: Cidr; readonly negate: boolean; readonly written?: string }
  | { readonly kind: 'destination'; readonly cidr: Cidr; readonly negate: boolean; readonly written?: string }
  /** A trailing `+` matches any suffix. */
  | { readonly kind: 'in-interface'; readonly name: string; readonly negate: boolean }
  | { readonly kind: 'out-interface'; readonly name: string; readonly negate: boolean }
  /** By the name that iptables prints; packets have only those of `Protocol`. */
  | { readonly kind: 'protocol'; readonly proto: Protocol | (string & {}); readonly negate: boolean }
  /** `-m tcp`, `-m udp`, `-m sctp` with their ports. */
  | {
      readonly kind: 'ports';
      readonly proto: 'tcp' | 'udp' | 'sctp';
      readonly sport?: PortRange & { readonly negate: boolean };
      readonly dport?: PortRange & { readonly negate: boolean };
    }
  | { readonly kind: 'comment'; readonly text: string }
  | {
      readonly kind: 'addrtype';
      readonly src?: { readonly type: AddrType; readonly negate: boolean };
      readonly dst?: { readonly type: AddrType; readonly negate: boolean };
    }
  /** `-m state --state` is the older spelling of `-m conntrack --ctstate`. */
  | {
      readonly kind: 'conntrack';
      readonly states: readonly CtStateMatch[];
      readonly negate: boolean;
      readonly written?: 'state';
    }
  | { readonly kind: 'mark'; readonly value: number; readonly mask: number; readonly negate: boolean }
  | { readonly kind: 'statistic'; readonly probability: number; readonly negate: boolean }
  | {
      readonly kind: 'recent';
      readonly op: 'set' | 'rcheck';
      readonly name: string;
      readonly seconds?: number;
      readonly reap: boolean;
      readonly negate: boolean;
    }
  | { readonly kind: 'nfacct'; readonly name: string }
  /** Any other module: `text` is what iptables-save prints. Whoever read the rule gave it the function that tests it. */
  | { readonly kind: 'module'; readonly name: string; readonly text: string; readonly test: ModuleTest }
  /** A match that is not evaluated: kept as written, never guessed. */
  | { readonly kind: 'unknown'; readonly module: string; readonly text: string };

export type Target =
  | { readonly kind: 'accept' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'return' }
  /** iptables-save prints `--reject-with icmp-port-unreachable` (icmp6-port-unreachable) as the default. */
  | { readonly kind: 'reject'; readonly with?: string }
  | { readonly kind: 'jump'; readonly chain: ChainName }
  | { readonly kind: 'goto'; readonly chain: ChainName }
  /** New mark = (mark & ~mask) ^ value: --or-mark X is X/X, --xor-mark X is X/0, --set-mark X is X/0xffffffff. */
  | { readonly kind: 'mark'; readonly value: number; readonly mask: number; readonly written?: 'or' | 'xor' }
  /**
   * `written`: the whole `--to-destination` value of a restore payload, where it is not the canonical form.
   * `options`, of all three NAT targets: how ports are picked (`--random`, `--to-ports 1-9`), kept as written.
   */
  | ({
      readonly kind: 'dnat';
      readonly to: Ip;
      readonly port?: number;
      readonly written?: string;
    } & NatRange)
  | ({ readonly kind: 'snat'; readonly to: Ip; readonly port?: number } & NatRange)
  /** To this machine itself: the address of the interface that the packet came in by. */
  | ({ readonly kind: 'redirect'; readonly port?: number } & NatRange)
  | { readonly kind: 'masquerade'; readonly randomFully: boolean; readonly options?: string }
  /** `-j CT --notrack`, or in the older spelling `-j NOTRACK`. */
  | { readonly kind: 'notrack'; readonly written?: 'NOTRACK' }
  /**
   * The mark of the connection. set: (ct & ~ctMask) ^ value. save: (ct & ~ctMask) ^ (mark & nfMask). restore:
   * (mark & ~nfMask) ^ (ct & ctMask).
   */
  | {
      readonly kind: 'connmark';
      readonly op: 'set' | 'save' | 'restore';
      readonly value: number;
      readonly ctMask: number;
      readonly nfMask: number;
    }
  /** Nothing that Hopscope simulates comes of it, and the next rule is tried: LOG, TCPMSS, CLASSIFY. */
  | { readonly kind: 'transparent'; readonly name: string; readonly text: string }
  | { readonly kind: 'unknown'; readonly name: string; readonly text: string };

/** More than one address or port to choose from; `options` say how ports are picked, as written. */
export interface NatRange {
  /** The last address; `to` is the first. */
  readonly toMax?: Ip;
  /** The last port; `port` is the first. */
  readonly portMax?: number;
  /** The address of the range that the kernel takes for a flow; set where `toMax` is. */
  readonly pick?: (src: Ip, dst: Ip) => Ip;
  readonly options?: string;
}

/** nf_nat and iptables priorities (include/uapi/linux/netfilter_ipv4.h). */
export const PRIORITY = {
  raw: -300,
  conntrack: -200,
  mangle: -150,
  natDst: -100,
  filter: 0,
  natSrc: 100,
} as const;
