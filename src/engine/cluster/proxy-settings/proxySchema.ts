import { bool, int, list, object, oneOf, text } from '../check/schema';
import type { FieldPath, ProxySettings } from '../model';

/** `kubeproxy.config.k8s.io/v1alpha1`, as far as rules depend on it (kube-proxy/config/v1alpha1/types.go). */
export const PROXY_SCHEMA = object({
  mode: oneOf('iptables', 'ipvs', 'nftables', 'kernelspace'),
  clusterCIDR: text(),
  detectLocalMode: oneOf('ClusterCIDR', 'NodeCIDR', 'BridgeInterface', 'InterfaceNamePrefix'),
  detectLocal: object({ bridgeInterface: text(), interfaceNamePrefix: text() }),
  nodePortAddresses: list(text()),
  iptables: object({ masqueradeAll: bool, masqueradeBit: int(0, 31), localhostNodePorts: bool }),
  conntrack: object({ tcpBeLiberal: bool }),
});

/** Where each setting stands in a KubeProxyConfiguration. */
export const SETTING_PATHS: Readonly<Record<keyof ProxySettings, FieldPath>> = {
  mode: ['mode'],
  clusterCIDR: ['clusterCIDR'],
  detectLocalMode: ['detectLocalMode'],
  bridgeInterface: ['detectLocal', 'bridgeInterface'],
  interfaceNamePrefix: ['detectLocal', 'interfaceNamePrefix'],
  masqueradeAll: ['iptables', 'masqueradeAll'],
  masqueradeBit: ['iptables', 'masqueradeBit'],
  localhostNodePorts: ['iptables', 'localhostNodePorts'],
  nodePortAddresses: ['nodePortAddresses'],
  conntrackTCPLiberal: ['conntrack', 'tcpBeLiberal'],
};

/** Fields of the configuration that no rule depends on. */
export const OTHER_FIELDS: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'bindAddressHardFail',
  'clientConnection',
  'configSyncPeriod',
  'enableProfiling',
  'healthzBindAddress',
  'ipvs',
  'linux',
  'logging',
  'metricsBindAddress',
  'nftables',
  'oomScoreAdj',
  'portRange',
  'showHiddenMetricsForVersion',
  'udpIdleTimeout',
  'windows',
  'windowsRunAsService',
  'winkernel',
]);

/** Fields that rules may depend on, but not here; and the values that ask for nothing. */
export const UNSIMULATED_FIELDS: Readonly<Record<string, readonly unknown[]>> = {
  featureGates: [],
  hostnameOverride: [''],
  bindAddress: ['', '0.0.0.0', '::'],
};

/** Words that newer releases take for networks. */
export const NETWORK_WORDS: ReadonlySet<string> = new Set(['primary', 'localhost', 'all']);
