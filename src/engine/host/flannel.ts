import type { Cidr } from '../net/address';
import { cidr, familyOf } from '../net/ip';
import { appendRules, mergeRulesets } from '../netfilter/build';
import { chainName, type Match, type Rule, type Ruleset, type Target } from '../netfilter/model';

const MULTICAST = { 4: '224.0.0.0/4', 6: 'ff00::/8' } as const;
const POSTRTG = chainName('FLANNEL-POSTRTG');
const FWD = chainName('FLANNEL-FWD');
const RETURN: Target = { kind: 'return' };
const ACCEPT: Target = { kind: 'accept' };
const MASQUERADE: Target = { kind: 'masquerade', randomFully: true };

const from = (network: Cidr, negate = false): Match => ({ kind: 'source', cidr: network, negate });
const to = (network: Cidr, negate = false): Match => ({ kind: 'destination', cidr: network, negate });
const commented =
  (text: string) =>
  (target: Target, ...matches: Match[]): Rule => ({
    matches: [...matches, { kind: 'comment', text }],
    target,
  });

/**
 * The rules that flannel adds on a node: what comes from Pods and leaves for elsewhere is masqueraded, and what belongs
 * to the Pod network may be forwarded (flannel 0.2x: pkg/trafficmngr/iptables). To be appended after kube-proxy's jumps.
 * `forwards`: its --iptables-forward-rules, without which the latter is left to others.
 */
export function flannelRules(podNetwork: Cidr, nodeCidr: Cidr, forwards = true): Ruleset {
  const family = familyOf(podNetwork);
  const multicast = cidr(MULTICAST[family]);
  const masq = commented('flanneld masq');
  const forward = commented('flanneld forward');
  let rules = mergeRulesets(family);
  rules = appendRules(rules, 'nat', chainName('POSTROUTING'), [masq({ kind: 'jump', chain: POSTRTG })]);
  rules = appendRules(rules, 'nat', POSTRTG, [
    masq(RETURN, { kind: 'mark', value: 0x4000, mask: 0x4000, negate: false }),
    masq(RETURN, from(nodeCidr), to(podNetwork)),
    masq(RETURN, from(podNetwork), to(nodeCidr)),
    masq(RETURN, from(podNetwork, true), to(nodeCidr)),
    masq(MASQUERADE, from(podNetwork), to(multicast, true)),
    masq(MASQUERADE, from(podNetwork, true), to(podNetwork)),
  ]);
  if (!forwards) return rules;
  rules = appendRules(rules, 'filter', chainName('FORWARD'), [forward({ kind: 'jump', chain: FWD })]);
  return appendRules(rules, 'filter', FWD, [
    forward(ACCEPT, from(podNetwork)),
    forward(ACCEPT, to(podNetwork)),
  ]);
}
