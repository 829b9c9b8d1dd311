import type { ProxyContext } from '../config/context';
import type { LocalDetector } from '../config/detect-local';
import type { OriginParams, OriginSeed } from '../origins/origin';
import type { ServicePortPlan } from '../plan/plan';
import { callsTo } from './calls';
import { internalChain } from './captures';
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
  const all = config.masqueradeAll;
  if (plan.internal !== 'serve' || (!all && !detector)) return [];
  const { value: ip, path } = port.clusterIP;
  const matches = callsTo(port, ip, `${port.name} cluster IP`);
  const params = { service: port.name, ip, port: port.port };
  let origin: OriginSeed = { code: 'masquerade-all', port, path, params };
  if (!all && detector) {
    matches.push(detector.ifNotLocal);
    const how = detectorParams(context, detector);
    origin = { code: 'masquerade-off-cluster', port, path, params: { ...params, ...how } };
  }
  return [{ chain: internalChain(port), rules: [rule(matches, jump(KUBE_MARK_MASQ), origin)] }];
}
