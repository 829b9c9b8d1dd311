import type { IpFamily, NetworkOptions, NodeOptions, ProxyConfig, Sysctls } from '../../src/engine';
import type { Dice } from './dice';
import { type AddressPlan, planFor } from './plan';
import type { Manifest } from './scenario';

/** The lab's switch lets four bytes more pass, for a VLAN tag (is_skb_forwardable): no packet is that much too long. */
const LAN_MTU = 1390;

export interface RandomCluster {
  readonly objects: readonly Manifest[];
  readonly options: NetworkOptions;
}

/** Two or three nodes, a handful of Pods, a handful of Services with every feature that moves packets. */
export function randomCluster(dice: Dice, family: IpFamily): RandomCluster {
  const plan = planFor(family);
  const nodes = Array.from({ length: dice.int(2, 3) }, (_, i) => `n${i + 1}`);
  const apps = Array.from({ length: dice.int(1, 3) }, (_, i) => `app${i + 1}`);
  const pods = nodes.flatMap((node, n) =>
    Array.from({ length: dice.int(1, 3) }, (_, i) => pod(dice, plan, node, n, i, dice.pick(apps))),
  );
  const services = Array.from({ length: dice.int(1, 4) }, (_, i) =>
    service(dice, plan, i, dice.pick(apps), nodes.length),
  );
  const byHand = dice.chance(0.3) ? handMade(dice, plan, nodes.length) : [];
  return {
    objects: [...nodes.map((name, n) => nodeObject(plan, name, n)), ...pods, ...services, ...byHand],
    options: options(dice, plan, nodes),
  };
}

/** Pods become ready, or are so no more; Services lose their Pods, or go. */
export function changedObjects(dice: Dice, objects: readonly Manifest[]): readonly Manifest[] {
  const what = dice.pick(['Pod', 'Service']);
  const gone = dice.chance(0.5);
  return objects.flatMap((object): Manifest[] => {
    if (object.kind !== what || dice.chance(0.5)) return [object];
    if (what === 'Pod') return [{ ...object, status: turned(object.status as PodStatus) }];
    return gone ? [] : [{ ...object, spec: { ...(object.spec as object), selector: { app: 'nobody' } } }];
  });
}

interface PodStatus {
  readonly conditions: readonly { readonly type: string; readonly status: string }[];
}

const turned = ({ conditions, ...rest }: PodStatus) => ({
  ...rest,
  conditions: conditions.map((c) => ({ ...c, status: c.status === 'True' ? 'False' : 'True' })),
});

const nodeObject = (plan: AddressPlan, name: string, n: number): Manifest => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  spec: { podCIDR: plan.podRange(n) },
  status: { addresses: [{ type: 'InternalIP', address: plan.host(10 + n) }] },
});

function pod(dice: Dice, plan: AddressPlan, node: string, n: number, i: number, app: string): Manifest {
  const hostNetwork = dice.chance(0.12);
  const ready = dice.chance(0.88);
  const dying = dice.chance(0.06);
  const containerPorts = [
    { name: 'web', containerPort: hostNetwork ? 8000 + i : 80 },
    { name: 'dns', containerPort: hostNetwork ? 8100 + i : 53, protocol: 'UDP' },
    { name: 'sig', containerPort: hostNetwork ? 8200 + i : 36412, protocol: 'SCTP' },
  ];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${app}-${node}-${i}`,
      labels: { app },
      ...(dying ? { deletionTimestamp: '2024-01-01T00:00:00Z' } : {}),
    },
    spec: {
      nodeName: node,
      ...(hostNetwork ? { hostNetwork } : {}),
      containers: [
        { name: 'c', image: 'i', ports: dice.chance(0.9) ? containerPorts : containerPorts.slice(1) },
      ],
    },
    status: {
      ...(hostNetwork ? {} : { podIP: plan.pod(n, 10 + i) }),
      phase: 'Running',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    },
  };
}

function service(dice: Dice, plan: AddressPlan, i: number, app: string, nodes: number): Manifest {
  const type = dice.pick(['ClusterIP', 'NodePort', 'NodePort', 'LoadBalancer', 'LoadBalancer']);
  const outward = type !== 'ClusterIP';
  const web = { name: 'web', protocol: 'TCP', port: 80 + i, targetPort: dice.chance(0.92) ? 'web' : 81 };
  const dns = { name: 'dns', protocol: 'UDP', port: 53, targetPort: 'dns' };
  const sig = { name: 'sig', protocol: 'SCTP', port: 36412, targetPort: 'sig' };
  const ports = dice.pick([[web], [web], [web, dns], [dns], [web, sig]]).map((port, p) => ({
    ...port,
    ...(outward ? { nodePort: 30000 + i * 10 + p } : {}),
  }));
  const ingress = { ip: plan.ingress(10 + i), ...(dice.chance(0.2) ? { ipMode: 'Proxy' } : {}) };
  const sources = [
    plan.podRange(0),
    plan.lan,
    plan.sourceRange,
    plan.only(plan.host(10 + dice.int(0, nodes - 1))),
  ];
  const external = dice.pick([[plan.external], [plan.host(10 + dice.int(0, nodes - 1))]]);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `svc${i + 1}`, namespace: 'default' },
    spec: {
      type,
      clusterIP: plan.service(10 + i),
      selector: { app: dice.chance(0.93) ? app : 'nobody' },
      ports,
      ...(dice.chance(0.2) ? { externalIPs: external } : {}),
      ...(dice.chance(0.2) ? { sessionAffinity: 'ClientIP' } : {}),
      ...(outward && dice.chance(0.4) ? { externalTrafficPolicy: 'Local' } : {}),
      ...(dice.chance(0.2) ? { internalTrafficPolicy: 'Local' } : {}),
      ...(type === 'LoadBalancer' && dice.chance(0.4)
        ? { loadBalancerSourceRanges: dice.some(sources, 0.5) }
        : {}),
      ...(dice.chance(0.1) ? { publishNotReadyAddresses: true } : {}),
    },
    ...(type === 'LoadBalancer' ? { status: { loadBalancer: { ingress: [ingress] } } } : {}),
  };
}

/** A Service without a selector and a slice of its own, whose endpoints need not be Pods, nor listen. */
function handMade(dice: Dice, plan: AddressPlan, nodes: number): readonly Manifest[] {
  const labels = { 'kubernetes.io/service-name': 'byhand' };
  const endpoints = Array.from({ length: dice.int(1, 3) }, () => {
    const n = dice.int(0, nodes - 1);
    const addresses = [
      dice.pick([plan.pod(n, 10), plan.pod(n, 99), plan.host(1), plan.host(10 + n), plan.host(77)]),
    ];
    return { addresses, nodeName: `n${n + 1}`, conditions: { ready: true } };
  });
  const proto = dice.pick(['TCP', 'UDP']);
  const ports = [{ name: 'p', protocol: proto, port: 90, nodePort: 30090 }];
  const spec = { type: 'NodePort', clusterIP: plan.service(90), ports };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'byhand', namespace: 'default' }, spec },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'byhand-1', namespace: 'default', labels },
      addressType: `IPv${plan.family}`,
      endpoints,
      ports: [{ name: 'p', protocol: proto, port: dice.pick([80, 5353]) }],
    },
  ];
}

function options(dice: Dice, plan: AddressPlan, nodes: readonly string[]): NetworkOptions {
  const sysctls = (): Partial<Sysctls> => ({
    rpFilter: dice.pick([0, 1, 2, 2] as const),
    routeLocalnet: dice.chance(0.8),
    bridgeNfCallIptables: dice.chance(0.85),
    tcpLoose: dice.chance(0.8),
    ipForward: dice.chance(0.95),
  });
  const node = (i: number): NodeOptions => ({
    sysctls: sysctls(),
    hairpin: dice.chance(0.85),
    defaultRoute: dice.chance(0.9),
    ...(dice.chance(0.1) ? { forwardPolicy: 'DROP' as const } : {}),
    ...(dice.chance(0.15) ? { forwardRules: false } : {}),
    ...(i > 0 && dice.chance(0.06) ? { down: dice.pick(['died', 'not-ready'] as const) } : {}),
  });
  const proxy: Partial<ProxyConfig> = {
    ...(dice.chance(0.1) ? { masqueradeAll: true } : {}),
    ...(dice.chance(0.15) ? { detectLocalMode: dice.pick(['NodeCIDR', 'none'] as const) } : {}),
    ...(dice.chance(0.15) ? { localhostNodePorts: false } : {}),
    ...(dice.chance(0.1) ? { nodePortAddresses: [plan.lan] } : {}),
    ...(dice.chance(0.1) ? { randomFully: false } : {}),
    ...(dice.chance(0.1) ? { masqueradeBit: 15 } : {}),
    ...(dice.chance(0.1) ? { conntrackTCPLiberal: true } : {}),
  };
  return {
    proxy,
    overlay: dice.chance(0.8) ? 'vxlan' : 'host-gw',
    ...(dice.chance(0.2) ? { walkOuter: true } : {}),
    ...(dice.chance(0.5) ? { mtu: mtus(dice, plan) } : {}),
    nodes: Object.fromEntries(nodes.map((name, i) => [name, node(i)])),
  };
}

/** Pods that take more than VXLAN leaves of the NIC's 1500 bytes, over IPv4 VXLAN itself; Pods that take little; a LAN that does. */
const mtus = (dice: Dice, plan: AddressPlan): NonNullable<NetworkOptions['mtu']> => ({
  pod: dice.pick([1500, 1500, 1500, 1300]),
  overlay: plan.family === 6 ? 1430 : dice.pick([1450, 1450, 1500, 1400]),
  ...(dice.chance(0.2) ? { lan: LAN_MTU } : {}),
});
