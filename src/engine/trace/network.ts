import { drain } from '../../lib/drain';
import { withFaults } from '../cluster/faults';
import type { ClusterFaults } from '../cluster/faults.types';
import type { Cluster, ClusterPod } from '../cluster/model';
import { flannelRules } from '../host/flannel';
import { FLANNEL_VXLAN, MTU } from '../host/machines/defaults';
import { outsideMachine, routerMachine } from '../host/machines/lan';
import { loadBalancerMachine } from '../host/machines/load-balancer';
import {
  type NodePlan,
  type NodeSettings,
  nodeMachine,
  type Overlay,
  podRanges,
} from '../host/machines/node';
import { podMachine } from '../host/machines/pod';
import type { Machine, MachineId, Network } from '../host/model';
import type { IpFamily } from '../net/address';
import { familyOf } from '../net/ip';
import { appendRules, emptyBaseChains, mergeRulesets, withPolicy } from '../netfilter/build';
import { chainName, type Rule, type Ruleset } from '../netfilter/model';
import { generateRules, nodeRuleset, proxyConfigFor } from '../proxy';
import type { ProxyConfig } from '../proxy/config/config';
import { passesHealthCheck } from '../proxy/plan/health';

/** A kube-proxy that writes nothing any more, and what it wrote its rules for. */
export interface StoppedProxy {
  /** As it was at that moment. Absent, or without this node: kube-proxy has never run here. */
  readonly cluster?: Cluster;
  readonly proxy?: Partial<ProxyConfig>;
}

export interface NodeOptions extends NodeSettings {
  readonly stopped?: StoppedProxy;
  /** What is loaded instead of all that kube-proxy and flannel would write here; a family that is absent keeps that. */
  readonly rules?: Readonly<Partial<Record<IpFamily, Ruleset>>>;
  /** The policy of filter FORWARD. Default: ACCEPT. */
  readonly forwardPolicy?: 'ACCEPT' | 'DROP';
  /** False: flannel writes no rules into filter FORWARD (its --iptables-forward-rules). */
  readonly forwardRules?: boolean;
}

export interface NetworkOptions extends ClusterFaults, Pick<Network, 'unknown'> {
  readonly proxy?: Partial<ProxyConfig>;
  /** How the Pod networks of other nodes are reached. Default: vxlan. */
  readonly overlay?: Overlay;
  /** By node name; `*` for all others. */
  readonly nodes?: Readonly<Record<string, NodeOptions>>;
  /** Let VXLAN's outer packets walk through the nodes' hooks, as in the kernel. Default: folded. */
  readonly walkOuter?: boolean;
  /**
   * The longest packets, in bytes: for Pods' interfaces and their bridge, for the VXLAN device (default: what the NIC's
   * 1500 leave for them, 1450, or 1430 over IPv6; the device takes no more, vxlan_change_mtu), and for the LAN itself, whose
   * switches may carry less than the NICs believe.
   */
  readonly mtu?: { readonly pod?: number; readonly overlay?: number; readonly lan?: number };
}

const INPUT = chainName('INPUT');
const FORWARD = chainName('FORWARD');

/** What a host firewall has where nobody has opened flannel's port. */
const NO_OVERLAY: Rule = {
  matches: [
    { kind: 'protocol', proto: 'udp', negate: false },
    {
      kind: 'ports',
      proto: 'udp',
      dport: { from: FLANNEL_VXLAN.port, to: FLANNEL_VXLAN.port, negate: false },
    },
    { kind: 'comment', text: 'host firewall' },
  ],
  target: { kind: 'drop' },
};

/** What the Pod network takes unless it is told otherwise: over IPv6, VXLAN leaves 20 bytes less of a NIC's 1500. */
export function usualMtu({ nodes }: Cluster, overlay: Overlay): number {
  if (overlay !== 'vxlan') return MTU.lan;
  return nodes.some(({ ips }) => ips.some((ip) => familyOf(ip) === 4)) ? MTU.pod : MTU.pod6;
}

/**
 * All machines of a cluster, and those beside it. Rules, interfaces and routes of a node are made when a packet first
 * asks for them. What fails by `options` fails in the cluster too (`withFaults`), which may have been done before.
 */
export function buildNetwork(given: Cluster, options: NetworkOptions = {}): Network {
  const cluster = withFaults(given, options);
  const byNode = new Map<string, ClusterPod[]>();
  for (const pod of cluster.pods) {
    const pods = byNode.get(pod.node);
    if (pods) pods.push(pod);
    else byNode.set(pod.node, [pod]);
  }
  const { overlay = 'vxlan', mtu: wanted = {} } = options;
  const usual = usualMtu(cluster, overlay);
  const mtu = { pod: wanted.pod ?? usual, overlay: Math.min(wanted.overlay ?? usual, usual) };
  const machines = new Map<MachineId, Machine>();
  const add = (machine: Machine) => machines.set(machine.id, machine);
  const rangesOf = (node: Cluster['nodes'][number]) => podRanges(node, byNode.get(node.name) ?? []);
  for (const node of cluster.nodes) {
    const pods = byNode.get(node.name) ?? [];
    const settings = options.nodes?.[node.name] ?? options.nodes?.['*'] ?? {};
    add(
      nodeMachine(
        {
          cluster,
          node,
          pods,
          overlay,
          mtu,
          settings,
          rules: rulesOf(cluster, node.name, options.proxy, settings),
        },
        rangesOf,
      ),
    );
    for (const pod of pods) if (!pod.hostNetwork) add(podMachine(pod, node, mtu.pod));
  }
  const balancer = loadBalancerMachine(cluster, (service, node) => {
    const { stopped } = options.nodes?.[node.name] ?? options.nodes?.['*'] ?? {};
    return !node.down && !stopped && passesHealthCheck(service, cluster.endpointSlices, node.name);
  });
  if (balancer) add(balancer);
  add(outsideMachine(cluster));
  add(routerMachine(cluster));
  return {
    machines,
    ...(options.walkOuter ? { walkOuter: true } : {}),
    ...(options.unknown ? { unknown: options.unknown } : {}),
    ...(wanted.lan === undefined ? {} : { lanMtu: wanted.lan }),
  };
}

/** What a node has loaded: kube-proxy's rules with their jumps, then flannel's, then its administrator's. */
function rulesOf(
  cluster: Cluster,
  nodeName: string,
  proxy: Partial<ProxyConfig> | undefined,
  node: NodeOptions,
): NodePlan['rules'] {
  const made = new Map<IpFamily, Ruleset>();
  function* written(family: IpFamily): Generator<undefined, Ruleset> {
    const flannel = flannelOf(cluster, nodeName, family, node.forwardRules);
    const from = node.stopped ?? { cluster, proxy };
    // A kube-proxy that is gone leaves its rules behind; one that never ran here has none.
    if (!from.cluster?.nodes.some(({ name }) => name === nodeName))
      return mergeRulesets(family, emptyBaseChains(family, ['filter', 'nat']), ...flannel);
    const rules = proxyRules(from.cluster, nodeName, family, from.proxy);
    yield* rules.inSlices();
    return nodeRuleset(rules, ...flannel);
  }
  function* inSlices(family: IpFamily): Generator<undefined, Ruleset> {
    const known = made.get(family);
    if (known) return known;
    const merged = node.rules?.[family] ?? (yield* written(family));
    const guarded =
      node.overlayBlocked === 'input' ? appendRules(merged, 'filter', INPUT, [NO_OVERLAY]) : merged;
    const ruleset = node.forwardPolicy ? withPolicy(guarded, 'filter', FORWARD, node.forwardPolicy) : guarded;
    // Somebody may have asked for all of them between two slices, and has them.
    const meanwhile = made.get(family);
    if (!meanwhile) made.set(family, ruleset);
    return meanwhile ?? ruleset;
  }
  return { ruleset: (family) => made.get(family) ?? drain(inSlices(family)), rulesInSlices: inSlices };
}

function proxyRules(
  cluster: Cluster,
  nodeName: string,
  family: IpFamily,
  proxy: Partial<ProxyConfig> | undefined,
) {
  const { services, endpointSlices } = cluster;
  const objects = { services, endpointSlices, nodes: cluster.nodes.map((n) => n.object) };
  const ipFamily = family === 4 ? 'IPv4' : 'IPv6';
  return generateRules(objects, proxyConfigFor(cluster, nodeName, { ...proxy, ipFamily }));
}

function flannelOf(
  cluster: Cluster,
  nodeName: string,
  family: IpFamily,
  forwards: boolean | undefined,
): readonly Ruleset[] {
  const podNetwork = cluster.podNetworks.find((n) => familyOf(n) === family);
  const node = cluster.nodes.find((n) => n.name === nodeName);
  const range = node?.podCidrs.find((c) => familyOf(c) === family);
  return podNetwork && range ? [flannelRules(podNetwork, range, forwards)] : [];
}
