import { interfaceOf } from '../../host/addresses';
import type { Machine } from '../../host/model';
import { bridgePort } from '../../host/neighbour';
import type { Ip } from '../../net/address';
import type { BridgeStep, InterfaceStep } from '../step';
import type { Fate, Walk } from '../walk';
import { forward } from './forward';
import { runHook } from './hook';
import { localIn } from './local-in';
import { receive } from './receive';
import { routeInput } from './route';
import { arrive, noNeighbour } from './wire';

interface Frame {
  readonly bridge: string;
  /** The port it came in by. */
  readonly port: string;
  /** Whom the frame's MAC address means: the bridge itself, or the port behind which the address lives. */
  readonly to: 'host' | { readonly port: string };
}

/** br_handle_frame: a frame from a port, sent to whoever owns `linkDst` on this segment. */
export function bridgeReceive(walk: Walk, port: string, bridge: string, linkDst: Ip): Fate {
  const { machine, network } = walk;
  const to = bridgePort(network, machine, bridge, linkDst) ?? 'host';
  const frame: Frame = { bridge, port, to };
  const station = { at: 'bridge', name: bridge } as const;
  const called = machine.sysctls.bridgeNfCallIptables && walk.ruleset !== undefined;
  const inside = { ...walk.skb, iif: bridge, physIn: called ? port : undefined };
  if (to === 'host') walk.emit<BridgeStep>({ kind: 'bridge', station, name: bridge, to: 'up' }, inside);
  else walk.emit<InterfaceStep>({ kind: 'interface', station, direction: 'in', name: bridge }, inside);
  if (called) return bridgeNetfilter(walk, frame);
  return to === 'host' ? receive(walk) : (hairpin(walk, frame, to.port) ?? leaveBy(walk, bridge, to.port));
}

/**
 * br_netfilter: the frame meets the IP hooks inside of the bridge. A destination that PREROUTING has rewritten to an
 * address on the same bridge stays a frame, with its TTL untouched (br_nf_pre_routing_finish).
 */
function bridgeNetfilter(walk: Walk, frame: Frame): Fate {
  const before = walk.skb.packet.dst;
  const fate = runHook(walk, 'prerouting');
  if (fate) return fate;
  const rewritten = walk.skb.packet.dst !== before;
  if (!rewritten && frame.to !== 'host') return bridgeForward(walk, frame, frame.to.port);
  const decision = routeInput(walk, rewritten ? frame.bridge : undefined);
  if (decision !== 'local' && decision !== 'forward') return decision;
  if (decision === 'local' || !rewritten || walk.skb.oif !== frame.bridge) {
    if (walk.skb.packet.piece !== undefined) walk.skb = { ...walk.skb, joined: true };
    return decision === 'local' ? localIn(walk) : forward(walk);
  }
  const to = bridgePort(walk.network, walk.machine, frame.bridge, walk.nextHop ?? walk.skb.packet.dst);
  if (to === undefined || to === 'host')
    return noNeighbour(walk, frame.bridge, walk.nextHop ?? walk.skb.packet.dst);
  return bridgeForward(walk, frame, to.port);
}

/** br_forward: FORWARD and POSTROUTING with the bridge on both sides, then out of the port. */
function bridgeForward(walk: Walk, frame: Frame, port: string): Fate {
  const held = hairpin(walk, frame, port);
  if (held) return held;
  walk.skb = { ...walk.skb, oif: frame.bridge, physOut: port };
  return runHook(walk, 'forward') ?? runHook(walk, 'postrouting') ?? leaveBy(walk, frame.bridge, port);
}

/** should_deliver: a frame leaves by the port it came in only in hairpin mode. */
function hairpin(walk: Walk, frame: Frame, port: string): Fate | undefined {
  if (port !== frame.port || interfaceOf(walk.machine, port).hairpin) return undefined;
  return walk.drop({ at: 'bridge', name: frame.bridge }, 'hairpin-off', { port });
}

export function nobody(walk: Walk, dev: string): Fate {
  const ip = walk.nextHop ?? walk.skb.packet.dst;
  return walk.drop({ at: 'bridge', name: dev }, 'no-neighbour', { ip, dev });
}

/** The frame goes out of a port, through the veth pair, into the machine behind it. */
export function leaveBy(walk: Walk, bridge: string, port: string): Fate {
  const station = { at: 'bridge', name: bridge } as const;
  walk.emit<BridgeStep>({ kind: 'bridge', station, name: bridge, to: { port } });
  const out = { at: 'interface', name: port } as const;
  walk.emit<InterfaceStep>({ kind: 'interface', station: out, direction: 'out', name: port });
  const { peer } = interfaceOf(walk.machine, port);
  const far: Machine | undefined = peer && walk.network.machines.get(peer.machine);
  if (!peer || !far) return nobody(walk, bridge);
  return arrive(walk, far, peer.interface, walk.skb.packet.dst);
}
