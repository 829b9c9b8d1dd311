import { expect, test } from 'vitest';
import type { Network, WorldState } from '../host/model';
import { ipLength } from '../net/length';
import type { Exchange } from './model';
import { buildNetwork } from './network';
import { call, withMachine, withRules } from './testing/call';
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
  services: [{ name: 'web', clusterIP: 'fd00:96::a', port: 80, endpoints: ['[fd00:244:0:1::5]:80@n2'] }],
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

test.each([
  ['vxlan', 'fd00:244::'],
  ['host-gw', 'fd00:1::a'],
] as const)(
  '%s: after a DNAT inside of the bridge, Time Exceeded has the address of the way out',
  (overlay, src) => {
    const exchange = call(buildNetwork(cluster, { overlay }), 'client > [fd00:96::a]:80', { ttl: 1 });
    expect(exchange.traces.at(-1)?.packet).toMatchObject({ src, icmp: { type: 3, code: 0 } });
  },
);

test.each(['::1', 'fd00:1::a'])('MASQUERADE of what %s sends to itself leaves it as it is', (own) => {
  const rules = '*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -p udp -j MASQUERADE\nCOMMIT\n';
  const { outcome } = call(withRules(buildNetwork(cluster), 'n1', rules, 6), `node/n1 > udp [${own}]:9`);
  expect(outcome.sourceSeen?.ip).toBe(own);
});

test('VXLAN over IPv6 leaves 1430 bytes of the NIC’s 1500, so that no outer packet is cut', () => {
  const { steps, traces } = call(buildNetwork(cluster), 'client > [fd00:244:0:1::5]:80', {
    conversation: true,
    size: 1500,
  });
  expect(Math.max(...traces.map(({ packet }) => ipLength(packet)))).toBe(1430);
  expect(steps.filter((s) => s.kind === 'interface' && s.fragments)).toEqual([]);
});

test('an echo reply that is too long for the way is told so, and cut the next time', () => {
  const network = buildNetwork(cluster, { mtu: { pod: 1500 } });
  const PING = 'client > icmp fd00:244:0:1::5';
  const learned = (n: number, world?: WorldState): Exchange => {
    const exchange = call(network, PING, { size: 1500, ...(world && { world }) });
    return n === 0 ? exchange : learned(n - 1, exchange.world);
  };
  const ways = (x: Exchange) => x.traces.map(({ leg }) => leg).join();
  expect([0, 1, 2].map((n) => ways(learned(n)))).toEqual([
    'request,error',
    'request,reply,error',
    'request,reply',
  ]);
});

const unbridged = (network: Network) =>
  withMachine(network, 'node/n1', (m) => ({ ...m, sysctls: { ...m.sysctls, bridgeNfCallIptables: false } }));

test('a router cuts nothing: fragments that are too long for the way are told so', () => {
  const network = unbridged(buildNetwork(cluster, { mtu: { pod: 1500 } }));
  const first = call(network, 'client > udp [fd00:244:0:1::5]:80', { size: 3000 });
  expect(first.traces.map(({ packet }) => packet.icmp?.mtu)).toEqual([undefined, 1430]);
  const next = call(network, 'client > udp [fd00:244:0:1::5]:80', { size: 3000, world: first.world });
  expect(next.outcome.deliveredTo).toBeDefined();
});

test('br_netfilter joins fragments and forgets their length: a router behind it tells of the whole, in vain', () => {
  const network = buildNetwork(cluster, { mtu: { pod: 1430 }, overlay: 'host-gw' });
  const narrow = withMachine(network, 'node/n2', (m) => ({
    ...m,
    interfaces: m.interfaces.map((i) => (i.name === 'cni0' ? { ...i, mtu: 1400 } : i)),
  }));
  const told = (net: Network) =>
    call(net, 'client > udp [fd00:244:0:1::5]:80', { size: 1480 }).traces.map(
      ({ packet }) => packet.icmp?.mtu,
    );
  expect(told(narrow)).toEqual([undefined, 1400]);
  expect(told(network)).toEqual([undefined, 1430]);
  expect(told(unbridged(network))[1]).toBeUndefined();
});

test('a packet from the receiver’s own address is no martian, but its answer comes from nobody that was called', () => {
  const rules = '*mangle\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -j MARK --set-xmark 0x0/0x4000\nCOMMIT\n';
  const network = withRules(buildNetwork(cluster), 'n2', rules, 6);
  const { outcome } = call(network, 'web > [fd00:96::a]:80');
  expect(outcome).toMatchObject({
    code: 'timeout',
    sourceSeen: { ip: 'fd00:244:0:1::5' },
    drop: { code: 'no-such-flow', leg: 'reply' },
  });
});

test('what DNAT keeps on the bridge needs no forwarding in IPv6', () => {
  const near = buildNetwork(
    clusterOf({
      nodes: [{ name: 'n1', ip: 'fd00:1::a', podCidr: 'fd00:244::/64' }],
      pods: [
        { name: 'client', node: 'n1', ip: 'fd00:244::5' },
        { name: 'web', node: 'n1', ip: 'fd00:244::6', port: 80 },
      ],
      services: [{ name: 'web', clusterIP: 'fd00:96::a', port: 80, endpoints: ['[fd00:244::6]:80@n1'] }],
    }),
    { nodes: { '*': { sysctls: { ipForward: false } } } },
  );
  expect(call(near, 'client > [fd00:96::a]:80').outcome.code).toBe('answered');
});

test('a node that has no route says so in IPv6, whether or not it would forward', () => {
  const alone = buildNetwork(cluster, {
    nodes: { '*': { sysctls: { ipForward: false }, defaultRoute: false } },
  });
  expect(call(alone, 'client > [fd00:99::1]:80').outcome.errno).toBe('ENETUNREACH');
});
