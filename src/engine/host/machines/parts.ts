import type { Cidr, Ip, IpFamily } from '../../net/address';
import { cidr, cidrContains, familyOf, ip, prefixLength } from '../../net/ip';
import { subnetOf } from '../addresses';
import type { Interface, InterfaceAddress, Route } from '../model';
import { hash32 } from '../vxlan';
import { MTU } from './defaults';

export const DEFAULT_ROUTE: Readonly<Record<IpFamily, Cidr>> = { 4: cidr('0.0.0.0/0'), 6: cidr('::/0') };
export const HOST_BITS: Readonly<Record<IpFamily, number>> = { 4: 32, 6: 128 };

export const loopback: Interface = {
  name: 'lo',
  kind: 'loopback',
  addresses: [
    { ip: ip('127.0.0.1'), prefix: 8 },
    { ip: ip('::1'), prefix: 128 },
  ],
  mtu: MTU.loopback,
};

/** A prefix for an address of the node network: that of the network which holds it, else a usual one. */
export function lanAddress(address: Ip, networks: readonly Cidr[]): InterfaceAddress {
  const network = networks.find((n) => cidrContains(n, address));
  return { ip: address, prefix: network ? prefixLength(network) : familyOf(address) === 4 ? 24 : 64 };
}

/** The routes that the kernel itself adds for an interface's subnets. */
export function connectedRoutes(dev: string, addresses: readonly InterfaceAddress[]): readonly Route[] {
  return addresses
    .filter((a) => a.prefix < HOST_BITS[familyOf(a.ip)])
    .map((a) => ({ dst: subnetOf(a), dev, src: a.ip }));
}

/** A default route for each gateway, the first of a family. */
export function defaultRoutes(dev: string, gateways: readonly Ip[]): readonly Route[] {
  return ([4, 6] as const).flatMap((family) => {
    const via = gateways.find((g) => familyOf(g) === family);
    return via ? [{ dst: DEFAULT_ROUTE[family], via, dev }] : [];
  });
}

/** The host's end of a Pod's veth pair: eight hex digits as real names have, here from the Pod's own name. */
export const vethName = (namespace: string, name: string): string =>
  `veth${hash32(`${namespace}/${name}`).toString(16).padStart(8, '0')}`;
