import { cidrContains } from '../../net/ip';
import type { RuleInput } from '../facts';
import type { Match, PortRange } from '../model';
import type { EvalEnv } from './evaluate.types';

type Of<K extends Match['kind']> = Extract<Match, { kind: K }>;

/**
 * One condition against one packet. The answer is undefined where it holds, and otherwise what the packet had instead,
 * as text: so that a rule passed over costs no more than that string, which is usually the packet's own.
 */
export type Mismatch = string | undefined;

/** A trailing `+` takes any suffix; no interface is the empty name (xt ifname_compare_aligned). */
export function interfaceMatches(pattern: string, name: string): boolean {
  return pattern.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

/** The part of the rule that iptables keeps in its header and the kernel tests first (ip_packet_match). */
export type HeaderMatch = Of<'source' | 'destination' | 'in-interface' | 'out-interface' | 'protocol'>;

/** The kernel's order of tests in the header. */
export function headerRank(kind: Match['kind']): number {
  switch (kind) {
    case 'source':
      return 1;
    case 'destination':
      return 2;
    case 'in-interface':
      return 3;
    case 'out-interface':
      return 4;
    case 'protocol':
      return 5;
    default:
      return 0;
  }
}

export function headerMismatch(match: HeaderMatch, input: RuleInput): Mismatch {
  const { packet } = input;
  switch (match.kind) {
    case 'source':
      return cidrContains(match.cidr, packet.src) === match.negate ? packet.src : undefined;
    case 'destination':
      return cidrContains(match.cidr, packet.dst) === match.negate ? packet.dst : undefined;
    case 'in-interface': {
      const name = input.iif ?? '';
      return interfaceMatches(match.name, name) === match.negate ? name : undefined;
    }
    case 'out-interface': {
      const name = input.oif ?? '';
      return interfaceMatches(match.name, name) === match.negate ? name : undefined;
    }
    case 'protocol':
      return (match.proto === packet.proto) === match.negate ? packet.proto : undefined;
  }
}

const inRange = (range: PortRange & { readonly negate: boolean }, port: number): boolean =>
  (port >= range.from && port <= range.to) !== range.negate;

function portMismatch(match: Of<'ports'>, { packet }: RuleInput): Mismatch {
  if (match.proto !== packet.proto) return packet.proto;
  if (match.sport && !inRange(match.sport, packet.sport)) return `${packet.sport}`;
  if (match.dport && !inRange(match.dport, packet.dport)) return `${packet.dport}`;
  return undefined;
}

/** IPv6 asks the routing only for LOCAL: an address of the machine's own is UNICAST too (match_type6 in xt_addrtype.c). */
function addrtypeMismatch({ src, dst }: Of<'addrtype'>, { packet }: RuleInput, env: EvalEnv): Mismatch {
  for (const [wanted, address] of [
    [src, packet.src],
    [dst, packet.dst],
  ] as const) {
    if (!wanted) continue;
    const type = env.addrType(address);
    const both = packet.family === 6 && type === 'LOCAL' && wanted.type === 'UNICAST';
    if ((type === wanted.type || both) === wanted.negate) return type;
  }
  return undefined;
}

/** DNAT and SNAT test the entry, whatever its state (xt_conntrack.c, conntrack_mt_v1 and xt_state.c). */
function stateMismatch(match: Of<'conntrack'>, { ctState, ctNat }: RuleInput): Mismatch {
  let holds = false;
  for (const state of match.states) {
    if (state === ctState || (state === 'DNAT' && ctNat.dst) || (state === 'SNAT' && ctNat.src)) holds = true;
  }
  return holds === match.negate ? ctState : undefined;
}

/**
 * The modules whose answer depends on nothing but packet, mark and surroundings. `statistic`, `recent` and `unknown` are
 * the evaluator's own: they draw, leave traces behind, or have no answer.
 */
export function moduleMismatch(
  match: Of<'ports' | 'comment' | 'addrtype' | 'conntrack' | 'mark' | 'nfacct'>,
  input: RuleInput,
  mark: number,
  env: EvalEnv,
): Mismatch {
  switch (match.kind) {
    case 'comment':
    case 'nfacct':
      return undefined;
    case 'ports':
      return portMismatch(match, input);
    case 'addrtype':
      return addrtypeMismatch(match, input, env);
    case 'conntrack':
      return stateMismatch(match, input);
    case 'mark':
      return ((mark & match.mask) >>> 0 === match.value) === match.negate
        ? `0x${mark.toString(16)}`
        : undefined;
  }
}
