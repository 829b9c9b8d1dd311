import {
  buildNetwork,
  type Cluster,
  familyOf,
  generateRules,
  machineId,
  nodeRuleset,
  type ProxyConfig,
  printRestore,
  printSave,
  proxyConfigFor,
  type Ruleset,
} from '../engine';
import { printCanonical } from '../report/canonical';
import { CliFailure } from './failure';

export const FORMATS = ['save', 'restore', 'canonical'] as const;
export type RulesFormat = (typeof FORMATS)[number];

export interface RulesOptions {
  /** Default: the one that the settings name, else the cluster's first. */
  readonly node?: string;
  readonly proxy: Partial<ProxyConfig>;
  readonly format: RulesFormat;
  /** Everything that is loaded on the node, flannel's rules too. */
  readonly all: boolean;
}

/**
 * A node's rules as text. `save` is what `iptables-save` prints there, base chains and their jumps included; `restore`
 * is what kube-proxy hands to `iptables-restore`; `canonical` is the corpus's order. Throws a CliFailure for a node that
 * is not there.
 */
export function rulesText(cluster: Cluster, options: RulesOptions): string {
  const ruleset = options.all ? wholeNode(cluster, options) : proxyOnly(cluster, options);
  if (options.format === 'canonical') return printCanonical(ruleset);
  return options.format === 'restore' ? printRestore(ruleset) : printSave(ruleset);
}

function proxyOnly(cluster: Cluster, { node, proxy, format }: RulesOptions): Ruleset {
  const name = nodeOf(cluster, node, proxy);
  const config = proxyConfigFor(cluster, name, {
    ...proxy,
    ipFamily: ipFamily(cluster, proxy),
    nodeName: name,
  });
  const objects = {
    services: cluster.services,
    endpointSlices: cluster.endpointSlices,
    nodes: cluster.nodes.map(({ object }) => object),
  };
  const rules = generateRules(objects, config);
  return format === 'save' ? nodeRuleset(rules) : rules.ruleset;
}

function wholeNode(cluster: Cluster, { node, proxy }: RulesOptions): Ruleset {
  const name = nodeOf(cluster, node, proxy);
  const { nodeName: _, ...settings } = proxy;
  const machine = buildNetwork(cluster, { proxy: settings }).machines.get(machineId(`node/${name}`));
  const ruleset = machine?.ruleset(ipFamily(cluster, proxy) === 'IPv4' ? 4 : 6);
  if (!ruleset) throw new CliFailure(`--all: no rules on node ${name}`);
  return ruleset;
}

function nodeOf(cluster: Cluster, node: string | undefined, proxy: Partial<ProxyConfig>): string {
  const name = node ?? proxy.nodeName ?? cluster.nodes[0]?.name ?? '';
  if (node !== undefined && !cluster.nodes.some((n) => n.name === node))
    throw new CliFailure(
      `--node ${node}: no such node; there are ${cluster.nodes.map((n) => n.name).join(', ')}`,
    );
  return name;
}

/** IPv4, unless the cluster has no Pods of that family. */
function ipFamily({ podNetworks }: Cluster, proxy: Partial<ProxyConfig>): 'IPv4' | 'IPv6' {
  return proxy.ipFamily ?? (podNetworks.every((network) => familyOf(network) === 6) ? 'IPv6' : 'IPv4');
}
