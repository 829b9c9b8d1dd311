import type { Cluster } from '../../cluster/model';
import { type Interface, type Machine, machineId } from '../model';
import { MTU, PLAIN_SYSCTLS } from './defaults';
import { routesToBalancer } from './load-balancer';
import { connectedRoutes, DEFAULT_ROUTE, defaultRoutes, lanAddress, loopback } from './parts';

export const OUTSIDE = machineId('outside');
export const ROUTER = machineId('router');

/** The client beside the cluster: on the nodes' LAN, but nobody has told it about Pod and Service networks. */
export function outsideMachine(cluster: Cluster): Machine {
  const addresses = cluster.outside.ips.map((address) => lanAddress(address, cluster.lan.networks));
  return {
    id: OUTSIDE,
    kind: 'outside',
    name: 'outside',
    interfaces: [loopback, { name: 'eth0', kind: 'nic', addresses, mtu: MTU.lan, segment: 'lan' }],
    routes: [
      ...connectedRoutes('eth0', addresses),
      ...routesToBalancer(cluster, 'eth0'),
      ...defaultRoutes('eth0', cluster.lan.gateways),
    ],
    sysctls: PLAIN_SYSCTLS,
    sockets: [],
    ruleset: () => undefined,
  };
}

/** The LAN's gateway: what it does not know goes to its uplink, a NIC with nothing at its other end. */
export function routerMachine(cluster: Cluster): Machine {
  const addresses = cluster.lan.gateways.map((address) => lanAddress(address, cluster.lan.networks));
  const lan: Interface = { name: 'lan0', kind: 'nic', addresses, mtu: MTU.lan, segment: 'lan' };
  const uplink: Interface = { name: 'wan0', kind: 'nic', addresses: [], mtu: MTU.lan };
  return {
    id: ROUTER,
    kind: 'router',
    name: 'router',
    interfaces: [loopback, lan, uplink],
    routes: [
      ...connectedRoutes(lan.name, addresses),
      ...routesToBalancer(cluster, lan.name),
      ...([4, 6] as const).map((family) => ({ dst: DEFAULT_ROUTE[family], dev: uplink.name })),
    ],
    sysctls: { ...PLAIN_SYSCTLS, ipForward: true },
    sockets: [],
    ruleset: () => undefined,
  };
}
