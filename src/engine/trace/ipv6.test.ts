import { expect, test } from 'vitest';
import { buildNetwork } from './network';
import { call } from './testing/call';
import { clusterOf } from './testing/cluster';

const cluster = clusterOf({
  nodes: [
    { name: 'n1', ip: 'fd00:1::a', podCidr: 'fd00:244::/64' },
    { name: 'n2', ip: 'fd00:1::b', podCidr: 'fd00:244:0:1::/64' },
  ],
  pods: [
    { name: 'client', node: 'n1', ip: 'fd00:244::5' },
    { name: 'web', node: 'n2', ip: 'fd00:244:0:1::5', port: 80 },
  ],
  services: [],
  outside: 'fd00:1::1',
});

test.each([
  ['vxlan', 'client > [fd00:244:0:1::5]:80', 'fd00:244::1'],
  ['host-gw', 'client > [fd00:244:0:1::5]:80', 'fd00:244::1'],
  ['host-gw', 'node/n2 > [fd00:244::5]:80', 'fd00:1::a'],
] as const)('%s, %s: Time Exceeded has the address of the way in', (overlay, line, src) => {
  const exchange = call(buildNetwork(cluster, { overlay }), line, { ttl: 1 });
  expect(exchange.traces.at(-1)?.packet).toMatchObject({ src, icmp: { type: 3, code: 0 } });
});
