import type { Ip } from '../net/address';
import type { Packet } from '../net/packet';
import { invertTuple, type Tuple } from '../net/tuple';
import type { HookName } from '../netfilter/model';
import type { ConntrackTable, Direction } from './conntrack';
import { isIcmpError } from './icmp';
import type { ConntrackEntry } from './model';

/** Which end of the tuple a hook may rewrite (HOOK2MANIP in nf_nat.h). */
export type Manip = 'src' | 'dst';

export const manipOf = (hook: HookName): Manip =>
  hook === 'prerouting' || hook === 'output' ? 'dst' : 'src';

/** What the flow looks like behind the rewrites made so far: the reply, turned round. */
const current = (entry: ConntrackEntry): Tuple => invertTuple(entry.reply);

/** Does the entry rewrite its source, its destination? (IPS_SRC_NAT, IPS_DST_NAT) */
export function natOf(entry: ConntrackEntry): { readonly src: boolean; readonly dst: boolean } {
  const { original: o } = entry;
  const c = current(entry);
  return { src: c.src !== o.src || c.sport !== o.sport, dst: c.dst !== o.dst || c.dport !== o.dport };
}

const withTuple = (entry: ConntrackEntry, tuple: Tuple): ConntrackEntry => ({
  ...entry,
  reply: invertTuple(tuple),
});

/** DNAT: both address and port are given, so no other choice is looked for, even where flows would collide. */
export function bindDestination(entry: ConntrackEntry, to: Ip, port: number | undefined): ConntrackEntry {
  const c = current(entry);
  return withTuple(entry, { ...c, dst: to, dport: port ?? c.dport });
}

export interface SourceBinding {
  /** Absent: keep the address (a null binding). */
  readonly to?: Ip;
  readonly port?: number;
  readonly randomFully?: boolean;
}

/** Ports that may stand in for this one: privileged ports stay privileged (nf_nat_l4proto_unique_tuple). */
function portRange(tuple: Tuple): readonly [number, number] {
  if (tuple.proto === 'icmp' || tuple.proto === 'icmpv6') return [0, 65535];
  if (tuple.sport < 512) return [1, 511];
  return tuple.sport < 1024 ? [600, 1023] : [1024, 65535];
}

/**
 * SNAT, MASQUERADE, and the null binding of a flow that no rule rewrites: keeps the port if the reply tuple is free,
 * else (or with `--random-fully`) draws one. Two flows that DNAT made equal are told apart here
 * (get_unique_tuple in nf_nat_core.c).
 */
export function bindSource(
  table: ConntrackTable,
  entry: ConntrackEntry,
  binding: SourceBinding,
  random: () => number,
): ConntrackEntry {
  const c = current(entry);
  const wanted = { ...c, src: binding.to ?? c.src, sport: binding.port ?? c.sport };
  const free = (tuple: Tuple) => !table.taken(invertTuple(tuple), entry);
  if (binding.port !== undefined || (!binding.randomFully && free(wanted))) return withTuple(entry, wanted);
  const [from, to] = portRange(c);
  const size = to - from + 1;
  const offset = Math.floor(random() * size);
  for (let i = 0; i < size; i++) {
    const candidate = { ...wanted, sport: from + ((offset + i) % size) };
    if (free(candidate)) return withTuple(entry, candidate);
  }
  return withTuple(entry, wanted);
}

/** Does the entry rewrite this end of a packet that goes in this direction? (nf_nat_packet) */
export function rewrites(entry: ConntrackEntry, direction: Direction, manip: Manip): boolean {
  const nat = natOf(entry);
  return (direction === 'original') === (manip === 'src') ? nat.src : nat.dst;
}

function setEnd(packet: Packet, tuple: Tuple, manip: Manip): Packet {
  const address = manip === 'src' ? { src: tuple.src } : { dst: tuple.dst };
  if (packet.icmp) {
    return {
      ...packet,
      ...address,
      icmp: { ...packet.icmp, ...(packet.icmp.quoted ? {} : { id: tuple.sport }) },
    };
  }
  return manip === 'src'
    ? { ...packet, src: tuple.src, sport: tuple.sport }
    : { ...packet, dst: tuple.dst, dport: tuple.dport };
}

/**
 * The packet as the entry wants it at this end: rewritten in the original direction, put back in the reply's. In an
 * ICMP error the quoted packet, which goes the other way, is put back too (nf_nat_icmp_reply_translation).
 */
export function translate(packet: Packet, entry: ConntrackEntry, direction: Direction, manip: Manip): Packet {
  if (!rewrites(entry, direction, manip)) return packet;
  const against = direction === 'original' ? entry.reply : entry.original;
  const target = invertTuple(against);
  const outer = setEnd(packet, target, manip);
  if (!isIcmpError(packet) || !outer.icmp?.quoted) return outer;
  const quoted = setEnd(outer.icmp.quoted, against, manip === 'src' ? 'dst' : 'src');
  return { ...outer, icmp: { ...outer.icmp, quoted } };
}
