import type { Cluster, ClusterPod } from '../cluster/model';
import { flannelRules } from '../host/flannel';
import { outsideMachine, routerMachine } from '../host/machines/lan';
import { type NodeSettings, nodeMachine, type Overlay, podRanges } from '../host/machines/node';
import { podMachine } from '../host/machines/pod';
import type { Machine, MachineId, Network } from '../host/model';
import type { IpFamily } from '../net/address';
import { familyOf } from '../net/ip';
import { mergeRulesets } from '../netfilter/build';
import type { Ruleset } from '../netfilter/model';
import { generateRules, nodeRuleset, proxyConfigFor } from '../proxy';
import type { ProxyConfig } from '../proxy/config';

export interface NetworkOptions {
  readonly proxy?: Partial<ProxyConfig>;
  /** How the Pod networks of other nodes are reached. Default: vxlan. */
  readonly overlay?: Overlay;
  /** By node name; `*` for all others. */
  readonly nodes?: Readonly<Record<string, NodeSettings>>;
  /** Let VXLAN's outer packets walk through the nodes' hooks, as in the kernel. Default: folded. */
  readonly walkOuter?: boolean;
}

/**
 * All machines of a cluster, and the two beside it. Rules, interfaces and routes of a node are made when a packet first
 * asks for them.
 */
export function buildNetwork(cluster: Cluster, options: NetworkOptions = {}): Network {
  const byNode = new Map<string, ClusterPod[]>();
  for (const pod of cluster.pods) {
    const pods = byNode.get(pod.node);
    if (pods) pods.push(pod);
    else byNode.set(pod.node, [pod]);
  }
  const machines = new Map<MachineId, Machine>();
  const add = (machine: Machine) => machines.set(machine.id, machine);
  const rangesOf = (node: Cluster['nodes'][number]) => podRanges(node, byNode.get(node.name) ?? []);
  for (const node of cluster.nodes) {
    const pods = byNode.get(node.name) ?? [];
    add(
      nodeMachine(
        {
          cluster,
          node,
          pods,
          overlay: options.overlay ?? 'vxlan',
          settings: options.nodes?.[node.name] ?? options.nodes?.['*'] ?? {},
          ruleset: rulesetOf(cluster, node.name, options.proxy),
        },
        rangesOf,
      ),
    );
    for (const pod of pods) if (!pod.hostNetwork) add(podMachine(pod, node));
  }
  add(outsideMachine(cluster));
  add(routerMachine(cluster));
  return { machines, ...(options.walkOuter ? { walkOuter: true } : {}) };
}

/** What a node has loaded: kube-proxy's rules with their jumps, then flannel's. */
function rulesetOf(
  cluster: Cluster,
  nodeName: string,
  proxy: Partial<ProxyConfig> | undefined,
): (family: IpFamily) => Ruleset {
  const made = new Map<IpFamily, Ruleset>();
  return (family) => {
    let ruleset = made.get(family);
    if (!ruleset) {
      const config = proxyConfigFor(cluster, nodeName, {
        ...proxy,
        ipFamily: family === 4 ? 'IPv4' : 'IPv6',
      });
      const objects = {
        services: cluster.services,
        endpointSlices: cluster.endpointSlices,
        nodes: cluster.nodes.map((n) => n.object),
      };
      ruleset = mergeRulesets(
        family,
        nodeRuleset(generateRules(objects, config)),
        ...flannelOf(cluster, nodeName, family),
      );
      made.set(family, ruleset);
    }
    return ruleset;
  };
}

function flannelOf(cluster: Cluster, nodeName: string, family: IpFamily): readonly Ruleset[] {
  const podNetwork = cluster.podNetworks.find((n) => familyOf(n) === family);
  const node = cluster.nodes.find((n) => n.name === nodeName);
  const range = node?.podCidrs.find((c) => familyOf(c) === family);
  return podNetwork && range ? [flannelRules(podNetwork, range)] : [];
}
