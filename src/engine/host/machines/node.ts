import type { NodeDown } from '../../cluster/faults.types';
import type { Cluster, ClusterNode, ClusterPod } from '../../cluster/model';
import type { Cidr, Ip, IpFamily } from '../../net/address';
import { cidr, cidrContains, familyOf, networkAddress } from '../../net/ip';
import type { Interface, Machine, Route, Socket, Sysctls } from '../model';
import { FLANNEL_VXLAN, MTU, NODE_SYSCTLS } from './defaults';
import { connectedRoutes, defaultRoutes, HOST_BITS, lanAddress, loopback, vethName } from './parts';
import { bridgeAddress, nodeMachineId, podMachineId, podSockets } from './pod';

/** How Pod networks of other nodes are reached. */
export type Overlay = 'vxlan' | 'host-gw';

export interface NodeSettings {
  readonly sysctls?: Partial<Sysctls>;
  /** May a Pod's own packet come back to it through the bridge? Default: yes. */
  readonly hairpin?: boolean;
  /** False: a node without a default route. */
  readonly defaultRoute?: boolean;
  /** Nothing on it answers. */
  readonly down?: NodeDown;
  /** What drops VXLAN's packets to this node: a rule of its own in INPUT, or a firewall in front of its NIC. */
  readonly overlayBlocked?: 'input' | 'firewall';
}

/** What the devices of Pods and of the overlay take, in bytes. */
export interface PodMtu {
  readonly pod: number;
  readonly overlay: number;
}

export interface NodePlan {
  readonly cluster: Cluster;
  readonly node: ClusterNode;
  /** The Pods on this node, host-network ones too. */
  readonly pods: readonly ClusterPod[];
  readonly overlay: Overlay;
  readonly mtu: PodMtu;
  readonly settings: NodeSettings;
  readonly rules: Required<Pick<Machine, 'ruleset' | 'rulesInSlices'>>;
}

/** A Pod range of a node, and Pod addresses that were given outside of any range: what a CNI would have to route. */
export function podRanges(node: ClusterNode, pods: readonly ClusterPod[]): readonly Cidr[] {
  const strays = pods
    .filter((p) => !p.hostNetwork)
    .flatMap((p) => p.ips)
    .filter((address) => !node.podCidrs.some((c) => cidrContains(c, address)));
  return [...node.podCidrs, ...strays.map((address) => cidr(address))];
}

const nodeIp = (node: ClusterNode, family: IpFamily): Ip | undefined =>
  node.ips.find((address) => familyOf(address) === family);

function interfaces({ cluster, node, pods, overlay, settings, mtu }: NodePlan): readonly Interface[] {
  const nic: Interface = {
    name: 'eth0',
    kind: 'nic',
    addresses: node.ips.map((address) => lanAddress(address, cluster.lan.networks)),
    mtu: MTU.lan,
    segment: 'lan',
  };
  const bridge: Interface = {
    name: 'cni0',
    kind: 'bridge',
    addresses: node.podCidrs.flatMap((range) => {
      const address = bridgeAddress(node, familyOf(range));
      return address ? [{ ip: address, prefix: Number(range.slice(range.indexOf('/') + 1)) }] : [];
    }),
    mtu: mtu.pod,
  };
  const tunnel: Interface = {
    name: 'flannel.1',
    kind: 'vxlan',
    addresses: node.podCidrs.map((range) => ({
      ip: networkAddress(range),
      prefix: HOST_BITS[familyOf(range)],
    })),
    mtu: mtu.overlay,
    vxlan: { ...FLANNEL_VXLAN, underlay: nic.name },
  };
  const ports = pods
    .filter((pod) => !pod.hostNetwork)
    .map(
      (pod): Interface => ({
        name: vethName(pod.namespace, pod.name),
        kind: 'veth',
        addresses: [],
        mtu: mtu.pod,
        master: bridge.name,
        peer: { machine: podMachineId(pod), interface: 'eth0' },
        hairpin: settings.hairpin ?? true,
      }),
    );
  return [loopback, nic, ...(overlay === 'vxlan' ? [tunnel] : []), bridge, ...ports];
}

type RangesOf = (node: ClusterNode) => readonly Cidr[];

/** flannel's routes: through the far node's VXLAN device, or with host-gw straight to the far node. */
function overlayRoutes(plan: NodePlan, rangesOf: RangesOf): readonly Route[] {
  return plan.cluster.nodes
    .filter((other) => other.name !== plan.node.name)
    .flatMap((other) =>
      rangesOf(other).flatMap((dst): Route[] => {
        const family = familyOf(dst);
        const range = other.podCidrs.find((c) => familyOf(c) === family);
        const via = plan.overlay === 'vxlan' ? range && networkAddress(range) : nodeIp(other, family);
        if (!via) return [];
        return plan.overlay === 'vxlan'
          ? [{ dst, via, dev: 'flannel.1', onlink: true }]
          : [{ dst, via, dev: 'eth0' }];
      }),
    );
}

function routes(plan: NodePlan, all: readonly Interface[], rangesOf: RangesOf): readonly Route[] {
  const { cluster, node, settings } = plan;
  const addressesOf = (dev: string) => all.find((i) => i.name === dev)?.addresses ?? [];
  const strays = rangesOf(node).slice(node.podCidrs.length);
  return [
    ...(settings.defaultRoute === false ? [] : defaultRoutes('eth0', cluster.lan.gateways)),
    ...connectedRoutes('eth0', addressesOf('eth0')),
    ...connectedRoutes('cni0', addressesOf('cni0')),
    ...strays.map((dst) => ({ dst, dev: 'cni0' })),
    ...overlayRoutes(plan, rangesOf),
  ];
}

function vtep(plan: NodePlan, rangesOf: RangesOf): NonNullable<Machine['vtep']> {
  return plan.cluster.nodes
    .filter((other) => other.name !== plan.node.name)
    .flatMap((other) => {
      const remote = nodeIp(other, 4) ?? other.ips[0];
      return remote ? rangesOf(other).map((network) => ({ network, remote })) : [];
    });
}

/** Services whose health kube-proxy answers for on every node. */
function healthCheckSockets(cluster: Cluster): readonly Socket[] {
  return cluster.services.flatMap(({ spec }): Socket[] =>
    spec.healthCheckNodePort && spec.externalTrafficPolicy === 'Local'
      ? [{ proto: 'tcp', port: spec.healthCheckNodePort }]
      : [],
  );
}

/**
 * A node: NIC on the LAN, flannel's VXLAN device, the bridge and a port for each Pod. Its parts are made when they
 * are first asked for, since a large cluster has far more nodes than a packet visits.
 */
export function nodeMachine(plan: NodePlan, rangesOf: RangesOf): Machine {
  const { node, pods, cluster } = plan;
  const once = <T>(make: () => T): (() => T) => {
    let made: { value: T } | undefined;
    return () => {
      made ??= { value: make() };
      return made.value;
    };
  };
  const ports = once(() => interfaces(plan));
  const table = once(() => routes(plan, ports(), rangesOf));
  const ends = once(() => vtep(plan, rangesOf));
  const sockets = once(() => [
    ...pods.filter((p) => p.hostNetwork).flatMap(podSockets),
    ...healthCheckSockets(cluster),
  ]);
  return {
    id: nodeMachineId(node.name),
    kind: 'node',
    name: node.name,
    get interfaces() {
      return ports();
    },
    get routes() {
      return table();
    },
    sysctls: { ...NODE_SYSCTLS, ...plan.settings.sysctls },
    get sockets() {
      return sockets();
    },
    ...plan.rules,
    ...(node.down ? { down: true } : {}),
    ...(plan.settings.overlayBlocked === 'input' ? { walkOuter: true } : {}),
    ...(plan.settings.overlayBlocked === 'firewall'
      ? { firewall: { proto: 'udp', port: FLANNEL_VXLAN.port } as const }
      : {}),
    get vtep() {
      return ends();
    },
  };
}
