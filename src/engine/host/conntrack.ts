import type { Packet } from '../net/packet';
import { invertTuple, type Tuple, tupleKey, tupleOf } from '../net/tuple';
import { progress } from './conntrack-protocols';
import { ECHO, isIcmpError } from './icmp';
import type { ConntrackEntry, ConntrackLookup } from './model';

export type Direction = ConntrackLookup['direction'];
const UNKNOWN: ConntrackLookup = { state: 'INVALID', direction: 'original' };

/** icmp_pkt_to_tuple, nf_conntrack_icmp_packet: of ICMP only requests begin a flow. */
const mayStart = ({ icmp, family }: Packet): boolean => !icmp || icmp.type === ECHO[family].request;

/** One machine's conntrack table while packets pass. Entries are immutable; the table swaps them. */
export class ConntrackTable {
  private readonly byId = new Map<number, ConntrackEntry>();
  /** Both tuples of every confirmed entry; positive ids for the original direction, negative for the reply. */
  private readonly byTuple = new Map<string, number>();
  private nextId = 1;
  changed = false;

  private readonly now: number;

  /** `now`: world time in seconds. Entries whose time is over are no longer found (nf_ct_is_expired). */
  constructor(entries: readonly ConntrackEntry[], now = 0) {
    this.now = now;
    for (const entry of entries) {
      if (entry.expires > now) this.put(entry);
      else this.changed = true;
      this.nextId = Math.max(this.nextId, entry.id + 1);
    }
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
    const { now } = this;
    if (!known) {
      if (!mayStart(packet)) return UNKNOWN;
      const fresh: ConntrackEntry = {
        id: this.nextId,
        original: tuple,
        reply: invertTuple(tuple),
        replied: false,
        confirmed: false,
        natDone: { src: false, dst: false },
        mark: 0,
        state: undefined,
        tcp: undefined,
        assured: false,
        since: now,
        expires: now,
      };
      const entry = progress(fresh, packet, 'original', now, tcpLoose);
      return typeof entry === 'string' ? UNKNOWN : { state: 'NEW', direction: 'original', entry };
    }
    const { entry, direction } = known;
    const next = progress(entry, packet, direction, now, tcpLoose);
    if (next === 'invalid') return UNKNOWN;
    const state = direction === 'reply' || entry.replied ? 'ESTABLISHED' : 'NEW';
    if (typeof next === 'string') {
      this.remove(entry);
      return next === 'over' ? { state, direction, entry } : this.track(packet, tcpLoose);
    }
    const seen = direction === 'reply' ? { ...next, replied: true } : next;
    this.replace(seen);
    return { state, direction, entry: seen };
  }

  /** The quoted packet names the flow; the error travels against it (icmp_error_message). */
  private trackError(packet: Packet): ConntrackLookup {
    const quoted = packet.icmp?.quoted;
    const known = quoted && this.find(invertTuple(tupleOf(quoted)));
    if (!known || packet.dst !== quoted.src) return UNKNOWN;
    return { state: 'RELATED', direction: known.direction, entry: known.entry };
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

  /** In order of creation. */
  entries(): readonly ConntrackEntry[] {
    return [...this.byId.values()].sort((a, b) => a.id - b.id);
  }
}
