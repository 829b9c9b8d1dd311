import { type Cidr, familyOf, type Ip, nthAddress } from '../../net';
import type { Cluster, ClusterNode } from '../model';
import { DEFAULTS } from './defaults';
import { commonNetwork, sizeOf } from './networks';

/**
 * The network that the nodes share (/24 and /64, or wider where their addresses lie further apart), with the client
 * outside of the cluster, the router and the load balancer in it: the client is .1, the router .2, as in the article's
 * VMware network, the load balancer .3; a node that has one of them makes it the next free of .254, .253 …
 */
export function settleLan(nodes: readonly ClusterNode[]): Pick<Cluster, 'lan' | 'outside'> {
  const networks: Cidr[] = [];
  const gateways: Ip[] = [];
  const clients: Ip[] = [];
  const balancers: Ip[] = [];
  for (const family of [4, 6] as const) {
    const ips = nodes.flatMap((node) => node.ips).filter((ip) => familyOf(ip) === family);
    if (ips.length === 0 && (family === 6 || nodes.length > 0)) continue;
    const lan = ips.length > 0 ? commonNetwork(ips, family === 4 ? 24 : 64) : DEFAULTS.lan[4];
    const taken = new Set<Ip>(ips);
    const choose = (wanted: number): Ip => {
      const last = Math.min(sizeOf(lan) - 2, 254);
      for (const n of [wanted, ...Array.from({ length: last }, (_, i) => last - i)]) {
        const ip = nthAddress(lan, n);
        if (taken.has(ip)) continue;
        taken.add(ip);
        return ip;
      }
      return nthAddress(lan, 0);
    };
    networks.push(lan);
    clients.push(choose(1));
    gateways.push(choose(2));
    balancers.push(choose(3));
  }
  return { lan: { networks, gateways, balancers }, outside: { ips: clients } };
}
