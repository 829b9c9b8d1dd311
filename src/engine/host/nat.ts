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

/** What a NAT rule wants, as `struct nf_nat_range2` says it. */
export interface Binding {
  /** Absent: keep the address (a null binding). */
  readonly to?: Ip;
  /** Chooses from a range of addresses that begins with `to`. */
  readonly pick?: (src: Ip, dst: Ip) => Ip;
  readonly port?: number;
  /** The last of a range of ports that begins with `port`. */
  readonly portMax?: number;
  /** `--random`, `--random-fully`: do not try to keep the port. */
  readonly random?: boolean;
}

/** nf_nat_l4proto_unique_tuple: so many ports of a range are tried. */
const ATTEMPTS = 128;

/** The first of these ports, from an offset on, with which nobody else has the reply; else the last one tried. */
function freePort(
  [from, to]: readonly [number, number],
  offset: number,
  attempts: number,
  free: (port: number) => boolean,
): number | undefined {
  const size = to - from + 1;
  for (let i = 0; i < Math.min(size, attempts); i++) {
    const port = from + ((offset + i) % size);
    if (free(port)) return port;
  }
  return undefined;
}

/**
 * DNAT. A port that is given is taken, even where flows would collide; of a range of them the packet's own if it is
 * free, else the first that is (get_unique_tuple in nf_nat_core.c).
 */
export function bindDestination(
  table: ConntrackTable,
  entry: ConntrackEntry,
  { to, pick, port, portMax = port, random }: Binding,
  draw: () => number,
): ConntrackEntry {
  const c = current(entry);
  const dst = pick?.(c.src, c.dst) ?? to ?? c.dst;
  const free = (dport: number) => !table.taken(invertTuple({ ...c, dst, dport }), entry);
  const inRange = port === undefined || (c.dport >= port && c.dport <= (portMax ?? port));
  let dport = c.dport;
  if (port !== undefined && (!inRange || random || (portMax !== port && !free(dport)))) {
    const range = [port, portMax ?? port] as const;
    const offset = random ? Math.floor(draw() * (range[1] - port + 1)) : 0;
    dport = freePort(range, offset, ATTEMPTS, free) ?? port;
  }
  return withTuple(entry, { ...c, dst, dport });
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
  { to, pick, port, portMax = port, random }: Binding,
  draw: () => number,
): ConntrackEntry {
  const c = current(entry);
  const wanted = { ...c, src: pick?.(c.src, c.dst) ?? to ?? c.src };
  const free = (sport: number) => !table.taken(invertTuple({ ...wanted, sport }), entry);
  const inRange = port === undefined || (c.sport >= port && c.sport <= (portMax ?? port));
  if (!random && inRange && (free(c.sport) || (port !== undefined && port === portMax)))
    return withTuple(entry, wanted);
  const range = port === undefined ? portRange(c) : ([port, portMax ?? port] as const);
  const size = range[1] - range[0] + 1;
  const offset = Math.floor(draw() * size);
  const sport = freePort(range, offset, size, free) ?? (port === undefined ? c.sport : port);
  return withTuple(entry, { ...wanted, sport });
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
