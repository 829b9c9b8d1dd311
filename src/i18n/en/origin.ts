/**
 * Why a rule exists: one sentence for each code of the engine's ORIGIN_CODES, which lists its parameters.
 * Keys are stable; values are i18next templates.
 */
export const origin = {
  'cluster-ip':
    'Calls to {{ip}}:{{port}}, the cluster IP of {{service}}, go to {{chain}}, which chooses an endpoint.',
  'external-ip': '{{ip}} is an external IP of {{service}}: calls to {{ip}}:{{port}} go to {{chain}}.',
  'load-balancer-ip':
    '{{ip}} is a load balancer address of {{service}}: calls to it that reach this node go straight to {{chain}} instead of out to the load balancer.',
  'load-balancer-ip-filtered':
    '{{ip}} is a load balancer address of {{service}}, which names source ranges: {{chain}} checks them first.',
  'node-port': 'Port {{port}} is open on every node for {{service}}: what comes to it goes to {{chain}}.',

  'cluster-ip-no-endpoints':
    '{{service}} has no usable endpoint anywhere, so calls to its cluster IP {{ip}}:{{port}} are refused at once.',
  'external-ip-no-endpoints':
    '{{service}} has no usable endpoint anywhere, so calls to its external IP {{ip}}:{{port}} are refused at once.',
  'load-balancer-ip-no-endpoints':
    '{{service}} has no usable endpoint anywhere, so calls to its load balancer address {{ip}}:{{port}} are refused at once.',
  'node-port-no-endpoints':
    '{{service}} has no usable endpoint anywhere, so calls to its node port {{port}} are refused at once.',
  'cluster-ip-not-here':
    'internalTrafficPolicy Local keeps calls to {{ip}}:{{port}} on the caller’s node, and {{node}} has no endpoint of {{service}}: they are dropped.',
  'external-ip-not-here':
    'externalTrafficPolicy Local lets only endpoints on the receiving node answer, and {{node}} has none of {{service}}: calls to {{ip}}:{{port}} from outside are dropped.',
  'load-balancer-ip-not-here':
    'externalTrafficPolicy Local lets only endpoints on the receiving node answer, and {{node}} has none of {{service}}: calls to {{ip}}:{{port}} from outside are dropped, and the load balancer should choose another node.',
  'node-port-not-here':
    'externalTrafficPolicy Local lets only endpoints on the receiving node answer, and {{node}} has none of {{service}}: calls to node port {{port}} from outside are dropped.',
  'source-not-allowed':
    'What {{chain}} let fall through came from none of the source ranges of {{service}}: calls to {{ip}}:{{port}} that were not directed to an endpoint are dropped.',
  'health-check-port':
    'The load balancer of {{service}} asks port {{port}} whether this node has endpoints; that call must come through.',

  'masquerade-all':
    'masqueradeAll is set: every call to {{ip}}:{{port}} of {{service}} gets this node’s address as its source.',
  'masquerade-off-cluster':
    'A call to {{ip}}:{{port}} of {{service}} that no Pod sent (not {{detector}}; {{setting}}) gets this node’s address as its source, so that the answer comes back through here.',

  'external-masquerade':
    'With externalTrafficPolicy Cluster the endpoint of {{service}} may be on another node; this node’s address becomes the source, so that the answer comes back through here.',
  'external-pod-shortcut':
    'A Pod ({{detector}}; {{setting}}) that calls {{service}} at an outside address may use any endpoint, as if the call had gone out and come back: {{chain}}.',
  'external-node-masquerade':
    'What this node itself sends to an outside address of {{service}} is masqueraded: its source may be the load balancer’s own address.',
  'external-node-shortcut':
    'What this node itself sends to an outside address of {{service}} may use any endpoint, whatever the policy: {{chain}}.',
  'external-any-endpoint': 'Everything else from outside may use any endpoint of {{service}}: {{chain}}.',
  'external-local-endpoint':
    'externalTrafficPolicy Local: everything else from outside uses only the endpoints of {{service}} on {{node}}, with its source address kept: {{chain}}.',

  'source-range':
    '{{range}} is one of the source ranges of {{service}}: calls from there go on to {{chain}}.',
  'source-range-node':
    '{{range}} holds {{node}} itself. A node that has the load balancer’s address {{ip}} sends from it, so calls from {{ip}} to {{service}} go on to {{chain}} too.',
  'source-range-rest':
    'Other callers of {{service}} leave the chain here without an endpoint; KUBE-PROXY-FIREWALL drops them.',

  'affinity-endpoint':
    'sessionAffinity ClientIP: a client whose last call to {{service}} went to {{endpoint}} within {{seconds}} seconds is sent there again.',
  'choose-endpoint':
    '{{endpoint}} is endpoint {{place}} of {{of}} of {{service}} ($t(origin.why.{{why}})); of the {{rest}} that are left it is taken with probability 1/{{rest}}.',
  'choose-last-endpoint':
    '{{endpoint}} is endpoint {{place}} of {{of}} of {{service}} ($t(origin.why.{{why}})), the last one: it takes what the others left.',

  'hairpin-masquerade':
    'If {{ip}} called {{service}} and got itself as the endpoint, its own address as the source would let the answer bypass conntrack; so it is masqueraded.',
  'endpoint-dnat': 'The destination becomes {{endpoint}}, an endpoint of {{service}}.',
  'endpoint-dnat-remember':
    'The destination becomes {{endpoint}}, an endpoint of {{service}}, and the client is remembered for {{seconds}} seconds.',

  'node-ports-everywhere':
    'What is for an address of this node may be for a node port; that is looked up last: {{chain}}.',
  'node-ports-not-loopback':
    'What is for an address of this node, but not for {{loopback}}, may be for a node port; that is looked up last: {{chain}}.',
  'node-ports-address':
    'Node ports are open on {{ip}}, since nodePortAddresses has {{range}}; they are looked up last: {{chain}}.',
  'block-localnet':
    'Node ports work on 127.0.0.1, which needs route_localnet; that would let neighbours reach 127.0.0.0/8 of this node too, so what did not start here is dropped.',
  'localhost-node-ports-counter':
    'Counts calls to node port {{port}} of {{service}} at 127.0.0.0/8, which newer modes do not offer.',
  'drop-invalid':
    'A packet that belongs to no known flow would not be translated, and could reset a connection at the client; conntrackTCPLiberal is off, so it is dropped.',
  'accept-marked':
    'What kube-proxy marked for masquerading ({{mark}}) is let through, even where the FORWARD policy is DROP.',
  'accept-established': 'The later packets of a flow that was let through are let through as well.',
  'unmarked-return': 'A packet without the mark {{mark}} keeps its source address.',
  'clear-mark':
    'The mark {{mark}} is taken off again, or a packet that passes here twice would be masqueraded twice.',
  'masquerade-marked': 'What was marked leaves with this node’s address as its source.',
  'set-mark': 'Sets the mark {{mark}}, which KUBE-POSTROUTING takes as the order to masquerade.',

  'jump-external-services':
    '{{base}}: the first packet of a flow is checked for addresses of Services that are open to the outside but have no endpoint: {{chain}}.',
  'jump-health-check-ports': '{{base}}: health checks of load balancers are let in by {{chain}}.',
  'jump-services':
    '{{base}}: the first packet of a flow is checked for cluster IPs without endpoint: {{chain}}.',
  'jump-nat-services': '{{base}}: {{chain}} looks whether the destination is an address of a Service.',
  'jump-forward': '{{base}}: {{chain}} lets through what kube-proxy directed.',
  'jump-load-balancer-firewall':
    '{{base}}: the first packet of a flow to a load balancer address with source ranges is checked by {{chain}}.',
  'jump-postrouting': '{{base}}: {{chain}} masquerades what was marked before it leaves.',
  'jump-kubelet-firewall': '{{base}}: {{chain}}, shared with kubelet, guards the loopback network.',

  /** How the endpoint came to be used (a `Selection`). */
  why: {
    ready: 'ready',
    zone: 'ready and hinted for this node’s zone',
    draining: 'shutting down but still answering, since none is ready',
  },
} as const;
