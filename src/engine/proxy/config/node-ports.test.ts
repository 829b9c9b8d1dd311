import { expect, it } from 'vitest';
import { completeConfig } from './config';
import { nodePortAddresses, primaryNodeIP } from './node-ports';

const open = (networks: string[], family: 4 | 6 = 4, localhostNodePorts = true) => {
  const nodeIPs = ['192.168.0.1', '172.16.0.1', 'fd00::1'];
  const config = completeConfig({ nodeIPs, nodePortAddresses: networks, localhostNodePorts });
  const { all, addresses, localhost } = nodePortAddresses(config, family);
  return [
    all ? 'all' : addresses.map(({ ip }) => ip).join(' '),
    localhost ? 'and localhost' : 'no localhost',
  ];
};

it.each([
  [[], 4, true, 'all', 'and localhost'],
  [[], 4, false, 'all', 'no localhost'],
  [[], 6, true, 'all', 'no localhost'],
  [['0.0.0.0/0'], 4, true, 'all', 'and localhost'],
  [['fd00::/64'], 4, true, 'all', 'and localhost'],
  // Only these two spellings mean everything to IsZeroCIDR; others are networks that hold every address.
  [['192.168.0.0/0'], 4, true, '127.0.0.1 192.168.0.1 172.16.0.1', 'and localhost'],
  [['192.168.0.0/0'], 4, false, '192.168.0.1 172.16.0.1', 'no localhost'],
  [['::/0'], 6, true, 'all', 'no localhost'],
  [['0::/0'], 6, true, 'fd00::1', 'no localhost'],
  [['192.168.0.0/24'], 4, true, '192.168.0.1', 'no localhost'],
  [['172.16.0.0/12', '192.168.0.0/24'], 4, true, '172.16.0.1 192.168.0.1', 'no localhost'],
  [['127.0.0.0/8', '192.168.0.0/24'], 4, true, '127.0.0.1 192.168.0.1', 'and localhost'],
  [['127.0.0.1/32'], 4, false, '', 'no localhost'],
  [['::1/128', 'fd00::/64'], 6, true, 'fd00::1', 'no localhost'],
  [['10.0.0.0/8'], 4, true, '', 'no localhost'],
] as const)('%j for IPv%i, localhostNodePorts %j: %s, %s', (networks, family, localhost, ...expected) => {
  expect(open([...networks], family, localhost)).toEqual(expected);
});

it('takes loopback for the address of a node that has none of the family', () => {
  const config = completeConfig({ nodeIPs: ['192.168.0.1'] });
  expect(primaryNodeIP(config, 4)).toBe('192.168.0.1');
  expect(primaryNodeIP(config, 6)).toBe('::1');
});
