import type { Exchange, IcmpHeader, Ip, Leg, Packet, Rewrite, Step } from '../../engine';
import type { AddressText, KindOf } from '../layout/layout.types';

/** One address row of the packet's card. */
export interface FieldRow {
  readonly field: 'src' | 'dst';
  readonly address: AddressText;
  /** NAT wrote this address: the word that says how, and what stood there before. */
  readonly mark?: { readonly word: string; readonly was: AddressText };
  /** This very step wrote it. */
  readonly fresh: boolean;
}

export interface PacketView {
  readonly title: string;
  readonly ttl: number;
  readonly rows: readonly FieldRow[];
  /** The packet is the payload of this one. */
  readonly outer?: { readonly port: number; readonly src: AddressText; readonly dst: AddressText };
  readonly leg: Leg;
  /** It died here, and no rule had replaced the Service's address. */
  readonly unwritten: boolean;
}

interface Written {
  readonly from: { readonly ip: Ip; readonly port: number };
  readonly to: { readonly ip: Ip; readonly port: number };
  readonly word: string;
}

/** Kernel names of the ICMP errors that a node sends. */
const ICMP: Record<string, string> = {
  '0/0': 'echo reply',
  '8/0': 'echo request',
  '3/0': 'net unreachable',
  '3/1': 'host unreachable',
  '3/3': 'port unreachable',
  '3/9': 'net prohibited',
  '3/10': 'host prohibited',
  '3/13': 'admin prohibited',
  '11/0': 'time exceeded',
};
const ICMP6: Record<string, string> = {
  '128/0': 'echo request',
  '129/0': 'echo reply',
  '1/0': 'no route',
  '1/1': 'adm prohibited',
  '1/3': 'addr unreachable',
  '1/4': 'port unreachable',
  '3/0': 'time exceeded',
};

function icmpTitle(header: IcmpHeader, names: Record<string, string>): string {
  const name = names[`${header.type}/${header.code}`] ?? `${header.type}/${header.code}`;
  return `ICMP ${name}`;
}

export function packetTitle(p: Packet): string {
  if (p.icmp) return icmpTitle(p.icmp, p.proto === 'icmpv6' ? ICMP6 : ICMP);
  return [p.proto.toUpperCase(), ...p.flags].join(' ');
}

export function hostPort(ip: string, port: number, bare: boolean): string {
  if (bare) return ip;
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/**
 * What the card shows after each step of the exchange, by step index. A rewritten field keeps its mark until the
 * reply undoes it: in a reply the request's destination stands in `src`.
 */
export function packetViews(exchange: Exchange, kindOf: KindOf): PacketView[] {
  const written: Record<'src' | 'dst', Written[]> = { src: [], dst: [] };
  let last: { readonly step: Step; readonly seen: PacketView } | undefined;
  return exchange.steps.map((step) => {
    // Ten thousand rules tried in vain look at one packet, and so does their reader.
    if (last && alike(step, last.step)) return last.seen;
    const undone = new Map<'src' | 'dst', Written>();
    for (const r of rewritesOf(step)) {
      const stack = written[facing(r.field, step.leg)];
      if (!r.undo) stack.push({ from: r.from, to: r.to, word: wordFor(step, r) });
      else {
        drop(stack, r.from);
        undone.set(r.field, { from: r.from, to: r.to, word: r.field === 'src' ? 'un-DNAT' : 'un-SNAT' });
      }
    }
    const fresh = new Set(rewritesOf(step).map((r) => r.field));
    const seen = view(step, kindOf, written, undone, fresh);
    last = { step, seen };
    return seen;
  });
}

/** Does the card show the same after both, one of which comes right after the other? */
const alike = (a: Step, b: Step): boolean =>
  a.after.packet === b.after.packet &&
  a.leg === b.leg &&
  a.kind !== 'drop' &&
  b.kind !== 'drop' &&
  rewritesOf(a).length + rewritesOf(b).length === 0;

function view(
  step: Step,
  kindOf: KindOf,
  written: Record<'src' | 'dst', Written[]>,
  undone: ReadonlyMap<'src' | 'dst', Written>,
  fresh: ReadonlySet<'src' | 'dst'>,
): PacketView {
  const wire = step.after.packet;
  const p = wire.vxlan?.inner ?? wire;
  const bare = p.icmp !== undefined;
  const text = (a: { ip: Ip; port: number }): AddressText => ({
    text: hostPort(a.ip, a.port, bare || a.port === 0),
    kind: kindOf(a.ip),
  });
  const row = (field: 'src' | 'dst'): FieldRow => {
    const now = field === 'src' ? { ip: p.src, port: p.sport } : { ip: p.dst, port: p.dport };
    const by =
      undone.get(field) ??
      written[facing(field, step.leg)].findLast((w) => w.to.ip === now.ip && w.to.port === now.port);
    const mark = by ? { mark: { word: by.word, was: text(by.from) } } : {};
    return { field, address: text(now), ...mark, fresh: fresh.has(field) };
  };
  const outer = wire.vxlan
    ? { outer: { port: wire.dport, src: plain(wire.src, kindOf), dst: plain(wire.dst, kindOf) } }
    : {};
  const rows = [row('src'), row('dst')];
  const unwritten = step.kind === 'drop' && step.leg === 'request' && rows[1]?.address.kind === 'cluster';
  return { title: packetTitle(p), ttl: p.ttl, rows, ...outer, leg: step.leg, unwritten };
}

const plain = (ip: Ip, kindOf: KindOf): AddressText => ({ text: ip, kind: kindOf(ip) });

export function rewritesOf(step: Step): readonly Rewrite[] {
  return step.kind === 'rule' || step.kind === 'nat' ? step.rewrites : [];
}

/** A request's destination is its reply's source. */
function facing(field: 'src' | 'dst', leg: Leg): 'src' | 'dst' {
  if (leg === 'request') return field;
  return field === 'src' ? 'dst' : 'src';
}

function drop(stack: Written[], value: { readonly ip: Ip; readonly port: number }): void {
  const i = stack.findLastIndex(
    (w) => w.to.ip === value.ip && (value.port === 0 || w.to.port === value.port),
  );
  if (i >= 0) stack.splice(i, 1);
}

function wordFor(step: Step, r: Rewrite): string {
  if (step.kind === 'rule' && step.verdict?.kind === 'snat') return 'SNAT';
  return r.field === 'dst' ? 'DNAT' : 'SNAT';
}
