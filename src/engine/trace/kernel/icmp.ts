import { interfaceOf, isLocalAddress } from '../../host/addresses';
import { type IcmpErrorKind, icmpErrorHeader, icmpOf, isIcmpError, rejectKind } from '../../host/icmp';
import { interfaceAddress, selectSource } from '../../host/route';
import type { Packet } from '../../net/packet';
import type { Emission, Walk } from '../walk';

/**
 * Errors belong to the flow they are about: their direction is against the packet's (icmp_glue_bits, nf_send_reset:
 * nf_ct_attach).
 */
function attached({ skb }: Walk): Pick<Emission, 'attached'> {
  if (!skb.ct || !skb.ctDirection) return {};
  const direction = skb.ctDirection === 'original' ? 'reply' : 'original';
  return { attached: { entry: skb.ct, direction } };
}

/**
 * icmp_send: the error that this machine would send about the packet in hand; none about errors. It speaks with the
 * address that was called, if that is its own, else with that of the interface towards the sender; in IPv6, of the one
 * that the packet came in by, unless it is about the machine's own packet (icmp6_send since Linux 5.6).
 */
export function icmpError(walk: Walk, kind: IcmpErrorKind): Emission | undefined {
  const { machine, skb, leg, network } = walk;
  const { packet } = skb;
  // Nor about an outer packet that is folded: it tells the tunnel's own socket, which minds nothing.
  const folded = packet.vxlan && !network.walkOuter;
  if (folded || isIcmpError(packet) || leg === 'error') return undefined;
  const entry = packet.family === 6 && !isLocalAddress(machine, packet.src) ? wayIn(walk) : undefined;
  const own = entry ? interfaceAddress(machine, entry, packet.src) : selectSource(machine, packet.src);
  const src = isLocalAddress(machine, packet.dst) ? packet.dst : own;
  if (!src) return undefined;
  const answer: Packet = {
    family: packet.family,
    src,
    dst: packet.src,
    ttl: 64,
    proto: icmpOf(packet.family),
    sport: 0,
    dport: 0,
    flags: [],
    icmp: icmpErrorHeader(packet.family, kind, packet),
  };
  return { leg: 'error', what: 'icmp', machine, packet: answer, ...attached(walk) };
}

/**
 * What IPv6 takes for the interface that the packet came in by. Who has a route before ip6_rcv_core, because
 * br_netfilter looked it up after a DNAT, is said to have come in by the interface of that route.
 */
function wayIn({ skb }: Walk): string | undefined {
  const called = skb.ctDirection && skb.ct?.[skb.ctDirection].dst;
  return skb.physIn !== undefined && called !== undefined && called !== skb.packet.dst ? skb.oif : skb.iif;
}

/** Is the packet in hand one that this machine's own ICMP has just made? */
const isOwnIcmp = ({ leg, skb }: Walk): boolean =>
  leg !== 'request' && skb.iif === undefined && (skb.packet.vxlan?.inner ?? skb.packet).icmp !== undefined;

/**
 * REJECT's answer: ICMP, or for `tcp-reset` a RST in the name of the one who was called (nf_reject_ipv4.c). ICMP that
 * is at work sends nothing more: its socket is locked while an echo reply goes through OUTPUT (icmp_xmit_lock).
 */
export function rejectError(walk: Walk, reason: string): Emission | undefined {
  if (isOwnIcmp(walk)) return undefined;
  if (reason !== 'tcp-reset') return icmpError(walk, rejectKind(reason));
  const { packet } = walk.skb;
  if (packet.proto !== 'tcp' || packet.flags.includes('RST')) return undefined;
  const { src, dst, sport, dport } = packet;
  const reset: Packet = {
    ...packet,
    src: dst,
    dst: src,
    sport: dport,
    dport: sport,
    ttl: 64,
    flags: packet.flags.includes('ACK') ? ['RST'] : ['RST', 'ACK'],
  };
  return {
    leg: 'reply',
    what: 'rst',
    machine: walk.machine,
    packet: reset,
    ...attached(walk),
    ...frame(walk),
  };
}

/**
 * nf_send_reset: the RST for a packet that br_netfilter has shown to the hooks goes straight back out of its port. So
 * nobody un-NATs it: a caller of a Service does not know the address that it comes from.
 */
function frame({ machine, skb, steps }: Walk): Pick<Emission, 'frame'> {
  if (!machine.sysctls.bridgeNfCallIptables || skb.iif === undefined) return {};
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i];
    if (step?.machine !== machine.id) break;
    if (step.kind !== 'interface' || step.direction !== 'in' || step.station.at !== 'interface') continue;
    const { master } = interfaceOf(machine, step.name);
    return master !== undefined && master === skb.iif ? { frame: { bridge: master, port: step.name } } : {};
  }
  return {};
}
