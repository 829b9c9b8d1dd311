import type { Ip } from '../../net/address';
import type { ChainName, Rule } from '../../netfilter/model';
import type { Handling, ServicePortPlan } from '../plan/plan';
import type { Placed } from '../plan/service-fields';
import type { ServicePortInfo } from '../plan/services';
import { addressOrigin, callsTo, nodePortOrigin, portOrigin } from './calls';
import { KUBE_EXTERNAL_SERVICES, KUBE_NODEPORTS, KUBE_PROXY_FIREWALL, KUBE_SERVICES } from './chains';
import { ACCEPT, comment, DROP, LOCAL_DESTINATION, REJECT, type RuleRun, rule, toPort } from './write';

type Refusal = Exclude<Handling, 'serve'>;
type Address = 'cluster-ip' | 'external-ip' | 'load-balancer-ip';

/** filter: addresses that nobody answers here, packets that source ranges left over, and the health check's port. */
export function filterRuns(plan: ServicePortPlan, node: string): RuleRun[] {
  const { port, internal, external } = plan;
  const runs: RuleRun[] = [];
  if (internal !== 'serve') {
    runs.push(one(KUBE_SERVICES, refuse(port, internal, 'cluster-ip', port.clusterIP, node)));
  }
  if (external !== 'serve') {
    for (const to of port.externalIPs) {
      runs.push(one(KUBE_EXTERNAL_SERVICES, refuse(port, external, 'external-ip', to, node)));
    }
  }
  if (plan.firewallChain) {
    for (const to of port.vips) runs.push(one(KUBE_PROXY_FIREWALL, dropUnlisted(port, to)));
  }
  if (external !== 'serve') {
    for (const to of port.vips) {
      runs.push(one(KUBE_EXTERNAL_SERVICES, refuse(port, external, 'load-balancer-ip', to, node)));
    }
    if (port.nodePort !== 0) runs.push(one(KUBE_EXTERNAL_SERVICES, refuseNodePort(port, external, node)));
  }
  if (port.healthCheckNodePort !== 0) runs.push(one(KUBE_NODEPORTS, acceptHealthChecks(port)));
  return runs;
}

const one = (chain: ChainName, only: Rule): RuleRun => ({ chain, rules: [only] });

const TARGETS = { reject: REJECT, drop: DROP } as const;

const reason = (port: ServicePortInfo, refusal: Refusal): string =>
  refusal === 'reject' ? `${port.name} has no endpoints` : `${port.name} has no local endpoints`;

/** A drop was decided by a traffic policy; a refusal by the address alone. */
function refuse(port: ServicePortInfo, refusal: Refusal, kind: Address, to: Placed<Ip>, node: string): Rule {
  const matches = callsTo(port, to.value, reason(port, refusal));
  if (refusal === 'reject') {
    return rule(matches, REJECT, addressOrigin(`${kind}-no-endpoints`, port, to, {}));
  }
  const policy = kind === 'cluster-ip' ? 'internalTrafficPolicy' : 'externalTrafficPolicy';
  const placed = { value: to.value, path: ['spec', policy] };
  return rule(matches, DROP, addressOrigin(`${kind}-not-here`, port, placed, { node }));
}

function refuseNodePort(port: ServicePortInfo, refusal: Refusal, node: string): Rule {
  const matches = [comment(reason(port, refusal)), LOCAL_DESTINATION, ...toPort(port.proto, port.nodePort)];
  const origin =
    refusal === 'reject'
      ? nodePortOrigin('node-port-no-endpoints', port, {})
      : portOrigin('node-port-not-here', port, ['spec', 'externalTrafficPolicy'], {
          port: port.nodePort,
          node,
        });
  return rule(matches, TARGETS[refusal], origin);
}

/** What came through KUBE-FW without an endpoint. */
function dropUnlisted(port: ServicePortInfo, { value: ip }: Placed<Ip>): Rule {
  const chain = port.chains.firewall;
  const ranges = { value: ip, path: ['spec', 'loadBalancerSourceRanges'] };
  const matches = callsTo(port, ip, `${port.name} traffic not accepted by ${chain}`);
  return rule(matches, DROP, addressOrigin('source-not-allowed', port, ranges, { chain }));
}

/** Once for each port, though all ports of a Service share the health check. */
function acceptHealthChecks(port: ServicePortInfo): Rule {
  const number = port.healthCheckNodePort;
  const matches = [comment(`${port.name} health check node port`), ...toPort('tcp', number)];
  const path = ['spec', 'healthCheckNodePort'];
  return rule(matches, ACCEPT, portOrigin('health-check-port', port, path, { port: number }));
}
