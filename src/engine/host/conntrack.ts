import type { Packet } from '../net/packet';
import { invertTuple, type Tuple, tupleKey, tupleOf } from '../net/tuple';
import { isIcmpError } from './icmp';
import type { ConntrackEntry, ConntrackLookup } from './model';

export type Direction = ConntrackLookup['direction'];
const UNKNOWN: ConntrackLookup = { state: 'INVALID', direction: 'original' };

/**
 * May the first packet of an unknown flow start an entry? tcp_new in nf_conntrack_proto_tcp.c: a SYN may; a lone ACK
 * is picked up mid-stream while `nf_conntrack_tcp_loose` is 1; SYN-ACK, RST and FIN are INVALID.
 */
function mayStart(packet: Packet, tcpLoose: boolean): boolean {
  if (packet.proto === 'icmp') return packet.icmp?.type === 8;
  if (packet.proto === 'icmpv6') return packet.icmp?.type === 128;
  if (packet.proto !== 'tcp') return true;
  const has = (flag: Packet['flags'][number]) => packet.flags.includes(flag);
  if (has('RST') || has('FIN')) return false;
  return has('SYN') ? !has('ACK') : has('ACK') && tcpLoose;
}

/** One machine's conntrack table while packets pass. Entries are immutable; the table swaps them. */
export class ConntrackTable {
  private readonly byId = new Map<number, ConntrackEntry>();
  /** Both tuples of every confirmed entry; positive ids for the original direction, negative for the reply. */
  private readonly byTuple = new Map<string, number>();
  private nextId = 1;
  changed = false;

  constructor(entries: readonly ConntrackEntry[]) {
    for (const entry of entries) this.put(entry);
  }

  private put(entry: ConntrackEntry): void {
    this.byId.set(entry.id, entry);
    this.byTuple.set(tupleKey(entry.original), entry.id);
    this.byTuple.set(tupleKey(entry.reply), -entry.id);
    this.nextId = Math.max(this.nextId, entry.id + 1);
  }

  private find(tuple: Tuple): { entry: ConntrackEntry; direction: Direction } | undefined {
    const id = this.byTuple.get(tupleKey(tuple));
    const entry = id === undefined ? undefined : this.byId.get(Math.abs(id));
    return entry && { entry, direction: (id as number) > 0 ? 'original' : 'reply' };
  }

  /**
   * nf_conntrack_in: the flow that a packet belongs to. A packet of an unknown flow gets a new, unconfirmed entry;
   * NEW lasts until a reply was seen, so that one-way UDP stays NEW.
   */
  track(packet: Packet, tcpLoose: boolean): ConntrackLookup {
    if (isIcmpError(packet)) return this.trackError(packet);
    const tuple = tupleOf(packet);
    const known = this.find(tuple);
    if (!known) {
      if (!mayStart(packet, tcpLoose)) return UNKNOWN;
      const entry: ConntrackEntry = {
        id: this.nextId,
        original: tuple,
        reply: invertTuple(tuple),
        replied: false,
        confirmed: false,
        natDone: { src: false, dst: false },
        mark: 0,
      };
      return { state: 'NEW', direction: 'original', entry };
    }
    const { entry, direction } = known;
    if (direction === 'original') return { state: entry.replied ? 'ESTABLISHED' : 'NEW', direction, entry };
    return { state: 'ESTABLISHED', direction, entry: this.sawReply(entry, packet) };
  }

  /** The quoted packet names the flow; the error travels against it (icmp_error_message). */
  private trackError(packet: Packet): ConntrackLookup {
    const quoted = packet.icmp?.quoted;
    const known = quoted && this.find(invertTuple(tupleOf(quoted)));
    if (!known || packet.dst !== quoted.src) return UNKNOWN;
    return { state: 'RELATED', direction: known.direction, entry: known.entry };
  }

  /** A RST as the only answer deletes the entry at once (tcp_packet); any other reply makes the flow ESTABLISHED. */
  private sawReply(entry: ConntrackEntry, packet: Packet): ConntrackEntry {
    if (entry.replied) return entry;
    if (packet.flags.includes('RST')) {
      this.remove(entry);
      return entry;
    }
    const replied = { ...entry, replied: true };
    this.replace(replied);
    return replied;
  }

  /** nf_conntrack_confirm: the entry enters the table. */
  confirm(entry: ConntrackEntry): ConntrackEntry {
    const confirmed = { ...entry, confirmed: true };
    this.put(confirmed);
    this.changed = true;
    return confirmed;
  }

  /** The newer version of an entry; an unconfirmed one is in no table yet, so nothing happens. */
  replace(entry: ConntrackEntry): void {
    const old = this.byId.get(entry.id);
    if (!old || !entry.confirmed) return;
    this.forget(old);
    this.put(entry);
    this.changed = true;
  }

  remove(entry: ConntrackEntry): void {
    const old = this.byId.get(entry.id);
    if (!old) return;
    this.forget(old);
    this.byId.delete(entry.id);
    this.changed = true;
  }

  private forget(entry: ConntrackEntry): void {
    this.byTuple.delete(tupleKey(entry.original));
    this.byTuple.delete(tupleKey(entry.reply));
  }

  /** Does another flow already use this tuple, in either direction? (nf_conntrack_tuple_taken) */
  taken(tuple: Tuple, except?: ConntrackEntry): boolean {
    const known = this.find(tuple);
    return known !== undefined && known.entry.id !== except?.id;
  }

  /** A flow that starts with this tuple and has seen a reply. */
  established(tuple: Tuple): boolean {
    const known = this.find(tuple);
    return known?.direction === 'original' && known.entry.replied;
  }

  /** In order of creation. */
  entries(): readonly ConntrackEntry[] {
    return [...this.byId.values()].sort((a, b) => a.id - b.id);
  }
}
