import type { Ip } from '../../net/address';
import type { ChainName, Match, Rule } from '../../netfilter/model';
import type { ProxyContext } from '../config/context';
import type { OriginCode } from '../origins/origin';
import type { ServicePortPlan } from '../plan/plan';
import type { Placed } from '../plan/service-fields';
import type { ServicePortInfo } from '../plan/services';
import { addressOrigin, callsTo, nodePortOrigin } from './calls';
import { KUBE_NODEPORTS, KUBE_SERVICES } from './chains';
import { comment, jump, type RuleRun, rule, toPort, V4_LOOPBACK } from './write';

/** The chain that takes packets to the cluster IP. */
export function internalChain({ chains, internalLocal }: ServicePortInfo): ChainName {
  return internalLocal ? chains.local : chains.cluster;
}

/** nat: which addresses of the service port lead to which of its chains. */
export function captures(plan: ServicePortPlan, context: ProxyContext): RuleRun[] {
  const { port } = plan;
  const { external, firewall } = port.chains;
  const rules: Rule[] = [];
  if (plan.internal === 'serve') {
    rules.push(capture(port, 'cluster IP', 'cluster-ip', port.clusterIP, internalChain(port)));
  }
  if (plan.externalChain) {
    for (const to of port.externalIPs) rules.push(capture(port, 'external IP', 'external-ip', to, external));
    const code = plan.firewallChain ? 'load-balancer-ip-filtered' : 'load-balancer-ip';
    const chain = plan.firewallChain ? firewall : external;
    for (const to of port.vips) rules.push(capture(port, 'loadbalancer IP', code, to, chain));
  }
  const runs: RuleRun[] = rules.length > 0 ? [{ chain: KUBE_SERVICES, rules }] : [];
  if (plan.externalChain && port.nodePort !== 0) {
    runs.push({ chain: KUBE_NODEPORTS, rules: nodePortCaptures(port, context) });
  }
  return runs;
}

function capture(
  port: ServicePortInfo,
  label: string,
  code: OriginCode,
  to: Placed<Ip>,
  chain: ChainName,
): Rule {
  const matches = callsTo(port, to.value, `${port.name} ${label}`);
  return rule(matches, jump(chain), addressOrigin(code, port, to, { chain }));
}

/** Newer releases count who still relies on node ports of localhost, before the rule for the same port. */
function nodePortCaptures(port: ServicePortInfo, { config, nodePorts }: ProxyContext): Rule[] {
  const chain = port.chains.external;
  const matches: Match[] = [comment(port.name), ...toPort(port.proto, port.nodePort)];
  const open = rule(matches, jump(chain), nodePortOrigin('node-port', port, { chain }));
  if (!config.netfilterAccounting || !nodePorts.localhost) return [open];
  const counted: Match[] = [
    ...matches,
    { kind: 'destination', cidr: V4_LOOPBACK, negate: false, written: V4_LOOPBACK },
    { kind: 'nfacct', name: 'localhost_nps_accepted_pkts' },
  ];
  return [rule(counted, jump(chain), nodePortOrigin('localhost-node-ports-counter', port, {})), open];
}
