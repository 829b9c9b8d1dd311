import type { Ip } from '../../net/address';
import { cidrContains, ipToBigInt, parseCidr, parseIp, prefixLength } from '../../net/ip';
import type { Packet } from '../../net/packet';
import { portRange } from './port-range';

/** Which end of the packet each dimension of a set looks at. */
export type Ends = readonly ('src' | 'dst')[];

/** What a packet is to a set: where it came in and goes out counts as well. */
export interface SetFacts {
  readonly packet: Packet;
  readonly iif?: string | undefined;
  readonly oif?: string | undefined;
}

type Part = (facts: SetFacts, end: 'src' | 'dst') => boolean;

interface Entry {
  readonly parts: readonly Part[];
  readonly nomatch: boolean;
  /** Bits of all networks: the more there are, the sooner the entry is looked at. */
  readonly weight: number;
}

interface IpSet {
  readonly bitmap: boolean;
  readonly parts: readonly string[];
  readonly entries: Entry[];
  /** Of a `list:set`. */
  readonly members: string[];
}

/** By name. */
export type Sets = Map<string, IpSet>;

const TYPE = /^(hash|bitmap|list):((?:ip|net|port|iface|mark|set)(?:,(?:ip|net|port|iface|mark))*)$/;

/** `10.0.0.1`, `10.0.0.0/24`, `10.0.0.1-10.0.0.9` */
function addressPart(text: string): { readonly part: Part; readonly weight: number } | undefined {
  const [from, to] = text.split('-').map((t) => parseIp(t));
  if (from && to) {
    const [low, high] = [ipToBigInt(from), ipToBigInt(to)];
    const holds = (address: Ip) => ipToBigInt(address) >= low && ipToBigInt(address) <= high;
    return { part: ({ packet }, end) => holds(packet[end]), weight: 0 };
  }
  const cidr = parseCidr(text);
  return cidr && { part: ({ packet }, end) => cidrContains(cidr, packet[end]), weight: prefixLength(cidr) };
}

/** `tcp:80`, `udp:53-60`, `80`; a bitmap has no protocol (ip_set_get_ip_port). */
function portPart(text: string, bitmap: boolean): Part | undefined {
  const [proto, given] = text.includes(':') ? text.split(':') : ['tcp', text];
  const range = portRange(given ?? '');
  if (!range) return undefined;
  return ({ packet }, end) => {
    if (packet.icmp || (!bitmap && packet.proto !== proto)) return false;
    const port = end === 'src' ? packet.sport : packet.dport;
    return port >= range.from && port <= range.to;
  };
}

function partOf(type: string, text: string, bitmap: boolean): { part: Part; weight: number } | undefined {
  if (type === 'ip' || type === 'net') return addressPart(text);
  if (type === 'port') {
    const part = portPart(text, bitmap);
    return part && { part, weight: 0 };
  }
  if (type !== 'iface') return undefined;
  return { part: ({ iif, oif }, end) => (end === 'src' ? iif : oif) === text, weight: 0 };
}

export type IpSetProblem = 'bad-set' | 'unknown-set-type' | 'no-set';

/** Is the line one that `ipset save` writes? */
export const isSetLine = (first: string): boolean => first === 'create' || first === 'add';

/** Takes over one line of `ipset save`. What is wrong with it, or undefined. */
export function readSetLine(words: readonly string[], sets: Sets): IpSetProblem | undefined {
  const [command, name, what, ...options] = words;
  if (!name || !what) return 'bad-set';
  if (command === 'create') {
    const type = TYPE.exec(what);
    // One of a type that is not known is kept, so that its members are no problems of their own.
    const parts = type?.[2]?.split(',') ?? [];
    sets.set(name, { bitmap: type?.[1] === 'bitmap', parts, entries: [], members: [] });
    return type ? undefined : 'unknown-set-type';
  }
  const set = sets.get(name);
  if (!set) return 'no-set';
  if (set.parts[0] === 'set') {
    set.members.push(what);
    return undefined;
  }
  const texts = what.split(',');
  const parts = set.parts.map((type, i) => partOf(type, texts[i] ?? '', set.bitmap));
  if (set.parts.length === 0) return undefined;
  if (parts.length !== texts.length || !parts.every((part) => part !== undefined)) return 'bad-set';
  set.entries.push({
    parts: parts.map(({ part }) => part),
    nomatch: options.includes('nomatch'),
    weight: parts.reduce((sum, { weight }) => sum + weight, 0),
  });
  return undefined;
}

/**
 * Does the set hold the packet? Undefined where that cannot be said: the set was not given. The most specific network
 * decides, and may say no (`nomatch`; hash_net4_test in net/netfilter/ipset/ip_set_hash_gen.h).
 */
export function setHolds(
  sets: Sets,
  name: string,
  ends: Ends,
  facts: SetFacts,
  depth = 0,
): boolean | undefined {
  const set = sets.get(name);
  if (!set || set.parts.length === 0 || depth > 8) return undefined;
  if (set.parts[0] === 'set') {
    const answers = set.members.map((member) => setHolds(sets, member, ends, facts, depth + 1));
    return answers.includes(true) || (answers.includes(undefined) ? undefined : false);
  }
  // ip_set_test: a set with more dimensions than the rule names never matches.
  if (ends.length < set.parts.length) return false;
  let best: Entry | undefined;
  for (const entry of set.entries) {
    if (best && best.weight >= entry.weight) continue;
    if (entry.parts.every((part, i) => part(facts, ends[i] ?? 'src'))) best = entry;
  }
  return best !== undefined && !best.nomatch;
}
