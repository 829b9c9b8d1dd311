import { isLoopback } from '../../host/addresses';
import type { Machine } from '../../host/model';
import { deviceOf, lookupRoute, type RouteResult } from '../../host/route';
import type { Ip } from '../../net/address';
import type { Fate, Walk } from '../walk';
import { runHook } from './hook';
import { postrouting } from './postrouting';
import { emitRoute } from './route';

/** 127.0.0.1 as a source leaves the machine only with route_localnet (__mkroute_output). */
const isMartian = (machine: Machine, src: Ip, result: RouteResult): boolean =>
  result.kind === 'forward' && isLoopback(src) && !machine.sysctls.routeLocalnet;

/** ip_local_out: routing comes first, so OUTPUT's rules see an output interface, and no route means no packet. */
export function output(walk: Walk): Fate {
  const { machine, skb } = walk;
  const station = { at: 'routing', when: 'output' } as const;
  const result = lookupRoute(machine, skb.packet.dst);
  emitRoute(walk, 'output', result);
  if (result.kind === 'none') return walk.drop(station, 'no-route', { dst: skb.packet.dst });
  if (isMartian(machine, skb.packet.src, result)) {
    return walk.drop(station, 'martian', { src: skb.packet.src, dst: skb.packet.dst, iif: 'lo' });
  }
  const dst = skb.packet.dst;
  const fate = runHook(walk, 'output');
  if (fate) return fate;
  if (walk.skb.packet.dst !== dst) emitRoute(walk, 'reroute', lookupRoute(machine, walk.skb.packet.dst));
  return postrouting(walk);
}

/**
 * ip_route_me_harder, as nf_nat_ipv4_local_fn calls it inside of nat OUTPUT: the new destination needs a route at once.
 * Filter OUTPUT still sees the old output interface; the new one counts from POSTROUTING on.
 */
export function rerouteFails(walk: Walk): Fate | undefined {
  const { machine, skb } = walk;
  const result = lookupRoute(machine, skb.packet.dst);
  const station = { at: 'routing', when: 'reroute' } as const;
  if (result.kind === 'none') {
    emitRoute(walk, 'reroute', result);
    return walk.drop(station, 'no-route', { dst: skb.packet.dst });
  }
  if (isMartian(machine, skb.packet.src, result)) {
    const params = { src: skb.packet.src, dst: skb.packet.dst, iif: deviceOf(result) ?? '' };
    return walk.drop(station, 'martian', params);
  }
  return undefined;
}
