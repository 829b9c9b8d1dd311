import { expect, it } from 'vitest';
import type { Service } from '../../cluster/api';
import { service } from '../testing/objects';
import { servicePorts } from './services';

const ports = (spec: Service['spec'], family: 4 | 6 = 4, rest: Partial<Service> = {}) =>
  servicePorts(service('default/web', spec, rest), family);
const first = (spec: Service['spec'], rest: Partial<Service> = {}) => ports(spec, 4, rest)[0];

const DUAL = { clusterIPs: ['10.96.0.2', 'fd00::2'], ipFamilies: ['IPv4', 'IPv6'] } as const;

it.each([
  ['a cluster IP', {}, 4, '10.96.0.2 at spec.clusterIP'],
  [
    'the list alone',
    { clusterIP: undefined, clusterIPs: ['10.96.0.7'] },
    4,
    '10.96.0.7 at spec.clusterIPs.0',
  ],
  ['the second family', DUAL, 6, 'fd00::2 at spec.clusterIPs.1'],
  ['an address that is not canonical', { clusterIP: 'FD00::0:2' }, 6, 'fd00::2 at spec.clusterIP'],
  ['the other family', {}, 6, undefined],
  ['headless', { clusterIP: 'None' }, 4, undefined],
  ['no address', { clusterIP: '' }, 4, undefined],
  ['ExternalName', { type: 'ExternalName' }, 4, undefined],
] as const)('reads %s', (_what, spec, family, expected) => {
  const [port] = ports(spec as Service['spec'], family);
  expect(port && `${port.clusterIP.value} at ${port.clusterIP.path.join('.')}`).toBe(expected);
});

it.each(['service-proxy-name', 'headless'])('does not see a Service labelled %s', (label) => {
  const labels = { [`service.kubernetes.io/${label}`]: '' };
  expect(ports({}, 4, { metadata: { name: 'web', labels } })).toEqual([]);
});

it('lets the last of two ports with one name and protocol count', () => {
  const found = ports({
    clusterIP: '10.96.0.2',
    ports: [{ port: 80 }, { port: 81 }, { port: 82, protocol: 'UDP' }],
  });
  expect(found.map(({ proto, port }) => `${proto} ${port}`)).toEqual(['tcp 81', 'udp 82']);
});

const LOCAL = { externalTrafficPolicy: 'Local' } as const;

it.each([
  ['NodePort', { ...LOCAL, type: 'NodePort' }, true],
  ['LoadBalancer', { ...LOCAL, type: 'LoadBalancer' }, true],
  ['ClusterIP with external IPs', { ...LOCAL, externalIPs: ['198.51.100.1'] }, true],
  ['ClusterIP', LOCAL, false],
  ['an empty type with external IPs', { ...LOCAL, type: '', externalIPs: ['198.51.100.1'] }, true],
] as const)('externalTrafficPolicy Local on %s: %s', (_what, spec, expected) => {
  expect(first(spec as Service['spec'])?.externalLocal).toBe(expected);
});

it.each([
  ['LoadBalancer, Local', { ...LOCAL, type: 'LoadBalancer' }, 32000],
  ['LoadBalancer, Cluster', { type: 'LoadBalancer' }, 0],
  ['NodePort, Local', { ...LOCAL, type: 'NodePort' }, 0],
] as const)('health check port of %s: %i', (_what, spec, expected) => {
  expect(first({ ...spec, healthCheckNodePort: 32000 })?.healthCheckNodePort).toBe(expected);
});

it('leaves out what a load balancer proxies, names, and the other family', () => {
  const ingress = [
    { ip: '203.0.113.1', ipMode: 'Proxy' },
    { hostname: 'lb.example' },
    { ip: 'fd00::9' },
    { ip: '203.000.113.2' },
  ] as const;
  const port = first({ type: 'LoadBalancer' }, { status: { loadBalancer: { ingress } } });
  expect(port?.vips).toEqual([
    { value: '203.0.113.2', path: ['status', 'loadBalancer', 'ingress', 3, 'ip'] },
  ]);
});

it('trims and masks source ranges', () => {
  const port = first({ loadBalancerSourceRanges: [' 10.1.2.3/8 ', 'fd00::/8', 'x'] });
  expect(port?.sourceRanges.map(({ value }) => value)).toEqual(['10.0.0.0/8']);
});

it.each([
  [{}, undefined],
  [{ sessionAffinity: 'ClientIP' }, 10800],
  [{ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 30 } } }, 30],
] as const)('affinity of %j lasts %s', (spec, expected) => {
  expect(first(spec)?.affinity).toBe(expected);
});

const MODE = 'service.kubernetes.io/topology-mode';
const OLD = 'service.kubernetes.io/topology-aware-hints';

it.each([
  [{}, false],
  [{ [MODE]: 'Auto' }, true],
  [{ [MODE]: 'anything' }, true],
  [{ [MODE]: 'Disabled' }, false],
  [{ [MODE]: 'Auto', [OLD]: 'disabled' }, false],
  [{ [MODE]: 'Auto', [OLD]: '' }, false],
])('annotations %j ask for hints: %s', (annotations, expected) => {
  expect(first({}, { metadata: { name: 'web', annotations } })?.topologyHints).toBe(expected);
});
