/**
 * Every reason that a rule can exist for, with the parameters its sentence may use. All parameters are text or numbers.
 *
 * Common ones: `service` is the service port name (`default/web:http`), `proto` tcp | udp | sctp, `ip` and `port` the
 * address that clients call, `endpoint` an `ip:port`, `why` a `Selection` (ready | zone | draining).
 */
export const ORIGIN_CODES = {
  // nat KUBE-SERVICES and KUBE-NODEPORTS: an address leads to a chain
  'cluster-ip': ['service', 'proto', 'ip', 'port', 'chain'],
  'external-ip': ['service', 'proto', 'ip', 'port', 'chain'],
  'load-balancer-ip': ['service', 'proto', 'ip', 'port', 'chain'],
  'load-balancer-ip-filtered': ['service', 'proto', 'ip', 'port', 'chain'],
  'node-port': ['service', 'proto', 'port', 'chain'],

  // filter: the address is refused or dropped
  'cluster-ip-no-endpoints': ['service', 'proto', 'ip', 'port'],
  'external-ip-no-endpoints': ['service', 'proto', 'ip', 'port'],
  'load-balancer-ip-no-endpoints': ['service', 'proto', 'ip', 'port'],
  'node-port-no-endpoints': ['service', 'proto', 'port'],
  'cluster-ip-not-here': ['service', 'proto', 'ip', 'port', 'node'],
  'external-ip-not-here': ['service', 'proto', 'ip', 'port', 'node'],
  'load-balancer-ip-not-here': ['service', 'proto', 'ip', 'port', 'node'],
  'node-port-not-here': ['service', 'proto', 'port', 'node'],
  'source-not-allowed': ['service', 'proto', 'ip', 'port', 'chain'],
  'health-check-port': ['service', 'port'],

  // KUBE-SVC and KUBE-SVL: masquerading of calls to the cluster IP
  'masquerade-all': ['service', 'ip', 'port'],
  'masquerade-off-cluster': ['service', 'ip', 'port', 'setting', 'detector'],

  // KUBE-EXT
  'external-masquerade': ['service'],
  'external-pod-shortcut': ['service', 'setting', 'detector', 'chain'],
  'external-node-masquerade': ['service'],
  'external-node-shortcut': ['service', 'chain'],
  'external-any-endpoint': ['service', 'chain'],
  'external-local-endpoint': ['service', 'chain', 'node'],

  // KUBE-FW
  'source-range': ['service', 'range', 'chain'],
  'source-range-node': ['service', 'range', 'node', 'ip', 'chain'],
  'source-range-rest': ['service'],

  // KUBE-SVC and KUBE-SVL: choosing an endpoint; `rest` counts the endpoints from this rule on
  'affinity-endpoint': ['service', 'endpoint', 'seconds', 'chain'],
  'choose-endpoint': ['service', 'endpoint', 'place', 'of', 'rest', 'why', 'chain'],
  'choose-last-endpoint': ['service', 'endpoint', 'place', 'of', 'why', 'chain'],

  // KUBE-SEP
  'hairpin-masquerade': ['service', 'endpoint', 'ip'],
  'endpoint-dnat': ['service', 'endpoint'],
  'endpoint-dnat-remember': ['service', 'endpoint', 'seconds'],

  // made once a node
  'node-ports-everywhere': ['chain'],
  'node-ports-not-loopback': ['chain', 'loopback'],
  'node-ports-address': ['ip', 'range', 'chain'],
  'block-localnet': [],
  'localhost-node-ports-counter': ['service', 'port'],
  'drop-invalid': [],
  'accept-marked': ['mark'],
  'accept-established': [],
  'unmarked-return': ['mark'],
  'clear-mark': ['mark'],
  'masquerade-marked': [],
  'set-mark': ['mark'],

  // in the base chains
  'jump-external-services': ['base', 'chain'],
  'jump-health-check-ports': ['base', 'chain'],
  'jump-services': ['base', 'chain'],
  'jump-nat-services': ['base', 'chain'],
  'jump-forward': ['base', 'chain'],
  'jump-load-balancer-firewall': ['base', 'chain'],
  'jump-postrouting': ['base', 'chain'],
  'jump-kubelet-firewall': ['base', 'chain'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type OriginCode = keyof typeof ORIGIN_CODES;
export type OriginParam = (typeof ORIGIN_CODES)[OriginCode][number];
export type OriginParams = Partial<Readonly<Record<OriginParam, string | number>>>;
