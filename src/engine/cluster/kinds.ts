import { cidrContains, type Ip, parseIp } from '../net';
import type { Cluster } from './model';

/** What an address is, by where it lies: the three kinds that have a colour, and the rest. */
export type AddressKind = 'cluster' | 'node' | 'pod' | 'outside';

const known = new WeakMap<Cluster, ReadonlyMap<string, AddressKind>>();

/**
 * `cluster`: a Service's address of any sort (cluster, external, load balancer). `node`: a node's own. `pod`: in a Pod
 * network, whoever has it. Bridges and tunnels have addresses of the Pod network and count as such.
 */
export function addressKind(cluster: Cluster, address: Ip | string): AddressKind {
  let named = known.get(cluster);
  if (!named) {
    named = namedAddresses(cluster);
    known.set(cluster, named);
  }
  const kind = named.get(address);
  if (kind) return kind;
  const ip = parseIp(address);
  if (ip === undefined) return 'outside';
  if (cluster.podNetworks.some((network) => cidrContains(network, ip))) return 'pod';
  if (cluster.serviceNetworks.some((network) => cidrContains(network, ip))) return 'cluster';
  return named.get(ip) ?? 'outside';
}

function namedAddresses(cluster: Cluster): ReadonlyMap<string, AddressKind> {
  const kinds = new Map<string, AddressKind>();
  for (const { ips, hostNetwork } of cluster.pods)
    if (!hostNetwork) for (const ip of ips) kinds.set(ip, 'pod');
  for (const { spec, status } of cluster.services) {
    const ingress = status?.loadBalancer?.ingress?.flatMap(({ ip }) => ip ?? []) ?? [];
    for (const text of [...(spec.clusterIPs ?? []), ...(spec.externalIPs ?? []), ...ingress]) {
      const ip = parseIp(text);
      if (ip) kinds.set(ip, 'cluster');
    }
  }
  for (const ip of cluster.outside.ips) kinds.set(ip, 'outside');
  for (const { ips } of cluster.nodes) for (const ip of ips) kinds.set(ip, 'node');
  return kinds;
}
