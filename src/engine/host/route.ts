import type { Ip, IpFamily } from '../net/address';
import { cidrContains, familyOf, prefixLength } from '../net/ip';
import { interfaceOf, isLocalAddress, isLoopback, LOOPBACK_ADDRESS, subnetOf } from './addresses';
import type { Machine, Route } from './model';

export type RouteResult =
  | { readonly kind: 'local' }
  | { readonly kind: 'forward'; readonly route: Route; readonly nextHop: Ip }
  | { readonly kind: 'none' };

const LOCAL: RouteResult = { kind: 'local' };
const NONE: RouteResult = { kind: 'none' };

type ByFamily = Readonly<Record<IpFamily, readonly Route[]>>;
const sorted = new WeakMap<Machine, ByFamily>();

/** Longest prefix first; among equals the first written wins, as the lowest metric would. */
function routesOf(machine: Machine): ByFamily {
  let routes = sorted.get(machine);
  if (!routes) {
    const order = [...machine.routes].sort((a, b) => prefixLength(b.dst) - prefixLength(a.dst));
    routes = {
      4: order.filter((r) => familyOf(r.dst) === 4),
      6: order.filter((r) => familyOf(r.dst) === 6),
    };
    sorted.set(machine, routes);
  }
  return routes;
}

/** Where a packet to `dst` goes: the local table, then the longest prefix of the main one (fib_lookup). */
export function lookupRoute(machine: Machine, dst: Ip): RouteResult {
  if (isLocalAddress(machine, dst)) return LOCAL;
  const route = routesOf(machine)[familyOf(dst)].find((r) => cidrContains(r.dst, dst));
  return route ? { kind: 'forward', route, nextHop: route.via ?? dst } : NONE;
}

/** The device that a lookup leads to. */
export const deviceOf = (result: RouteResult): string | undefined =>
  result.kind === 'local' ? 'lo' : result.kind === 'forward' ? result.route.dev : undefined;

/**
 * The address that an interface speaks with towards `nextHop`: one in the same subnet first, else its first, else
 * another interface's; never one that is valid in its host only, as lo's are (inet_select_addr in net/ipv4/devinet.c).
 * MASQUERADE takes it too.
 */
export function interfaceAddress(machine: Machine, dev: string, nextHop: Ip): Ip | undefined {
  const family = familyOf(nextHop);
  const own = interfaceOf(machine, dev).addresses.filter(
    (a) => familyOf(a.ip) === family && !isLoopback(a.ip),
  );
  const near = own.find((a) => cidrContains(subnetOf(a), nextHop)) ?? own[0];
  if (near) return near.ip;
  for (const { kind, addresses } of machine.interfaces) {
    const other = kind === 'loopback' ? undefined : addresses.find((a) => familyOf(a.ip) === family);
    if (other) return other.ip;
  }
  return undefined;
}

/** The source of a packet that starts here and has none yet (ip_route_output_key). */
export function selectSource(machine: Machine, dst: Ip): Ip | undefined {
  const result = lookupRoute(machine, dst);
  if (result.kind === 'local') return isLoopback(dst) ? LOOPBACK_ADDRESS[familyOf(dst)] : dst;
  if (result.kind === 'none') return undefined;
  return result.route.src ?? interfaceAddress(machine, result.route.dev, result.nextHop);
}
