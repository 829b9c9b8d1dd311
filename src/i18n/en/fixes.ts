/** What to do about an end that nobody wanted: by the origin of the rule, else by the way the packet died. */
export const fixes = {
  'not-listening':
    'See what listens there: kubectl exec -n {{ns}} {{pod}} -- ss -ltnu. Then let targetPort name that port, or start what is missing.',
  'not-listening-node': 'See what listens there: ss -ltnu on {{machine}}.',
  'listens-on': 'Let the program listen on 0.0.0.0, for IPv6 on ::, not on {{on}} alone.',
  reset:
    'The other end has forgotten the connection, or never had it: a Pod that was replaced, or an entry of conntrack that led elsewhere. Connect anew.',

  'no-endpoints':
    'See what is behind it: kubectl get endpointslices -n {{ns}} -l kubernetes.io/service-name={{name}}. No endpoint: the selector matches no Pod, or a named targetPort is in none. Endpoints that are not ready: see the Pods’ readiness probes.',
  'cluster-ip-not-here':
    'Set internalTrafficPolicy: Cluster, or run a Pod of it on every node that calls (a DaemonSet).',
  'not-here':
    'Call a node that has a ready endpoint, let a load balancer choose by the health check node port, or set externalTrafficPolicy: Cluster and lose the caller’s address.',
  'source-not-allowed': 'Add the caller’s network to spec.loadBalancerSourceRanges: {{src}} came here.',
  'drop-invalid':
    'The packet fits no flow that {{machine}} knows. Look for a way back that avoids this node, for a full conntrack table (conntrack -S, dmesg), or set conntrack.tcpBeLiberal for kube-proxy.',
  'block-localnet': 'Call an address of the node that is not in 127.0.0.0/8.',

  'rule-drop':
    'Find out who wrote the rule: iptables -t {{table}} -vnL {{chain}} --line-numbers also counts what it takes.',
  overlay:
    'Open {{proto}} port {{port}} between the nodes: in their own rules, and in what filters between them (firewalld, a security group).',
  'policy-drop':
    'Let a rule accept it before, or set the policy back: iptables -t {{table}} -P {{chain}} ACCEPT. Docker sets FORWARD to DROP; flannel’s --iptables-forward-rules accepts the Pod network all the same.',
  'no-route':
    'Give {{machine}} a route: ip route get {{dst}} asks its tables. A Service’s address needs one too, if only the default route: the kernel routes first and translates then.',
  'no-neighbour': 'See ip neigh on {{machine}}, and whether any machine has {{ip}}.',
  'no-neighbour_node':
    'Bring {{node}} back. Until the control plane marks it not ready, after some 40 seconds, its Pods stay endpoints.',
  'no-neighbour_pod':
    'No Pod has {{ip}} any more, or yet. Who still sends there goes by something old: rules of a stopped kube-proxy, a conntrack entry, an address kept by the program.',
  'lost-upstream':
    'From outside of the cluster call a node port, a load balancer’s address or an external IP: addresses of Pods and cluster IPs have no route there.',
  'ip-forward-off': 'sysctl -w {{sysctl}}=1 on {{machine}}, and a file in /etc/sysctl.d so that it stays.',
  'rp-filter':
    'Mend the way back to {{src}}, or be less strict on {{machine}}: sysctl -w net.ipv4.conf.all.rp_filter=2.',
  martian:
    'Call an address of the node instead of 127.0.0.1. Where it has to be: kube-proxy sets route_localnet with iptables.localhostNodePorts: true, for IPv4 alone.',
  martian_own:
    'Two machines have the address {{src}}, or a packet came back to its sender. Find the other one.',
  'hairpin-off':
    'Set "hairpinMode": true in the configuration of the CNI’s bridge plugin. For Pods that run already: ip link set dev {{port}} type bridge_slave hairpin on.',
  'ttl-exceeded':
    'Each machine that forwards takes one from the TTL: send with more. It is what traceroute asks for.',
  'no-such-flow':
    'The answer must go back through the node that translated the request. Between Pods of one node that takes modprobe br_netfilter and sysctl -w net.bridge.bridge-nf-call-iptables=1 there.',
  'not-for-me': 'See the route on the machine before: it leads to one that does not forward.',
  'lb-no-port': 'kubectl get services -A shows what ports the load balancer’s addresses have.',
  'lb-no-node':
    'Get a Pod of it ready on some node, or set externalTrafficPolicy: Cluster. Asked at healthCheckNodePort, a node without one answers 503.',
  'too-big':
    'Mostly nothing: the sender learns the limit and sends less at once. It goes wrong where something drops that ICMP message, so let "fragmentation needed" and "packet too big" pass.',
  'lost-oversize':
    'Lower the MTU of the Pods and of the overlay until the outer packet fits {{mtu}} bytes: VXLAN adds 50 with IPv4, 70 with IPv6.',
  loop: 'See the nat rules on {{machine}}: one sends back into the tunnel what leaves it.',
} as const;
