import type { EndpointInfo } from './endpoints';
import type { ServicePortInfo } from './services';
import { usesClusterEndpoints, usesLocalEndpoints } from './services';
import { type UsableEndpoints, usableEndpoints } from './topology';

/** What becomes of packets to one kind of address of a service port. */
export type Handling =
  /** Sent on to endpoints. */
  | 'serve'
  /** No endpoint anywhere: refused at once. */
  | 'reject'
  /** Policy Local, and only other nodes have endpoints: dropped, so that a load balancer looks elsewhere. */
  | 'drop';

/**
 * What kube-proxy decides for one service port on one node, before any rule is written.
 *
 *     cluster IP ─────────────────────────────> SVC or SVL ─> SEP…
 *     external IP, node port ────────> EXT ───> SVC or SVL ─> SEP…
 *     load balancer IP ─────> [FW] ──> EXT ───> SVC or SVL ─> SEP…
 */
export interface ServicePortPlan {
  readonly port: ServicePortInfo;
  readonly endpoints: UsableEndpoints;
  /** The cluster IP. */
  readonly internal: Handling;
  /** External IPs, load balancer IPs and the node port. */
  readonly external: Handling;
  /** The chain KUBE-SVC exists. */
  readonly clusterChain: boolean;
  /** The chain KUBE-SVL exists. */
  readonly localChain: boolean;
  /** KUBE-EXT exists; even where `external` is `drop`, for the node's own and its Pods' packets. */
  readonly externalChain: boolean;
  /** KUBE-FW stands before KUBE-EXT for load balancer addresses. */
  readonly firewallChain: boolean;
}

/** The per-service decisions of Proxier.syncProxyRules. `endpoints` are all of the port's, sorted. */
export function planServicePort(
  port: ServicePortInfo,
  endpoints: readonly EndpointInfo[],
  zone: string | undefined,
): ServicePortPlan {
  const usable = usableEndpoints(endpoints, port, zone);
  return {
    port,
    endpoints: usable,
    internal: handling(usable, port.internalLocal),
    external: handling(usable, port.externalLocal),
    clusterChain: usable.cluster.length > 0 && usesClusterEndpoints(port),
    localChain: usable.local.length > 0 && usesLocalEndpoints(port),
    externalChain: usable.any && port.reachable,
    firewallChain: usable.any && port.vips.length > 0 && port.sourceRanges.length > 0,
  };
}

function handling({ any, local }: UsableEndpoints, localOnly: boolean): Handling {
  if (!any) return 'reject';
  return localOnly && local.length === 0 ? 'drop' : 'serve';
}
