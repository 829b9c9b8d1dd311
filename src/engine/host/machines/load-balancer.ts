import type { Service } from '../../cluster/api';
import type { Cluster } from '../../cluster/model';
import { cidr, familyOf, parseIp } from '../../net/ip';
import type { Protocol } from '../../net/packet';
import type { Ruleset } from '../../netfilter/model';
import { type Backend, type BalancedPort, type Machine, machineId, type Route } from '../model';
import { MTU, PLAIN_SYSCTLS } from './defaults';
import { connectedRoutes, defaultRoutes, lanAddress, loopback } from './parts';
import { nodeMachineId } from './pod';

export const LOAD_BALANCER = machineId('lb');

type Healthy = (service: Service, node: Cluster['nodes'][number]) => boolean;

function balancedPorts(cluster: Cluster, isHealthy: Healthy): readonly BalancedPort[] {
  return cluster.services.flatMap((service) => {
    const { metadata, spec, status } = service;
    return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip: text = '', ipMode }) => {
      const ip = parseIp(text);
      if (!ip) return [];
      const backends = cluster.nodes.flatMap((node): Backend[] => {
        const address = node.ips.find((a) => familyOf(a) === familyOf(ip));
        const machine = nodeMachineId(node.name);
        return address ? [{ machine, ip: address, healthy: isHealthy(service, node) }] : [];
      });
      return (spec.ports ?? []).map(
        ({ port, protocol = 'TCP', nodePort }): BalancedPort => ({
          service: `${metadata.namespace ?? 'default'}/${metadata.name}`,
          ip,
          proto: protocol.toLowerCase() as Protocol,
          port,
          ...(ipMode === 'Proxy' && nodePort ? { nodePort } : {}),
          backends,
        }),
      );
    });
  });
}

/** Who is on the nodes' LAN sends what is for these addresses to the load balancer. */
export function routesToBalancer(cluster: Cluster, dev: string): readonly Route[] {
  const ips = cluster.services.flatMap(({ status }) =>
    (status?.loadBalancer?.ingress ?? []).flatMap(({ ip = '' }) => parseIp(ip) ?? []),
  );
  return [...new Set(ips)].flatMap((ip): Route[] => {
    const via = cluster.lan.balancers?.find((b) => familyOf(b) === familyOf(ip));
    return via ? [{ dst: cidr(ip), via, dev }] : [];
  });
}

/**
 * The load balancer outside of the cluster, on the nodes' LAN; undefined where no Service has an address of it. Its
 * conntrack needs a nat table, which is empty: its choices are its own (`balance`).
 */
export function loadBalancerMachine(cluster: Cluster, isHealthy: Healthy): Machine | undefined {
  const balances = balancedPorts(cluster, isHealthy);
  if (balances.length === 0 || !cluster.lan.balancers?.length) return undefined;
  const addresses = cluster.lan.balancers.map((address) => lanAddress(address, cluster.lan.networks));
  const empty = (family: Ruleset['family']): Ruleset => ({
    family,
    tables: new Map([['nat', { name: 'nat', chains: new Map() }]]),
  });
  const rulesets = { 4: empty(4), 6: empty(6) };
  return {
    id: LOAD_BALANCER,
    kind: 'load-balancer',
    name: 'lb',
    interfaces: [loopback, { name: 'eth0', kind: 'nic', addresses, mtu: MTU.lan, segment: 'lan' }],
    routes: [...connectedRoutes('eth0', addresses), ...defaultRoutes('eth0', cluster.lan.gateways)],
    sysctls: { ...PLAIN_SYSCTLS, ipForward: true },
    sockets: [],
    ruleset: (family) => rulesets[family],
    balances,
  };
}
