import type { FieldPath } from '../../cluster/model';
import type { Ip } from '../../net/address';
import type { ChainName, Match, Rule, Target } from '../../netfilter/model';
import type { ProxyContext } from '../context';
import type { OriginCode, OriginParams, OriginSeed } from '../origin';
import type { Handling, ServicePortPlan } from '../plan';
import type { Placed } from '../service-fields';
import type { ServicePortInfo } from '../services';
import { KUBE_EXTERNAL_SERVICES, KUBE_NODEPORTS, KUBE_PROXY_FIREWALL, KUBE_SERVICES } from './chains';
import {
  ACCEPT,
  comment,
  DROP,
  jump,
  LOCAL_DESTINATION,
  REJECT,
  type RuleRun,
  rule,
  toAddress,
  toPort,
  V4_LOOPBACK,
} from './write';

type Address = 'cluster-ip' | 'external-ip' | 'load-balancer-ip' | 'node-port';

/** The chain that takes packets to the cluster IP. */
export function internalChain({ chains, internalLocal }: ServicePortInfo): ChainName {
  return internalLocal ? chains.local : chains.cluster;
}

/** nat: which addresses of the service port lead to which of its chains. */
export function natCaptures(plan: ServicePortPlan, context: ProxyContext): RuleRun[] {
  const { port } = plan;
  const services: Rule[] = [];
  const capture = (label: string, code: OriginCode, to: Placed<Ip>, chain: ChainName) =>
    services.push(
      rule(calls(port, `${port.name} ${label}`, to.value), jump(chain), seed(port, code, to, { chain })),
    );
  if (plan.internal === 'serve') capture('cluster IP', 'cluster-ip', port.clusterIP, internalChain(port));
  if (!plan.externalChain) return services.length > 0 ? [{ chain: KUBE_SERVICES, rules: services }] : [];
  for (const to of port.externalIPs) capture('external IP', 'external-ip', to, port.chains.external);
  for (const to of port.vips) {
    if (plan.firewallChain) capture('loadbalancer IP', 'load-balancer-ip-filtered', to, port.chains.firewall);
    else capture('loadbalancer IP', 'load-balancer-ip', to, port.chains.external);
  }
  const runs: RuleRun[] = services.length > 0 ? [{ chain: KUBE_SERVICES, rules: services }] : [];
  if (port.nodePort !== 0) {
    const chain = port.chains.external;
    const origin = nodePortSeed(port, 'node-port', { chain });
    const matches = [comment(port.name), ...toPort(port.proto, port.nodePort)];
    const open = rule(matches, jump(chain), origin);
    const counter = localhostCounter(port, context);
    runs.push({ chain: KUBE_NODEPORTS, rules: counter ? [counter, open] : [open] });
  }
  return runs;
}

/** Newer releases count who still relies on node ports of localhost, before the rule for the same port. */
function localhostCounter(port: ServicePortInfo, { config, nodePorts }: ProxyContext): Rule | undefined {
  if (!config.netfilterAccounting || !nodePorts.localhost) return undefined;
  const matches: Match[] = [
    comment(port.name),
    ...toPort(port.proto, port.nodePort),
    { kind: 'destination', cidr: V4_LOOPBACK, negate: false },
    { kind: 'nfacct', name: 'localhost_nps_accepted_pkts' },
  ];
  return rule(matches, jump(port.chains.external), nodePortSeed(port, 'localhost-node-ports-counter', {}));
}

/** filter: addresses that nobody answers here, packets that source ranges left over, and the health check's port. */
export function filterCaptures(plan: ServicePortPlan, node: string): RuleRun[] {
  const { port } = plan;
  const runs: RuleRun[] = [];
  const refuse = (chain: ChainName, handling: Handling, kind: Address, to: Placed<Ip>) => {
    if (handling === 'serve') return;
    const placed = { value: to.value, path: refusalPath(handling, kind, to) };
    const origin = seed(port, refusal(kind, handling), placed, handling === 'drop' ? { node } : {});
    const matches = calls(port, refusalComment(port, handling), to.value);
    runs.push({ chain, rules: [rule(matches, refusalTarget(handling), origin)] });
  };
  refuse(KUBE_SERVICES, plan.internal, 'cluster-ip', port.clusterIP);
  for (const to of port.externalIPs) refuse(KUBE_EXTERNAL_SERVICES, plan.external, 'external-ip', to);
  if (plan.firewallChain) {
    const chain = port.chains.firewall;
    for (const to of port.vips) {
      const origin = seed(
        port,
        'source-not-allowed',
        { value: to.value, path: ['spec', 'loadBalancerSourceRanges'] },
        {
          chain,
        },
      );
      const matches = calls(port, `${port.name} traffic not accepted by ${chain}`, to.value);
      runs.push({ chain: KUBE_PROXY_FIREWALL, rules: [rule(matches, DROP, origin)] });
    }
  }
  for (const to of port.vips) refuse(KUBE_EXTERNAL_SERVICES, plan.external, 'load-balancer-ip', to);
  if (port.nodePort !== 0 && plan.external !== 'serve') {
    const code = refusal('node-port', plan.external);
    const origin =
      plan.external === 'drop'
        ? seedAt(port, code, ['spec', 'externalTrafficPolicy'], { port: port.nodePort, node })
        : nodePortSeed(port, code, {});
    const matches = [
      comment(refusalComment(port, plan.external)),
      LOCAL_DESTINATION,
      ...toPort(port.proto, port.nodePort),
    ];
    runs.push({
      chain: KUBE_EXTERNAL_SERVICES,
      rules: [rule(matches, refusalTarget(plan.external), origin)],
    });
  }
  if (port.healthCheckNodePort !== 0) {
    const matches = [
      comment(`${port.name} health check node port`),
      ...toPort('tcp', port.healthCheckNodePort),
    ];
    const origin = seedAt(port, 'health-check-port', ['spec', 'healthCheckNodePort'], {
      port: port.healthCheckNodePort,
    });
    runs.push({ chain: KUBE_NODEPORTS, rules: [rule(matches, ACCEPT, origin)] });
  }
  return runs;
}

/** `-m tcp -p tcp -d IP --dport N` under a comment: the packets of a call to one of the Service's addresses. */
export function calls(port: ServicePortInfo, text: string, to: Ip): Match[] {
  return [comment(text), ...toPort(port.proto, port.port), toAddress(to)];
}

const refusalComment = (port: ServicePortInfo, handling: Handling): string =>
  handling === 'reject' ? `${port.name} has no endpoints` : `${port.name} has no local endpoints`;

const refusalTarget = (handling: Handling): Target => (handling === 'reject' ? REJECT : DROP);

const refusal = (kind: Address, handling: Handling): OriginCode =>
  handling === 'reject' ? `${kind}-no-endpoints` : `${kind}-not-here`;

/** A drop was decided by a traffic policy; a refusal by the address alone. */
function refusalPath(handling: Handling, kind: Address, to: Placed<Ip>): FieldPath {
  if (handling !== 'drop') return to.path;
  return ['spec', kind === 'cluster-ip' ? 'internalTrafficPolicy' : 'externalTrafficPolicy'];
}

function seed(port: ServicePortInfo, code: OriginCode, to: Placed<Ip>, extra: OriginParams): OriginSeed {
  return seedAt(port, code, to.path, { ip: to.value, port: port.port, ...extra });
}

function nodePortSeed(port: ServicePortInfo, code: OriginCode, extra: OriginParams): OriginSeed {
  return seedAt(port, code, ['spec', 'ports', port.index, 'nodePort'], { port: port.nodePort, ...extra });
}

function seedAt(port: ServicePortInfo, code: OriginCode, path: FieldPath, extra: OriginParams): OriginSeed {
  return { code, port, path, params: { service: port.name, proto: port.proto, ...extra } };
}
