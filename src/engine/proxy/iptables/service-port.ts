import type { ChainName } from '../../netfilter/model';
import type { ProxyContext } from '../config/context';
import type { ServicePortPlan } from '../plan/plan';
import { balance } from './balance';
import { captures } from './captures';
import { endpointRules } from './endpoint';
import { externalChain } from './external';
import { firewallChain } from './firewall';
import { masqueradeCalls } from './masquerade';
import { filterRuns } from './refusals';
import type { RuleRun } from './write';

/** All that one service port contributes to the payload: nothing of it depends on other service ports. */
export interface ServicePortRules {
  readonly filter: readonly RuleRun[];
  /** Its own nat chains, in the order of their declaration. */
  readonly natChains: readonly ChainName[];
  readonly nat: readonly RuleRun[];
}

/** `comments`: large clusters go without them in the many rules that name an endpoint. */
export function servicePortRules(
  plan: ServicePortPlan,
  context: ProxyContext,
  comments: boolean,
): ServicePortRules {
  const { port, endpoints } = plan;
  const { cluster, clusterSelection, local, localSelection, reachable } = endpoints;
  const { chains } = port;
  const nat = captures(plan, context).concat(masqueradeCalls(plan, context));
  const shared = nat.length;
  if (plan.externalChain) nat.push(externalChain(plan, context));
  if (plan.firewallChain) nat.push(firewallChain(plan, context));
  if (plan.clusterChain) nat.push(balance(port, chains.cluster, cluster, clusterSelection, comments));
  if (plan.localChain) nat.push(balance(port, chains.local, local, localSelection, comments));
  for (const endpoint of reachable) nat.push(endpointRules(port, endpoint, comments));
  const natChains = nat.slice(shared).map(({ chain }) => chain);
  return { filter: filterRuns(plan, context.config.nodeName), natChains, nat };
}
