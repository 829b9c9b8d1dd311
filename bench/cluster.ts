import {
  buildNetwork,
  type Cluster,
  type ClusterPod,
  cidr,
  type EndpointSlice,
  ip,
  machineId,
  type Network,
  type SendRequest,
  type Service,
} from '../src/engine';

const NODE = 'node-1';
export const CLIENT = machineId('pod/default/client');

const pod = (name: string, address: string, listens: boolean): ClusterPod => ({
  object: { metadata: { name, namespace: 'default' }, spec: {} },
  namespace: 'default',
  name,
  node: NODE,
  ips: [ip(address)],
  hostNetwork: false,
  labels: {},
  ready: true,
  listens: listens ? [{ proto: 'TCP', port: 8080, because: 'containerPort' }] : [],
  given: true,
});

/** 10.128.0.0 on. */
const podAddress = (n: number): string => `10.128.${n >> 8}.${n & 255}`;
const serviceAddress = (n: number): string => `10.96.${n >> 8}.${n & 255}`;

const service = (n: number): Service => ({
  metadata: { name: `web-${n}`, namespace: `team-${n % 50}` },
  spec: {
    type: 'ClusterIP',
    clusterIP: serviceAddress(n),
    clusterIPs: [serviceAddress(n)],
    ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
  },
});

const slice = ({ metadata: { name, namespace } }: Service, endpoints: number): EndpointSlice => ({
  metadata: { name: `${name}-1`, namespace, labels: { 'kubernetes.io/service-name': name } },
  addressType: 'IPv4',
  ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
  endpoints: Array.from({ length: endpoints }, (_, e) => ({
    addresses: [podAddress(e + 2)],
    conditions: { ready: true },
    nodeName: NODE,
  })),
});

/** One node with a client Pod; ClusterIP Services, each with the same ready endpoints on that node. */
export function networkOf(services: number, endpoints: number): Network {
  const made = Array.from({ length: services }, (_, n) => service(n));
  const cluster: Cluster = {
    nodes: [
      {
        object: {
          metadata: { name: NODE },
          spec: { podCIDR: '10.128.0.0/16' },
          status: { addresses: [{ type: 'InternalIP', address: '192.168.0.11' }] },
        },
        name: NODE,
        ips: [ip('192.168.0.11')],
        podCidrs: [cidr('10.128.0.0/16')],
        given: true,
      },
    ],
    pods: [
      pod('client', '10.128.255.2', false),
      ...Array.from({ length: endpoints }, (_, e) => pod(`web-${e}`, podAddress(e + 2), true)),
    ],
    services: made,
    endpointSlices: made.map((s) => slice(s, endpoints)),
    namespaces: ['default'],
    podNetworks: [cidr('10.128.0.0/9')],
    serviceNetworks: [cidr('10.96.0.0/12')],
    lan: { networks: [cidr('192.168.0.0/24')], gateways: [ip('192.168.0.1')] },
    outside: { ips: [ip('192.168.0.50')] },
    sources: new Map(),
  };
  return buildNetwork(cluster);
}

/** Cluster addresses in the order in which KUBE-SERVICES tries them. */
export function addressesTried(network: Network): readonly string[] {
  const chains = network.machines
    .get(machineId(`node/${NODE}`))
    ?.ruleset(4)
    ?.tables.get('nat')?.chains;
  const rules = [...(chains?.values() ?? [])].find(({ name }) => name === 'KUBE-SERVICES')?.rules ?? [];
  const found = rules.flatMap(({ matches }) =>
    matches.flatMap((m) => (m.kind === 'destination' && m.cidr.endsWith('/32') ? [m.cidr.slice(0, -3)] : [])),
  );
  return found;
}

export const requestTo = (address: string, seed: number): SendRequest => ({
  from: CLIENT,
  to: { ip: ip(address), port: 80 },
  proto: 'tcp',
  sport: 40000,
  seed,
});
