import type { EndpointSlice, Service, ServicePort } from '../../cluster/api';
import type { Cluster, ClusterNode, ClusterPod } from '../../cluster/model';
import { cidr, ip } from '../../net/ip';

type PodLine = {
  name: string;
  node: string;
  ip: string;
  hostNetwork?: boolean;
  port?: number;
  udp?: number;
  sctp?: number;
};
type ServiceLine = {
  name: string;
  clusterIP: string;
  port: number;
  proto?: 'TCP' | 'UDP';
  nodePort?: number;
  /** `ip:port@node` or `[ip]:port@node`, `!` in front: not ready. */
  endpoints: readonly string[];
  spec?: Partial<Service['spec']>;
  status?: Service['status'];
};
export interface ClusterLines {
  readonly nodes?: readonly { name: string; ip: string; podCidr: string }[];
  readonly pods: readonly PodLine[];
  readonly services: readonly ServiceLine[];
  readonly outside?: string;
}

/** The article's two nodes. */
export const ARTICLE_NODES = [
  { name: 'ycwang-ubuntu', ip: '192.168.111.128', podCidr: '10.244.0.0/24' },
  { name: 'ycwang-ubuntu-worker', ip: '192.168.111.129', podCidr: '10.244.1.0/24' },
] as const;

function pod(line: PodLine): ClusterPod {
  const listens = [
    ...(line.port ? [{ proto: 'TCP', port: line.port, because: 'containerPort' } as const] : []),
    ...(line.sctp ? [{ proto: 'SCTP', port: line.sctp, because: 'containerPort' } as const] : []),
    ...(line.udp ? [{ proto: 'UDP', port: line.udp, because: 'containerPort' } as const] : []),
  ];
  return {
    object: { metadata: { name: line.name, namespace: 'default' }, spec: {} },
    namespace: 'default',
    name: line.name,
    node: line.node,
    ips: [ip(line.ip)],
    hostNetwork: line.hostNetwork ?? false,
    labels: {},
    ready: true,
    listens,
    given: true,
  };
}

function service(line: ServiceLine): Service {
  const port: ServicePort = {
    port: line.port,
    protocol: line.proto ?? 'TCP',
    ...(line.nodePort ? { nodePort: line.nodePort } : {}),
  };
  return {
    metadata: { name: line.name, namespace: 'default' },
    spec: {
      type: line.nodePort ? 'NodePort' : 'ClusterIP',
      clusterIP: line.clusterIP,
      clusterIPs: [line.clusterIP],
      ports: [port],
      ...line.spec,
    },
    ...(line.status ? { status: line.status } : {}),
  };
}

function slice(line: ServiceLine): EndpointSlice {
  const parsed = line.endpoints.map((text) => {
    const [, bad, v6, v4, port, nodeName] = /^(!?)(?:\[(.+)\]|([^:]+)):(\d+)(?:@(.+))?$/.exec(text) ?? [];
    return { address: v6 ?? v4 ?? '', port: Number(port), nodeName, ready: bad === '' };
  });
  return {
    metadata: {
      name: `${line.name}-1`,
      namespace: 'default',
      labels: { 'kubernetes.io/service-name': line.name },
    },
    addressType: line.clusterIP.includes(':') ? 'IPv6' : 'IPv4',
    ports: [{ name: '', port: parsed[0]?.port ?? 80, protocol: line.proto ?? 'TCP' }],
    endpoints: parsed.map(({ address, nodeName, ready }) => ({
      addresses: [address],
      conditions: { ready },
      ...(nodeName ? { nodeName } : {}),
    })),
  };
}

/** A settled cluster written down in lines, so that the walk is tested without the control plane. */
export function clusterOf(lines: ClusterLines): Cluster {
  const nodes = (lines.nodes ?? ARTICLE_NODES).map(
    (n): ClusterNode => ({
      object: {
        metadata: { name: n.name },
        spec: { podCIDR: n.podCidr },
        status: { addresses: [{ type: 'InternalIP', address: n.ip }] },
      },
      name: n.name,
      ips: [ip(n.ip)],
      podCidrs: [cidr(n.podCidr)],
      given: true,
    }),
  );
  return {
    nodes,
    pods: lines.pods.map(pod),
    services: lines.services.map(service),
    endpointSlices: lines.services.map(slice),
    namespaces: ['default'],
    podNetworks: [cidr('10.244.0.0/16')],
    serviceNetworks: [cidr('10.96.0.0/12')],
    lan: {
      networks: [cidr('192.168.111.0/24')],
      gateways: [ip('192.168.111.2')],
      balancers: [ip('192.168.111.3')],
    },
    outside: { ips: [ip(lines.outside ?? '192.168.111.50')] },
    sources: new Map(),
  };
}
