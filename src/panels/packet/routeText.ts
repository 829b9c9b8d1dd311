import type { Route } from '../../engine';

/** A route as `ip route` prints it: `10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink`. */
export function routeText(route: Route): string {
  const host = /^(.*)\/(?:32|128)$/.exec(route.dst);
  const dst = /^(0\.0\.0\.0|::)\/0$/.test(route.dst)
    ? 'default'
    : route.dst.includes(':')
      ? route.dst
      : (host?.[1] ?? route.dst);
  const parts = [dst];
  if (route.via) parts.push(`via ${route.via}`);
  parts.push(`dev ${route.dev}`);
  if (!route.via) parts.push('scope link');
  if (route.src) parts.push(`src ${route.src}`);
  if (route.onlink) parts.push('onlink');
  return parts.join(' ');
}
