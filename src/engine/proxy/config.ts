/**
 * kube-proxy's settings and the node facts it reads. Names follow KubeProxyConfiguration
 * where one exists there; the corpus uses the same shape.
 */
export interface ProxyConfig {
  readonly mode: 'iptables' | 'nftables';
  readonly ipFamily: 'IPv4' | 'IPv6';
  readonly nodeName: string;
  /** All on the NIC; the first of the family is the primary. */
  readonly nodeIPs: readonly string[];
  readonly podCIDR?: string;
  /** Comma list; the family's first is used. */
  readonly clusterCIDR?: string;
  readonly detectLocalMode: 'ClusterCIDR' | 'NodeCIDR' | 'BridgeInterface' | 'InterfaceNamePrefix' | 'none';
  readonly bridgeInterface?: string;
  readonly interfaceNamePrefix?: string;
  readonly masqueradeAll: boolean;
  readonly masqueradeBit: number;
  readonly localhostNodePorts: boolean;
  readonly nodePortAddresses: readonly string[];
  readonly randomFully: boolean;
  readonly conntrackTCPLiberal: boolean;
  /** KUBE-* nat chains present before the sync; stale ones are deleted. */
  readonly existingNATChains: readonly string[];
}

export const PROXY_DEFAULTS = {
  mode: 'iptables',
  ipFamily: 'IPv4',
  nodeIPs: [],
  detectLocalMode: 'none',
  masqueradeAll: false,
  masqueradeBit: 14,
  localhostNodePorts: true,
  nodePortAddresses: [],
  randomFully: true,
  conntrackTCPLiberal: false,
  existingNATChains: [],
} as const satisfies Omit<ProxyConfig, 'nodeName'>;
