import type { FieldPath } from '../../cluster/model';
import type { ProxyContext } from '../config/context';
import type { OriginCode, OriginParams } from '../origins/origin';
import type { ServicePortPlan } from '../plan/plan';
import type { ServicePortInfo } from '../plan/services';
import { KUBE_MARK_MASQ } from './chains';
import { detectorParams } from './masquerade';
import { comment, jump, LOCAL_SOURCE, type RuleRun, rule } from './write';

/**
 * KUBE-EXT: packets to an address that clients outside of the cluster use. With policy Cluster all are masqueraded,
 * since the endpoint may be on another node. With policy Local the client's address is kept and only endpoints here
 * count; but what this node and its Pods send takes the way of policy Cluster, as if it had gone out to a load
 * balancer and come back.
 */
export function externalChain(plan: ServicePortPlan, context: ProxyContext): RuleRun {
  const { port } = plan;
  const { cluster, local, external } = port.chains;
  const path = policyPath(port);
  const because = (code: OriginCode, params: OriginParams = {}) => ({
    code,
    port,
    path,
    params: { service: port.name, ...params },
  });
  const about = (text: string) => comment(`${text} ${port.name} external destinations`);
  const rules = [];
  if (!port.externalLocal) {
    rules.push(rule([about('masquerade traffic for')], jump(KUBE_MARK_MASQ), because('external-masquerade')));
  } else {
    const { detector } = context;
    if (detector) {
      const origin = because('external-pod-shortcut', {
        ...detectorParams(context, detector),
        chain: cluster,
      });
      rules.push(rule([about('pod traffic for'), detector.ifLocal], jump(cluster), origin));
    }
    rules.push(
      rule(
        [about('masquerade LOCAL traffic for'), LOCAL_SOURCE],
        jump(KUBE_MARK_MASQ),
        because('external-node-masquerade'),
      ),
      rule(
        [about('route LOCAL traffic for'), LOCAL_SOURCE],
        jump(cluster),
        because('external-node-shortcut', { chain: cluster }),
      ),
    );
  }
  if (plan.external === 'serve') {
    const chain = port.externalLocal ? local : cluster;
    const code = port.externalLocal ? 'external-local-endpoint' : 'external-any-endpoint';
    rules.push(rule([], jump(chain), because(code, { chain, node: context.config.nodeName })));
  }
  return { chain: external, rules };
}

/** The policy where it is written; otherwise what opens the Service to the outside. */
function policyPath({ service, index, nodePort, vips, externalIPs }: ServicePortInfo): FieldPath {
  if (service.spec.externalTrafficPolicy) return ['spec', 'externalTrafficPolicy'];
  if (nodePort !== 0) return ['spec', 'ports', index, 'nodePort'];
  return (vips[0] ?? externalIPs[0])?.path ?? ['spec'];
}
