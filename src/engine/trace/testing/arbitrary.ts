import fc from 'fast-check';
import type { ClusterLines } from './cluster';

const NODES = [
  { name: 'n1', ip: '192.168.111.128', podCidr: '10.244.0.0/24' },
  { name: 'n2', ip: '192.168.111.129', podCidr: '10.244.1.0/24' },
  { name: 'n3', ip: '192.168.111.130', podCidr: '10.244.2.0/24' },
] as const;

const policy = fc.constantFrom('Cluster' as const, 'Local' as const);

export interface ArbitraryCall {
  readonly cluster: ClusterLines;
  /** As `call` reads it. */
  readonly line: string;
  readonly seed: number;
  readonly overlay: 'vxlan' | 'host-gw';
  readonly walkOuter: boolean;
  readonly bridgeNf: boolean;
}

/** A cluster of one to three nodes with a few Pods and one Service of some kind, and somebody who calls something. */
export const arbitraryCall: fc.Arbitrary<ArbitraryCall> = fc
  .record({
    nodes: fc.integer({ min: 1, max: 3 }),
    homes: fc.array(fc.nat(2), { minLength: 1, maxLength: 5 }),
    host: fc.boolean(),
    listening: fc.boolean(),
    endpoints: fc.integer({ min: 0, max: 5 }),
    udp: fc.boolean(),
    external: policy,
    internal: policy,
    affinity: fc.constantFrom('None' as const, 'ClientIP' as const),
    from: fc.nat(9),
    to: fc.nat(4),
    seed: fc.integer(),
    overlay: fc.constantFrom('vxlan' as const, 'host-gw' as const),
    walkOuter: fc.boolean(),
    bridgeNf: fc.boolean(),
  })
  .map((o) => {
    const nodes = NODES.slice(0, o.nodes);
    const nodeAt = (i: number) => nodes[i % nodes.length] ?? NODES[0];
    const proto = o.udp ? ('udp' as const) : ('tcp' as const);
    const port = o.listening ? (o.udp ? { udp: 80 } : { port: 80 }) : {};
    const pods = o.homes.map((home, i) => {
      const node = nodeAt(home);
      const hostNetwork = o.host && i === 0;
      const ip = hostNetwork ? node.ip : `${node.podCidr.replace('0/24', '')}${10 + i}`;
      return { name: `p${i}`, node: node.name, ip, hostNetwork, ...port };
    });
    const endpoints = pods.slice(0, o.endpoints).map((p) => `${p.ip}:80@${p.node}`);
    const cluster: ClusterLines = {
      nodes,
      pods,
      services: [
        {
          name: 'svc',
          clusterIP: '10.96.0.10',
          port: 8080,
          proto: o.udp ? 'UDP' : 'TCP',
          nodePort: 30000,
          endpoints,
          spec: {
            externalTrafficPolicy: o.external,
            internalTrafficPolicy: o.internal,
            sessionAffinity: o.affinity,
          },
        },
      ],
    };
    const senders = [
      ...pods.filter((p) => !p.hostNetwork).map((p) => p.name),
      ...nodes.map((n) => `node/${n.name}`),
      'outside',
    ];
    const targets = [
      '10.96.0.10:8080',
      `${nodeAt(o.seed & 3).ip}:30000`,
      `${pods[0]?.ip ?? ''}:80`,
      '10.96.0.10:9',
      '198.51.100.1:80',
    ];
    return {
      cluster,
      line: `${senders[o.from % senders.length]} > ${proto} ${targets[o.to]}`,
      seed: o.seed,
      overlay: o.overlay,
      walkOuter: o.walkOuter,
      bridgeNf: o.bridgeNf,
    };
  });
