import { expect, it } from 'vitest';
import type { Service } from '../api';
import { cluster, load, noteLine, service } from '../testing/manifests';

const spec = (...documents: readonly string[]): Service['spec'] => {
  const [only] = cluster(...documents).services;
  if (!only) throw new Error('no Service');
  return only.spec;
};

it('fills in what the API server fills in', () => {
  expect(spec(service('web', { clusterIP: '10.96.3.4' }))).toEqual({
    type: 'ClusterIP',
    selector: { app: 'web' },
    ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }],
    clusterIP: '10.96.3.4',
    clusterIPs: ['10.96.3.4'],
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    sessionAffinity: 'None',
    internalTrafficPolicy: 'Cluster',
  });
  expect(spec(service('web', { sessionAffinity: 'ClientIP' })).sessionAffinityConfig).toEqual({
    clientIP: { timeoutSeconds: 10800 },
  });
});

it.each([
  ['ClusterIP', {}, false, false],
  ['NodePort', {}, true, true],
  ['LoadBalancer', {}, true, true],
  ['LoadBalancer', { allocateLoadBalancerNodePorts: false }, false, true],
  ['ClusterIP', { externalIPs: ['198.51.100.1'] }, false, true],
])('%s %j: node port %s, external policy %s', (type, more, nodePort, policy) => {
  const { ports, externalTrafficPolicy } = spec(service('web', { type, ...more }));
  const number = ports?.[0]?.nodePort;
  expect(number !== undefined && number >= 30000 && number <= 32767).toBe(nodePort);
  expect(externalTrafficPolicy).toBe(policy ? 'Cluster' : undefined);
});

it('gives a health check port to local load balancers only', () => {
  const local = { type: 'LoadBalancer', externalTrafficPolicy: 'Local' };
  expect(spec(service('web', local)).healthCheckNodePort).toBeGreaterThanOrEqual(30000);
  expect(spec(service('web', { ...local, healthCheckNodePort: 31234 })).healthCheckNodePort).toBe(31234);
  expect(spec(service('web', { type: 'LoadBalancer' })).healthCheckNodePort).toBeUndefined();
});

it('gives no address to headless and alias Services', () => {
  expect(spec(service('web', { clusterIP: 'None' })).clusterIPs).toEqual(['None']);
  const alias = spec(service('web', { type: 'ExternalName', externalName: 'a.example' }));
  expect([alias.clusterIP, alias.clusterIPs]).toEqual([undefined, undefined]);
});

it('takes the network of the addresses that are given', () => {
  const { serviceNetworks, services } = cluster(service('a', { clusterIP: '10.43.0.9' }), service('b'));
  expect(serviceNetworks).toEqual(['10.43.0.0/16']);
  expect(services[1]?.spec.clusterIP).toMatch(/^10\.43\./);
});

it('uses one node port for TCP and UDP under one number', () => {
  const ports = [
    { name: 'tcp', port: 53 },
    { name: 'udp', port: 53, protocol: 'UDP' },
  ];
  const [tcp, udp] = spec(service('dns', { type: 'NodePort', ports })).ports ?? [];
  expect(tcp?.nodePort).toBe(udp?.nodePort);
});

it.each([
  ['that a cluster has given out', { uid: '1' }, 80, []],
  ['that is only asked for', {}, undefined, ['error out-of-range spec.ports[0].nodePort 1:94 field']],
])('a node port outside of the usual range, %s', (_, more, kept, told) => {
  const metadata = { name: 'a', ...more };
  const text = {
    apiVersion: 'v1',
    kind: 'Service',
    spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] },
  };
  const { cluster, notes } = load(JSON.stringify({ ...text, metadata }));
  const port = cluster?.services[0]?.spec.ports?.[0]?.nodePort;
  expect(port === 80 ? port : undefined).toBe(kept);
  expect(notes.map(noteLine)).toEqual(told);
});

it('has both families where both are wanted', () => {
  const { clusterIPs, ipFamilies } = spec(service('web', { ipFamilyPolicy: 'RequireDualStack' }));
  expect(ipFamilies).toEqual(['IPv4', 'IPv6']);
  expect(clusterIPs?.map((ip) => ip.includes(':'))).toEqual([false, true]);
  expect(spec(service('web', { ipFamilyPolicy: 'PreferDualStack' })).ipFamilies).toEqual(['IPv4']);
});

const two = (...ports: object[]) => ({ ports });
it.each([
  [
    'ports without names',
    [service('a', two({ port: 80 }, { port: 81 }))],
    ['port-needs-name', 'port-needs-name'],
  ],
  [
    'a port name twice',
    [service('a', two({ name: 'x', port: 80 }, { name: 'x', port: 81 }))],
    ['port-name-twice'],
  ],
  ['a port twice', [service('a', two({ name: 'x', port: 80 }, { name: 'y', port: 80 }))], ['port-twice']],
  [
    'one number for two protocols',
    [service('a', two({ name: 'x', port: 80 }, { name: 'y', port: 80, protocol: 'UDP' }))],
    [],
  ],
  [
    'an address twice',
    [service('a', { clusterIP: '10.96.0.9' }), service('b', { clusterIP: '10.96.0.9' })],
    ['cluster-ip-clash'],
  ],
  [
    'a node port twice',
    ['a', 'b'].map((n) => service(n, { type: 'NodePort', ports: [{ port: 80, nodePort: 30001 }] })),
    ['node-port-clash'],
  ],
  [
    'a node port for ClusterIP',
    [service('a', { ports: [{ port: 80, nodePort: 30001 }] })],
    ['node-port-not-used'],
  ],
  ['headless NodePort', [service('a', { type: 'NodePort', clusterIP: 'None' })], ['headless-not-allowed']],
  [
    'an external policy for ClusterIP',
    [service('a', { externalTrafficPolicy: 'Local' })],
    ['policy-not-allowed'],
  ],
  [
    'source ranges for NodePort',
    [service('a', { type: 'NodePort', loadBalancerSourceRanges: ['10.0.0.0/8'] })],
    ['ranges-not-allowed'],
  ],
  ['no ports', [service('a', { ports: [] })], ['service-no-ports']],
  ['an alias for nothing', [service('a', { type: 'ExternalName' })], ['external-name-missing']],
])('refuses as the API server does: %s', (_, documents, codes) => {
  const errors = load(...documents).notes.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ code }) => code)).toEqual(codes);
});

it('counts the line of a port even where another entry was left out', () => {
  const text =
    'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports:\n  - {name: x}\n  - {name: y, port: 80}\n  - {name: z, port: 80}\n';
  expect(load(text).notes.map(noteLine)).toEqual([
    'error missing spec.ports[0].port 6:5 item',
    'error port-twice spec.ports[2].port 8:21',
  ]);
});

it('honours each Service’s own address after a clash', () => {
  const loaded = load(
    service('a', { clusterIP: '10.96.0.9' }),
    service('b', { clusterIP: '10.96.0.9' }),
  ).cluster;
  const [a, b] = loaded?.services.map((s) => s.spec.clusterIP) ?? [];
  expect(a).toBe('10.96.0.9');
  expect(b).not.toBe(a);
});

it.each([
  ['loadBalancerClass', { type: 'LoadBalancer', loadBalancerClass: 'x' }, 'unsimulated-load-balancer-class'],
  ['trafficDistribution', { trafficDistribution: 'PreferClose' }, 'unsimulated-traffic-distribution'],
  ['ExternalName', { type: 'ExternalName', externalName: 'x.y' }, 'unsimulated-external-name'],
])('names what is not simulated: %s', (_, more, code) => {
  expect(load(service('a', more)).notes.map((n) => n.code)).toContain(code);
});
