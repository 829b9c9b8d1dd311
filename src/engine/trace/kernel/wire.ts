import { interfaceOf } from '../../host/addresses';
import type { Interface, Machine } from '../../host/model';
import { bridgePort, segmentNeighbour } from '../../host/neighbour';
import type { Ip } from '../../net/address';
import type { InterfaceStep, Skb, WireStep } from '../step';
import type { Fate, Walk } from '../walk';
import { bridgeReceive, leaveBy, nobody } from './bridge';
import { icmpError } from './icmp';
import { cut, lengthOut, tooBig } from './mtu';
import { receive, receiveLoopback } from './receive';
import { decapsulate, encapsulateAndSend, isTunnelled } from './tunnel';

export function passes(walk: Walk, direction: 'in' | 'out', name: string, after: Skb = walk.skb): void {
  const station = { at: 'interface', name } as const;
  const { packet, fragments } =
    direction === 'out' ? cut(walk, name) : { packet: after.packet, fragments: 1 };
  const count = fragments > 1 ? { fragments } : {};
  const skb = packet === after.packet ? after : { ...after, packet };
  walk.emit<InterfaceStep>({ kind: 'interface', station, direction, name, ...count }, skb);
}

/** dev_queue_xmit: out of `dev` to the neighbour `nextHop`, whatever kind of device it is. */
export function transmit(walk: Walk, dev: string, nextHop: Ip): Fate {
  const device = interfaceOf(walk.machine, dev);
  const held = tooBig(walk, dev, { at: 'interface', name: dev });
  if (held) return held;
  switch (device.kind) {
    case 'loopback':
      passes(walk, 'out', dev);
      passes(walk, 'in', dev, { ...walk.skb, iif: dev, oif: undefined });
      return receiveLoopback(walk);
    case 'vxlan':
      return encapsulateAndSend(walk, device, nextHop);
    case 'bridge':
      return intoBridge(walk, dev, nextHop);
    case 'veth':
      return throughVeth(walk, device, nextHop);
    case 'nic':
      return ontoSegment(walk, device, nextHop);
  }
}

/** arp_error_report: whoever sent it is told, be it a program on this machine. */
export function noNeighbour(walk: Walk, dev: string, ip: Ip): Fate {
  const error = icmpError(walk, 'host-unreachable');
  return walk.drop({ at: 'interface', name: dev }, 'no-neighbour', { ip, dev }, error);
}

/** A routed packet into the machine's own bridge: one lookup, then a port. */
function intoBridge(walk: Walk, bridge: string, nextHop: Ip): Fate {
  const to = bridgePort(walk.network, walk.machine, bridge, nextHop);
  if (to === undefined || to === 'host') return noNeighbour(walk, bridge, nextHop);
  passes(walk, 'out', bridge);
  return leaveBy(walk, bridge, to.port);
}

/** A Pod's eth0: its other end is a port of the node's bridge, which decides by the neighbour's MAC. */
function throughVeth(walk: Walk, { name, peer }: Interface, nextHop: Ip): Fate {
  const far = peer && walk.network.machines.get(peer.machine);
  const bridge = far && interfaceOf(far, peer.interface).master;
  if (!far || !bridge) return nobody(walk, name);
  if (!bridgePort(walk.network, far, bridge, nextHop)) return noNeighbour(walk, name, nextHop);
  passes(walk, 'out', name);
  return arrive(walk, far, peer.interface, nextHop);
}

/** A NIC: to the machine on the segment that has the address. An uplink has nobody at its other end. */
function ontoSegment(walk: Walk, { name, segment }: Interface, nextHop: Ip): Fate {
  if (!segment) {
    passes(walk, 'out', name);
    walk.emit<WireStep>({ kind: 'wire', station: { at: 'wire' } });
    return walk.drop({ at: 'wire' }, 'lost-upstream', { dst: walk.skb.packet.dst });
  }
  const far = segmentNeighbour(walk.network, segment, nextHop);
  if (!far) return noNeighbour(walk, name, nextHop);
  passes(walk, 'out', name);
  return stopped(walk, far.machine, name) ?? arrive(walk, far.machine, far.interface, nextHop);
}

/** Switches that carry less than this machine's NIC believes; a firewall before the NIC that the packet goes to. */
function stopped(walk: Walk, { id, firewall }: Machine, dev: string): Fate | undefined {
  const { lanMtu = Number.POSITIVE_INFINITY } = walk.network;
  const size = lengthOut(walk.skb.packet);
  if (size > lanMtu) {
    const lost = { at: 'wire', to: id } as const;
    walk.emit<WireStep>({ kind: 'wire', station: lost, to: id });
    return walk.drop(lost, 'lost-oversize', { dev, size, mtu: lanMtu });
  }
  const { proto, dport } = walk.skb.packet;
  if (firewall?.proto !== proto || firewall.port !== dport) return undefined;
  const station = { at: 'wire', to: id } as const;
  walk.emit<WireStep>({ kind: 'wire', station, to: id });
  return walk.drop(station, 'firewall', { proto, port: dport, to: id });
}

/** The packet crosses to another machine and comes in there. `linkDst`: whose MAC address is on the frame. */
export function arrive(walk: Walk, machine: Machine, name: string, linkDst: Ip): Fate {
  walk.emit<WireStep>({ kind: 'wire', station: { at: 'wire', to: machine.id }, to: machine.id });
  const endless = walk.enter(machine, name);
  if (endless) return endless;
  passes(walk, 'in', name);
  const { master } = interfaceOf(machine, name);
  if (master) return bridgeReceive(walk, name, master, linkDst);
  const outerWalks = walk.network.walkOuter || machine.walkOuter;
  if (!outerWalks && isTunnelled(machine, walk.skb.packet)) return decapsulate(walk);
  return receive(walk);
}
