import { cidrContains, familyOf } from '../../net';
import type { Ip, IpFamily } from '../../net/address';
import { sloppyCidr, sloppyIp } from '../sloppy';
import type { ProxyConfig } from './config';

const ANY = { 4: '0.0.0.0/0', 6: '::/0' };
const LOOPBACK = { 4: '127.0.0.1' as Ip, 6: '::1' as Ip };

/** Where node ports are open. */
export interface NodePortAddresses {
  /** All local addresses, found by `addrtype`; otherwise those listed. */
  readonly all: boolean;
  /** This node's addresses that the networks hold, with the position of the first network in the setting. */
  readonly addresses: readonly { readonly ip: Ip; readonly index: number }[];
  /** Node ports are open on 127.0.0.1 too (IPv4 only; needs route_localnet, hence KUBE-FIREWALL). */
  readonly localhost: boolean;
}

/**
 * util.NodePortAddresses. Networks of the other family do not count; none of this family means every address, and so does
 * the family's whole network as IsZeroCIDR of v1.30 knows it: by its usual spelling alone.
 */
export function nodePortAddresses(config: ProxyConfig, family: IpFamily): NodePortAddresses {
  const networks = config.nodePortAddresses.flatMap((text, index) => {
    const cidr = sloppyCidr(text);
    return cidr && familyOf(cidr) === family ? [{ cidr, index, whole: text === ANY[family] }] : [];
  });
  const all = networks.length === 0 || networks.some(({ whole }) => whole);
  const localhost =
    family === 4 &&
    config.localhostNodePorts &&
    (all || networks.some(({ cidr }) => cidr.startsWith('127.') || cidrContains(cidr, '127.0.0.0' as Ip)));
  const found = new Map<Ip, number>();
  if (!all) {
    for (const { cidr, index } of networks) {
      for (const ip of [LOOPBACK[family], ...nodeIPs(config, family)]) {
        if (cidrContains(cidr, ip) && !found.has(ip) && (!isLoopback(ip) || localhost)) found.set(ip, index);
      }
    }
  }
  return { all, addresses: [...found].map(([ip, index]) => ({ ip, index })), localhost };
}

function isLoopback(ip: Ip): boolean {
  return ip === '::1' || ip.startsWith('127.');
}

/** The node's own addresses of the family, the primary first; loopback is not among them. */
export function nodeIPs(config: ProxyConfig, family: IpFamily): Ip[] {
  return config.nodeIPs
    .map((text) => sloppyIp(text))
    .filter((ip): ip is Ip => ip !== undefined && familyOf(ip) === family);
}

/** What kube-proxy takes for the node's address; loopback where the node has none of the family (detectNodeIPs). */
export function primaryNodeIP(config: ProxyConfig, family: IpFamily): Ip {
  return nodeIPs(config, family)[0] ?? LOOPBACK[family];
}
