import { buildNetwork, emptyWorld, loadCluster, type MachineId, resolveTarget, send } from '../../engine';
import { SAMPLES } from '../../lessons/samples';
import type { LayoutInput } from '../layout/layout';
import type { SceneLabels, SceneMode, Size } from '../model';
import { type Stage, stageOf } from '../pose/stage';

export const labels: SceneLabels = {
  lang: 'en',
  outside: 'outside',
  router: 'router',
  balancer: 'load balancer',
  service: 'Service',
  ghostLine1: 'No machine, no interface.',
  ghostLine2: 'Only rules, on every node.',
  noEndpoints: '0 endpoints',
  refuses: 'a rule that refuses, on every node',
  anyNode: 'any node',
  sender: 'the sender',
  ready: 'ready',
  notReady: 'not ready',
  nodeFault: () => '',
  podFault: () => '',
  notInvolved: 'not involved',
  hostNetwork: 'host network',
  route: 'route',
  host: 'host',
  bridge: 'bridge',
  icmpReply: 'ICMP reply',
  folded: 'not on this packet’s way',
  openIt: 'Click to open this machine.',
  outer: 'outer',
  inner: 'inner',
  noMatch: 'no match',
  endpointDot: 'endpoint',
  notReadyDot: 'not ready',
  otherDot: 'any other Pod',
  morePods: (n) => `${n} more Pods`,
  otherNodes: (nodes, pods) => `${nodes} other nodes, ${pods} Pods`,
  zone: (name, nodes, pods) => `${name}: ${nodes} nodes, ${pods} Pods`,
  death: () => 'REJECT',
  notRewritten: 'not rewritten: no DNAT rule matched',
  stations: 'the way',
  station: (what, on, i) => `${what} on ${on}, step ${i + 1}`,
  openStation: (name) => `open ${name}`,
  closeStation: (name) => `close ${name}`,
  step: (i) => `step ${i}`,
};

export interface Case {
  readonly name: string;
  readonly sample?: number;
  readonly edit?: (yaml: string) => string;
  readonly yaml?: string;
  readonly from?: string;
  readonly to?: string;
  readonly force?: string;
  readonly seed?: number;
  readonly conversation?: boolean;
  readonly silent?: boolean;
}

export const SIZES: Record<string, { readonly mode: SceneMode; readonly size: Size }> = {
  workbench: { mode: 'full', size: { width: 830, height: 467 } },
  low: { mode: 'full', size: { width: 984, height: 400 } },
  strip: { mode: 'full', size: { width: 1024, height: 350 } },
  wall: { mode: 'full', size: { width: 1440, height: 640 } },
  short: { mode: 'full', size: { width: 930, height: 350 } },
  phone: { mode: 'phone', size: { width: 390, height: 444 } },
  embed: { mode: 'embed', size: { width: 800, height: 352 } },
};

const client = 'pod/default/client';
const pod = (name: string) => `pod/default/nginx-deployment-55f598f8d-${name}`;
const node = (name: string) => `node/${name}`;

export const CASES: readonly Case[] = [
  { name: 'ClusterIP, Pod on the other node', force: '10.244.1.4:80' },
  { name: 'ClusterIP, Pod on the same node', force: '10.244.0.2:80' },
  { name: 'ClusterIP, from the worker back', from: pod('pxp6x'), force: '10.244.0.2:80' },
  { name: 'hairpin: a Pod that calls itself', from: pod('49l2v'), force: '10.244.0.2:80' },
  { name: 'ClusterIP, from a node', from: node('ycwang-ubuntu'), force: '10.244.1.4:80' },
  { name: 'no endpoints', edit: (y) => y.replace('app: nginx\n  clusterIP', 'app: ngnix\n  clusterIP') },
  { name: 'a Pod by its address', to: '10.244.1.4:80' },
  { name: 'a port where nobody listens', to: '10.244.1.4:81' },
  { name: 'NodePort, far endpoint', sample: 1, force: '10.244.1.6:80' },
  { name: 'NodePort, near endpoint', sample: 1, force: '10.244.0.3:80' },
  { name: 'NodePort of the worker', sample: 1, to: '192.168.111.129:30000', force: '10.244.0.3:80' },
  { name: 'own NodePort, from a node', sample: 1, from: node('ycwang-ubuntu'), force: '10.244.1.6:80' },
  {
    name: 'far NodePort, from a Pod, endpoint at home',
    sample: 1,
    from: client,
    to: '192.168.111.129:30000',
    force: '10.244.0.3:80',
  },
  { name: 'a Pod, from outside', from: 'outside', to: '10.244.1.4:80' },
  { name: 'out of the cluster', to: '8.8.8.8:53' },
  { name: 'LoadBalancer, far endpoint', sample: 2 },
  { name: 'LoadBalancer, only where the Pods are', sample: 3 },
  { name: 'IPv6', sample: 9 },
  { name: 'nothing sent', silent: true },
];

type World = Pick<LayoutInput['model'], 'cluster' | 'network' | 'exchange'>;
const known = new Map<string, World>();

function worldFor(c: Case): World {
  const sample = SAMPLES[c.sample ?? 0];
  if (!sample) throw new Error('no such sample');
  const plain = c.yaml ?? sample.yaml;
  const text = c.edit?.(plain) ?? plain;
  const key = JSON.stringify([c, text]);
  const before = known.get(key);
  if (before) return before;
  const { cluster, notes } = loadCluster([{ name: 'test.yaml', text }]);
  if (!cluster) throw new Error(JSON.stringify(notes));
  const network = buildNetwork(cluster);
  const target = resolveTarget(cluster, c.to ?? sample.send.to);
  if (!('ip' in target)) throw new Error(`cannot resolve ${c.to}`);
  const exchange = c.silent
    ? undefined
    : send(network, emptyWorld(), {
        from: (c.from ?? sample.send.from) as MachineId,
        to: { ip: target.ip, port: target.port },
        proto: 'tcp',
        sport: 40000,
        seed: c.seed ?? 1,
        ...(c.force ? { force: c.force } : {}),
        ...(c.conversation ? { conversation: true } : {}),
      });
  const world = { cluster, network, exchange };
  known.set(key, world);
  return world;
}

/** A stage of its own each time; cluster and exchange are shared, they never change. */
export function stageFor(c: Case, at: { readonly mode: SceneMode; readonly size: Size }): Stage {
  return stageOf({ model: { ...worldFor(c), mode: at.mode, labels }, size: at.size });
}
