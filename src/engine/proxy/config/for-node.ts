import type { Cluster } from '../../cluster/model';
import { completeConfig, type ProxyConfig } from './config';

/**
 * kube-proxy's configuration on a node of the cluster: addresses and Pod networks are the node's, local traffic is
 * told by the cluster's Pod networks, unless the text's own KubeProxyConfiguration says otherwise. An unknown node has no
 * addresses.
 */
export function proxyConfigFor(
  cluster: Cluster,
  nodeName: string,
  overrides: Partial<ProxyConfig> = {},
): ProxyConfig {
  const node = cluster.nodes.find(({ name }) => name === nodeName);
  return completeConfig({
    nodeName,
    nodeIPs: node?.ips ?? [],
    ...(node?.podCidrs.length ? { podCIDR: node.podCidrs.join(',') } : {}),
    clusterCIDR: cluster.podNetworks.join(','),
    detectLocalMode: 'ClusterCIDR',
    ...cluster.proxy,
    ...overrides,
  });
}
