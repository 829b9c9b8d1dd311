import type { MachineId } from '../../src/engine';
import type { Manifest } from './scenario';

/** The two nodes of the facts, their Pods, and the Services that each fact needs. */

export const N1 = 'node/n1' as MachineId;
export const N2 = 'node/n2' as MachineId;
export const OUTSIDE = 'outside' as MachineId;
export const pod = (name: string) => `pod/default/${name}` as MachineId;
export const IP1 = '192.168.111.128';
export const IP2 = '192.168.111.129';

export const nodeObject = (name: string, address: string, podCIDR: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  spec: { podCIDR },
  status: { addresses: [{ type: 'InternalIP', address }] },
});

/** A Pod that serves TCP 80 and UDP 53 unless told otherwise; its labels are its own name and `web`. */
export const podObject = (
  name: string,
  nodeName: string,
  podIP: string | undefined,
  ports: readonly object[] = SERVES,
): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', labels: { app: name, web: 'yes' } },
  spec: {
    nodeName,
    ...(podIP === undefined ? { hostNetwork: true } : {}),
    containers: [{ name: 'c', image: 'i', ports }],
  },
  status: {
    ...(podIP === undefined ? {} : { podIP }),
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True' }],
  },
});
export const SERVES = [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }];

interface ServiceLine {
  readonly proto?: 'TCP' | 'UDP';
  readonly target?: number;
  readonly node?: number;
  readonly spec?: object;
  readonly status?: object;
}

export const service = (
  name: string,
  clusterIP: string,
  selector: object | undefined,
  line: ServiceLine = {},
): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec: {
    type: line.node ? 'NodePort' : 'ClusterIP',
    clusterIP,
    ...(selector ? { selector } : {}),
    ports: [
      {
        protocol: line.proto ?? 'TCP',
        port: 8080,
        targetPort: line.target ?? 80,
        ...(line.node ? { nodePort: line.node } : {}),
      },
    ],
    ...line.spec,
  },
  ...(line.status ? { status: line.status } : {}),
});

export const PODS: readonly Manifest[] = [
  nodeObject('n1', IP1, '10.244.0.0/24'),
  nodeObject('n2', IP2, '10.244.1.0/24'),
  podObject('client', 'n1', '10.244.0.2', [{ containerPort: 9 }]),
  podObject('near', 'n1', '10.244.0.3'),
  podObject('far', 'n2', '10.244.1.4'),
];
export const FAR: readonly Manifest[] = [
  ...PODS,
  service('svc', '10.96.0.20', { app: 'far' }, { node: 30000 }),
];
export const NEAR: readonly Manifest[] = [
  ...PODS,
  service('svc', '10.96.0.20', { app: 'near' }, { node: 30000 }),
];
export const VIP = '10.96.0.20:8080';

export const DNS_FAR = [...PODS, service('dns', '10.96.0.20', { app: 'far' }, { proto: 'UDP', target: 53 })];
export const DNS_NEAR = [
  ...PODS,
  service('dns', '10.96.0.20', { app: 'near' }, { proto: 'UDP', target: 53 }),
];
export const AGENT = [
  ...PODS,
  podObject('agent', 'n1', undefined, [{ containerPort: 9100 }]),
  service('agent', '10.96.0.20', { app: 'agent' }, { node: 30000, target: 9100 }),
];
export const LOCAL = [
  ...PODS,
  service('svc', '10.96.0.20', { app: 'far' }, { node: 30000, spec: { externalTrafficPolicy: 'Local' } }),
];
export const LOCAL_BOTH = [
  ...PODS.filter((o) => o.metadata.name !== 'client'),
  podObject('client', 'n1', '10.244.0.2', []),
  service('svc', '10.96.0.20', { app: 'far' }, { node: 30000, spec: { externalTrafficPolicy: 'Local' } }),
];
export const BALANCED = [
  ...PODS,
  service(
    'svc',
    '10.96.0.20',
    { app: 'far' },
    {
      node: 30000,
      spec: { type: 'LoadBalancer', loadBalancerSourceRanges: ['203.0.113.0/24'] },
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.7' }] } },
    },
  ),
];
export const NOBODY = [...PODS, service('svc', '10.96.0.20', { app: 'nobody' }, { node: 30000 })];
/** A slice written by hand: nobody on n2 listens there, while a Pod's port is taken to be listened on. */
export const CLOSED_UDP: readonly Manifest[] = [
  ...PODS,
  service('dns', '10.96.0.20', undefined, { proto: 'UDP', node: 30000 }),
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'dns-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'dns' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [IP2], nodeName: 'n2', conditions: { ready: true } }],
    ports: [{ port: 5353, protocol: 'UDP' }],
  },
];
export const FOUR = [
  ...PODS.slice(0, 3),
  ...[4, 5, 6, 7].map((n) =>
    podObject(`web${n}`, n % 2 ? 'n1' : 'n2', n % 2 ? `10.244.0.${n}` : `10.244.1.${n}`),
  ),
  service('svc', '10.96.0.20', { web: 'yes' }),
].map((o) =>
  o.metadata.name === 'client' ? { ...o, metadata: { name: 'client', namespace: 'default' } } : o,
);
