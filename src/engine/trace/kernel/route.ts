import { isLocalAddress, isLoopback } from '../../host/addresses';
import { deviceOf, lookupRoute, type RouteResult } from '../../host/route';
import type { RouteStep, Skb } from '../step';
import type { Fate, Walk } from '../walk';
import { icmpError } from './icmp';

const input = { at: 'routing', when: 'input' } as const;

/** Writes the decision down and gives the packet its output interface. */
export function emitRoute(walk: Walk, when: RouteStep['when'], result: RouteResult): void {
  const { skb } = walk;
  const oif = when === 'input' && result.kind === 'local' ? undefined : deviceOf(result);
  const after: Skb = oif === skb.oif ? skb : { ...skb, oif };
  walk.nextHop = result.kind === 'forward' ? result.nextHop : undefined;
  walk.emit<RouteStep>({ kind: 'route', station: { at: 'routing', when }, when, result }, after);
}

/**
 * A loopback address may come in only by lo, or anywhere with route_localnet, and an IPv4 address of one's own by lo only
 * (ip_route_input_slow, fib_validate_source).
 */
function martian(walk: Walk): Fate | undefined {
  const { packet, iif = '' } = walk.skb;
  const foreign = !walk.machine.sysctls.routeLocalnet && (isLoopback(packet.src) || isLoopback(packet.dst));
  const spoofed = packet.family === 4 && isLocalAddress(walk.machine, packet.src) && !isLoopback(packet.src);
  if (!foreign && !spoofed) return undefined;
  return walk.drop(input, 'martian', { src: packet.src, dst: packet.dst, iif });
}

/** rp_filter: 1 wants the way back to lead out of the interface it came in by, 2 wants any way back. */
function reversePath(walk: Walk): Fate | undefined {
  const { packet, iif = '' } = walk.skb;
  const { rpFilter } = walk.machine.sysctls;
  if (rpFilter === 0 || packet.family === 6 || isLoopback(packet.src)) return undefined;
  const back = lookupRoute(walk.machine, packet.src);
  const believed = rpFilter === 1 ? deviceOf(back) === iif : back.kind !== 'none';
  return believed ? undefined : walk.drop(input, 'rp-filter', { src: packet.src, iif });
}

export type InputRoute = Fate | 'local' | 'forward';

/**
 * ip_route_input: local or onwards, once the source is believed.
 *
 * `bridged`: the bridge asks after DNAT. A packet that stays on it needs no forwarding in IPv6, where ip6_forward asks for
 * that; in IPv4 the lookup itself finds nothing without (ip_route_input_slow), whatever br_nf_pre_routing_finish means to do.
 */
export function routeInput(walk: Walk, bridged?: string): InputRoute {
  const { machine, skb } = walk;
  const strange = martian(walk);
  if (strange) return strange;
  const result = lookupRoute(machine, skb.packet.dst);
  const stays = skb.packet.family === 6 && bridged !== undefined && deviceOf(result) === bridged;
  const forwards = machine.sysctls.ipForward || stays;
  if (result.kind === 'forward' && !forwards) {
    const dst = skb.packet.dst;
    return walk.drop(
      input,
      machine.kind === 'pod' || machine.kind === 'outside' ? 'not-for-me' : 'ip-forward-off',
      {
        dst,
      },
    );
  }
  const unbelieved = reversePath(walk);
  if (unbelieved) return unbelieved;
  emitRoute(walk, 'input', result);
  if (result.kind === 'none') {
    // ip_error asks whether it forwards, ip6_pkt_drop does not.
    const error =
      machine.sysctls.ipForward || skb.packet.family === 6 ? icmpError(walk, 'net-unreachable') : undefined;
    return walk.drop(input, 'no-route', { dst: skb.packet.dst }, error);
  }
  return result.kind;
}
