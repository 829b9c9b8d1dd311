import type { ProxyContext } from '../context';
import type { LocalDetector } from '../detect-local';
import type { OriginParams } from '../origin';
import type { ServicePortPlan } from '../plan';
import { calls, internalChain } from './captures';
import { KUBE_MARK_MASQ } from './chains';
import { jump, type RuleRun, rule } from './write';

/** How the node tells Pods' packets, as parameters of a sentence. */
export function detectorParams({ config }: ProxyContext, { setting, ifLocal }: LocalDetector): OriginParams {
  const detector =
    ifLocal.kind === 'source' ? ifLocal.cidr : ifLocal.kind === 'in-interface' ? ifLocal.name : '';
  return { setting: `${config.detectLocalMode} (${setting})`, detector };
}

/**
 * Calls to the cluster IP that must come back through this node: all, if the settings say so; otherwise those that
 * no Pod sent, as a host that routes Service addresses to this node would not be answered from elsewhere.
 */
export function masqueradeCalls(plan: ServicePortPlan, context: ProxyContext): RuleRun[] {
  const { port } = plan;
  const { config, detector } = context;
  if (plan.internal !== 'serve' || (!config.masqueradeAll && !detector)) return [];
  const matches = calls(port, `${port.name} cluster IP`, port.clusterIP.value);
  const params = { service: port.name, ip: port.clusterIP.value, port: port.port };
  const { path } = port.clusterIP;
  if (config.masqueradeAll || !detector) {
    const origin = { code: 'masquerade-all', port, path, params } as const;
    return [{ chain: internalChain(port), rules: [rule(matches, jump(KUBE_MARK_MASQ), origin)] }];
  }
  matches.push(detector.ifNotLocal);
  const origin = {
    code: 'masquerade-off-cluster',
    port,
    path,
    params: { ...params, ...detectorParams(context, detector) },
  } as const;
  return [{ chain: internalChain(port), rules: [rule(matches, jump(KUBE_MARK_MASQ), origin)] }];
}
