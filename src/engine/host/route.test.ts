import { expect, test } from 'vitest';
import { cidr, ip } from '../net/ip';
import { addrType } from './addresses';
import { PLAIN_SYSCTLS } from './machines/defaults';
import { loopback } from './machines/parts';
import { type Interface, type Machine, machineId, type Route } from './model';
import { deviceOf, interfaceAddress, lookupRoute, selectSource } from './route';

const device = (name: string, ...addresses: string[]): Interface => ({
  name,
  kind: 'nic',
  mtu: 1500,
  addresses: addresses.map((text) => ({
    ip: ip(text.split('/')[0] ?? ''),
    prefix: Number(text.split('/')[1]),
  })),
});

/** `10.244.1.0/24 via 10.244.1.0 dev flannel.1` */
function route(line: string): Route {
  const [, dst = '', via, dev = '', src] = /^(\S+)(?: via (\S+))? dev (\S+)(?: src (\S+))?$/.exec(line) ?? [];
  return { dst: cidr(dst), dev, ...(via ? { via: ip(via) } : {}), ...(src ? { src: ip(src) } : {}) };
}

const node: Machine = {
  id: machineId('node/n'),
  kind: 'node',
  name: 'n',
  interfaces: [
    loopback,
    device('eth0', '192.168.111.128/24'),
    device('flannel.1', '10.244.0.0/32'),
    device('cni0', '10.244.0.1/24'),
  ],
  routes: [
    '0.0.0.0/0 via 192.168.111.2 dev eth0',
    '192.168.111.0/24 dev eth0 src 192.168.111.128',
    '10.244.0.0/24 dev cni0 src 10.244.0.1',
    '10.244.0.0/16 via 192.168.111.9 dev eth0',
    '10.244.1.0/24 via 10.244.1.0 dev flannel.1',
  ].map(route),
  sysctls: PLAIN_SYSCTLS,
  sockets: [],
  ruleset: () => undefined,
};

test.each([
  ['10.244.0.7', 'cni0', '10.244.0.7', '10.244.0.1'],
  ['10.244.1.4', 'flannel.1', '10.244.1.0', '10.244.0.0'],
  ['10.244.9.9', 'eth0', '192.168.111.9', '192.168.111.128'],
  ['10.104.112.175', 'eth0', '192.168.111.2', '192.168.111.128'],
])('the longest prefix for %s leads to %s by %s, from %s', (dst, dev, nextHop, src) => {
  const result = lookupRoute(node, ip(dst));
  expect(result).toMatchObject({ kind: 'forward', nextHop });
  expect(deviceOf(result)).toBe(dev);
  expect(selectSource(node, ip(dst))).toBe(src);
});

test.each(['127.0.0.1', '10.244.0.0', '192.168.111.128'])('%s is local', (dst) => {
  expect(lookupRoute(node, ip(dst))).toEqual({ kind: 'local' });
  expect(selectSource(node, ip(dst))).toBe(dst);
});

test('no route for a family that nobody has set up', () => {
  expect(lookupRoute(node, ip('fd00::1'))).toEqual({ kind: 'none' });
  expect(selectSource(node, ip('fd00::1'))).toBeUndefined();
});

test.each([
  ['10.244.0.1', 'LOCAL'],
  ['10.244.0.255', 'BROADCAST'],
  ['255.255.255.255', 'BROADCAST'],
  ['224.0.0.1', 'MULTICAST'],
  ['10.104.112.175', 'UNICAST'],
])('addrtype of %s is %s', (address, type) => expect(addrType(node, ip(address))).toBe(type));

test('an interface without an address borrows another one', () => {
  const bare: Machine = {
    ...node,
    interfaces: [loopback, device('x'), device('eth0', '192.168.111.128/24')],
  };
  expect(interfaceAddress(bare, 'x', ip('10.0.0.1'))).toBe('192.168.111.128');
});

test('on lo, MASQUERADE takes an address that is valid beyond the host, never 127.0.0.1', () => {
  expect(interfaceAddress(node, 'lo', ip('192.168.111.128'))).toBe('192.168.111.128');
});

test('to any address of loopback, a machine speaks with the first', () => {
  expect(lookupRoute(node, ip('127.0.0.53'))).toEqual({ kind: 'local' });
  expect(selectSource(node, ip('127.0.0.53'))).toBe('127.0.0.1');
});
