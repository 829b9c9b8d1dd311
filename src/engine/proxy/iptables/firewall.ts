import { cidrContains } from '../../net';
import type { Cidr } from '../../net/address';
import type { ProxyContext } from '../config/context';
import type { ServicePortPlan } from '../plan/plan';
import type { Placed } from '../plan/service-fields';
import { comment, fromAddress, fromNetwork, jump, type RuleRun, rule } from './write';

/**
 * KUBE-FW: only sources in the Service's ranges go on. Where a range holds this node, so do packets from the load
 * balancer's own address: the node may have that address too, and would then send from it. What is left falls out of
 * the chain undirected, and KUBE-PROXY-FIREWALL drops it.
 */
export function firewallChain({ port }: ServicePortPlan, { nodeIP, config }: ProxyContext): RuleRun {
  const { firewall, external } = port.chains;
  const note = comment(`${port.name} loadbalancer IP`);
  const rules = [];
  let holdsNode: Placed<Cidr> | undefined;
  for (const range of port.sourceRanges) {
    const { value, path } = range;
    const params = { service: port.name, range: value, chain: external };
    rules.push(
      rule([note, fromNetwork(value)], jump(external), { code: 'source-range', port, path, params }),
    );
    if (!holdsNode && cidrContains(value, nodeIP)) holdsNode = range;
  }
  for (const { value: ip } of holdsNode ? port.vips : []) {
    const origin = {
      code: 'source-range-node',
      port,
      path: holdsNode?.path ?? [],
      params: {
        service: port.name,
        range: holdsNode?.value ?? '',
        node: config.nodeName,
        ip,
        chain: external,
      },
    } as const;
    rules.push(rule([note, fromAddress(ip)], jump(external), origin));
  }
  rules.push(
    rule([comment(`other traffic to ${port.name} will be dropped by KUBE-PROXY-FIREWALL`)], undefined, {
      code: 'source-range-rest',
      port,
      path: ['spec', 'loadBalancerSourceRanges'],
      params: { service: port.name },
    }),
  );
  return { chain: firewall, rules };
}
