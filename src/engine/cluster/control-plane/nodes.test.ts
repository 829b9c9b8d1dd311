import { expect, it } from 'vitest';
import { cluster, load, node, pod, service } from '../testing/manifests';

const lines = (...documents: readonly string[]) =>
  cluster(...documents).nodes.map(
    ({ name, ips, podCidrs }) => `${name} ${ips.join(',')} ${podCidrs.join(',')}`,
  );

it('has two nodes where the text has none', () => {
  expect(lines()).toEqual(['node-1 192.168.0.11 10.244.0.0/24', 'node-2 192.168.0.12 10.244.1.0/24']);
});

it('fills in what a Node lacks', () => {
  const bare = JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'b' } });
  expect(lines(node('a', '172.20.3.7', '10.244.0.0/24'), bare)).toEqual([
    'a 172.20.3.7 10.244.0.0/24',
    'b 172.20.3.11 10.244.1.0/24',
  ]);
});

it('makes up a node that only a Pod names', () => {
  const { cluster: loaded, notes } = load(
    node('a', '10.0.0.5', '10.244.0.0/24'),
    pod('p', { nodeName: 'b' }),
  );
  expect(loaded?.nodes.map(({ name, given }) => [name, given])).toEqual([
    ['a', true],
    ['b', false],
  ]);
  expect(notes.map(({ code, path }) => [code, path])).toEqual([['node-derived', 'spec.nodeName']]);
});

it('learns addresses from the Pods of a dump', () => {
  const status = { phase: 'Running', podIP: '10.42.3.9', hostIP: '172.16.0.4' };
  expect(lines(pod('p', { nodeName: 'x' }, { status }))).toEqual([
    'x 172.16.0.4 10.42.3.0/24',
    'node-1 172.16.0.11 10.42.0.0/24',
  ]);
});

it('says which nodes clash', () => {
  const { notes } = load(node('a', '10.0.0.5', '10.244.0.0/16'), node('b', '10.0.0.5', '10.244.1.0/24'));
  expect(notes.map(({ code, params }) => [code, params.other])).toEqual([
    ['node-cidr-clash', 'a'],
    ['node-ip-clash', 'a'],
  ]);
});

it('adds IPv6 only when it is asked for', () => {
  expect(lines(service('s', { ipFamilies: ['IPv6'] }))).toEqual([
    'node-1 192.168.0.11,fd00:192:168::b 10.244.0.0/24,fd00:10:244::/64',
    'node-2 192.168.0.12,fd00:192:168::c 10.244.1.0/24,fd00:10:244:1::/64',
  ]);
  const only6 = cluster(node('a', 'fd00::a', 'fd00:1::/64'), service('s'), pod('web'));
  expect(only6.podNetworks).toEqual(['fd00:1::/56']);
  expect(only6.services[0]?.spec.ipFamilies).toEqual(['IPv6']);
});

it('makes room for many nodes', () => {
  const many = Array.from({ length: 300 }, (_, i) =>
    JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: `n${i}` } }),
  );
  const { nodes, podNetworks } = cluster(...many);
  expect(podNetworks).toEqual(['10.128.0.0/9']);
  expect(new Set(nodes.flatMap(({ podCidrs, ips }) => [...podCidrs, ...ips])).size).toBe(600);
});

it.each([
  [['192.168.111.128', '192.168.111.129'], '192.168.111.0/24', '192.168.111.1', '192.168.111.2'],
  [['172.18.0.2', '172.18.0.3'], '172.18.0.0/24', '172.18.0.1', '172.18.0.254'],
  [['10.0.1.5', '10.0.2.5'], '10.0.0.0/22', '10.0.0.1', '10.0.0.2'],
])('derives the network around nodes %j', (ips, lan, outside, gateway) => {
  const loaded = cluster(...ips.map((ip, i) => node(`n${i}`, ip, `10.244.${i}.0/24`)));
  expect([loaded.lan.networks, loaded.outside.ips, loaded.lan.gateways]).toEqual([
    [lan],
    [outside],
    [gateway],
  ]);
});
