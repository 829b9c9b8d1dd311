import { isLocalAddress } from '../../host/addresses';
import type { Interface, Machine } from '../../host/model';
import { deviceOf, interfaceAddress, lookupRoute } from '../../host/route';
import { encapsulate, tunnelEnd } from '../../host/vxlan';
import type { Ip } from '../../net/address';
import type { Packet } from '../../net/packet';
import type { InterfaceStep, TunnelStep } from '../step';
import { type Fate, skbOf, type Walk } from '../walk';
import { output } from './output';
import { receive } from './receive';
import { passes, transmit } from './wire';

/** Is this an outer packet that ends at this machine? */
export function isTunnelled(machine: Machine, packet: Packet): boolean {
  return (
    packet.vxlan !== undefined &&
    isLocalAddress(machine, packet.dst) &&
    tunnelDevice(machine, packet) !== undefined
  );
}

const tunnelDevice = ({ interfaces }: Machine, { vxlan, dport }: Packet): Interface | undefined =>
  interfaces.find((i) => i.vxlan?.vni === vxlan?.vni && i.vxlan?.port === dport);

/** linux/netdevice.h: XMIT_RECURSION_LIMIT. */
const MAX_WRAPPINGS = 8;

/** Rules may send an outer packet back into the tunnel: "Dead loop on virtual device" (__dev_queue_xmit). */
function wrappings(packet: Packet): number {
  let count = 0;
  for (let p: Packet | undefined = packet; p?.vxlan; p = p.vxlan.inner) count += 1;
  return count;
}

/**
 * vxlan_xmit: the packet becomes the payload of one from node to node. What the kernel knew of the flow stays behind,
 * but the mark goes along while it is in this machine (skb_scrub_packet). The outer packet then takes the way of any
 * local one, folded unless the network says that outer packets walk.
 */
export function encapsulateAndSend(walk: Walk, device: Interface, nextHop: Ip): Fate {
  const { machine, skb, network } = walk;
  const station = { at: 'interface', name: device.name } as const;
  passes(walk, 'out', device.name);
  if (wrappings(skb.packet) >= MAX_WRAPPINGS) return walk.drop(station, 'loop', {});
  const remote = tunnelEnd(machine, nextHop);
  if (!remote || !device.vxlan) {
    return walk.drop(station, 'no-neighbour', { ip: nextHop, dev: device.name });
  }
  const { underlay } = device.vxlan;
  const route = lookupRoute(machine, remote);
  const src = interfaceAddress(machine, underlay, remote);
  if (route.kind === 'none' || !src) return walk.drop(station, 'no-route', { dst: remote });
  const outer = encapsulate(walk.skb.packet, device.vxlan, src, remote);
  const oif = network.walkOuter ? undefined : deviceOf(route);
  walk.emit<TunnelStep>({ kind: 'encap', station, outer }, skbOf(outer, { mark: skb.mark, oif }));
  if (network.walkOuter) return output(walk);
  walk.nextHop = route.kind === 'forward' ? route.nextHop : remote;
  return transmit(walk, oif ?? underlay, walk.nextHop);
}

/** vxlan_rcv: the inner packet comes in by the tunnel device, as if from a wire of its own. */
export function decapsulate(walk: Walk): Fate {
  const { machine, skb } = walk;
  const outer = skb.packet;
  const device = tunnelDevice(machine, outer);
  if (!device || !outer.vxlan) return walk.drop({ at: 'process' }, 'not-for-me', { dst: outer.dst });
  const station = { at: 'interface', name: device.name } as const;
  const inner = skbOf(outer.vxlan.inner, { mark: skb.mark, iif: device.name });
  walk.emit<TunnelStep>({ kind: 'decap', station, outer }, inner);
  walk.emit<InterfaceStep>({ kind: 'interface', station, direction: 'in', name: device.name });
  return receive(walk);
}
