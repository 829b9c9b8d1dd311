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
  /** Count with `-m nfacct`, as releases after 1.30 do where the node offers it (kubernetes#122812, #125015). */
  readonly netfilterAccounting: boolean;
}

/** Without a clusterCIDR, mode ClusterCIDR detects nothing; so it is the default, as in kube-proxy. */
export const PROXY_DEFAULTS = {
  mode: 'iptables',
  ipFamily: 'IPv4',
  nodeName: '',
  nodeIPs: [],
  detectLocalMode: 'ClusterCIDR',
  masqueradeAll: false,
  masqueradeBit: 14,
  localhostNodePorts: true,
  nodePortAddresses: [],
  randomFully: true,
  conntrackTCPLiberal: false,
  existingNATChains: [],
  netfilterAccounting: false,
} as const satisfies ProxyConfig;

type Nullable<T> = { readonly [K in keyof T]?: T[K] | null | undefined };

/** Absent and null fields take their default. Nothing is checked: see `configProblems`. */
export function completeConfig(given: Nullable<ProxyConfig>): ProxyConfig {
  const present = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  return { ...PROXY_DEFAULTS, ...Object.fromEntries(present) };
}
