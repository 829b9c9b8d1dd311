import type { Cidr } from '../net/address';
import { familyOf } from '../net/ip';
import type { Ruleset } from '../netfilter/model';
import { parseRuleset } from '../netfilter/parse';

const MULTICAST = { 4: '224.0.0.0/4', 6: 'ff00::/8' } as const;

/**
 * The rules that flannel adds on a node: what comes from Pods and leaves for elsewhere is masqueraded, and what belongs
 * to the Pod network may be forwarded (flannel 0.2x: pkg/trafficmngr/iptables). To be appended after kube-proxy's jumps.
 */
export function flannelRules(podNetwork: Cidr, nodeCidr: Cidr): Ruleset {
  const family = familyOf(podNetwork);
  const masq = '-m comment --comment "flanneld masq"';
  const forward = '-m comment --comment "flanneld forward"';
  return parseRuleset(
    `*nat
:POSTROUTING ACCEPT [0:0]
:FLANNEL-POSTRTG - [0:0]
-A POSTROUTING ${masq} -j FLANNEL-POSTRTG
-A FLANNEL-POSTRTG -m mark --mark 0x4000/0x4000 ${masq} -j RETURN
-A FLANNEL-POSTRTG -s ${nodeCidr} -d ${podNetwork} ${masq} -j RETURN
-A FLANNEL-POSTRTG -s ${podNetwork} -d ${nodeCidr} ${masq} -j RETURN
-A FLANNEL-POSTRTG ! -s ${podNetwork} -d ${nodeCidr} ${masq} -j RETURN
-A FLANNEL-POSTRTG -s ${podNetwork} ! -d ${MULTICAST[family]} ${masq} -j MASQUERADE --random-fully
-A FLANNEL-POSTRTG ! -s ${podNetwork} -d ${podNetwork} ${masq} -j MASQUERADE --random-fully
COMMIT
*filter
:FORWARD ACCEPT [0:0]
:FLANNEL-FWD - [0:0]
-A FORWARD ${forward} -j FLANNEL-FWD
-A FLANNEL-FWD -s ${podNetwork} ${forward} -j ACCEPT
-A FLANNEL-FWD -d ${podNetwork} ${forward} -j ACCEPT
COMMIT
`,
    family,
  ).ruleset;
}
