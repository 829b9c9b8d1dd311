import type { EndpointInfo } from './endpoints';
import { type ServicePortInfo, usesClusterEndpoints, usesLocalEndpoints } from './services';

/** Why the chosen endpoints were chosen. */
export type Selection =
  /** All that are ready. */
  | 'ready'
  /** All that are ready and hinted for this node's zone. */
  | 'zone'
  /** None is ready, so those that still answer while they shut down. */
  | 'draining';

/** Which endpoints of a service port this node may use, judged separately for the two traffic policies. */
export interface UsableEndpoints {
  /** For policy Cluster. */
  readonly cluster: readonly EndpointInfo[];
  readonly clusterSelection: Selection;
  /** For policy Local: those on this node. */
  readonly local: readonly EndpointInfo[];
  readonly localSelection: Selection;
  /** The union of both, as far as the Service uses them: the ones that need a KUBE-SEP chain. */
  readonly reachable: readonly EndpointInfo[];
  /** Some node could serve, even if this one may not. */
  readonly any: boolean;
}

const NONE: readonly EndpointInfo[] = [];

/** proxy.CategorizeEndpoints. `zone` is this node's topology.kubernetes.io/zone label. `endpoints` are sorted. */
export function usableEndpoints(
  endpoints: readonly EndpointInfo[],
  port: ServicePortInfo,
  zone: string | undefined,
): UsableEndpoints {
  let cluster = NONE;
  let clusterSelection: Selection = 'ready';
  let any = false;
  const clusterUsed = usesClusterEndpoints(port);
  if (clusterUsed) {
    const hinted = port.topologyHints && hintsApply(endpoints, zone);
    cluster = endpoints.filter((e) => e.ready && (!hinted || isHintedFor(e, zone)));
    clusterSelection = hinted ? 'zone' : 'ready';
    if (cluster.length === 0) {
      cluster = endpoints.filter((e) => e.draining);
      clusterSelection = 'draining';
    }
    any = cluster.length > 0;
  }
  if (!usesLocalEndpoints(port)) {
    return { cluster, clusterSelection, local: NONE, localSelection: 'ready', reachable: cluster, any };
  }

  any ||= endpoints.some((e) => e.ready || e.draining);
  let local: readonly EndpointInfo[] = endpoints.filter((e) => e.local && e.ready);
  let localSelection: Selection = 'ready';
  if (local.length === 0) {
    local = endpoints.filter((e) => e.local && e.draining);
    if (local.length > 0) localSelection = 'draining';
  }
  const reachable = !clusterUsed
    ? local
    : clusterSelection === 'ready' && localSelection === 'ready'
      ? cluster
      : endpoints.filter((e) => cluster.includes(e) || local.includes(e));
  return { cluster, clusterSelection, local, localSelection, reachable, any };
}

function isHintedFor(e: EndpointInfo, zone: string | undefined): boolean {
  return e.endpoint.hints?.forZones?.some(({ name }) => name === zone) ?? false;
}

/**
 * canUseTopology: hints count only if every ready endpoint has one and at least one is for this zone; otherwise a
 * node could lose all of its endpoints while the controller still distributes them.
 */
function hintsApply(endpoints: readonly EndpointInfo[], zone: string | undefined): boolean {
  if (!zone) return false;
  let here = false;
  for (const e of endpoints) {
    if (!e.ready) continue;
    if (!e.endpoint.hints?.forZones?.length) return false;
    here ||= isHintedFor(e, zone);
  }
  return here;
}
