import { type Cluster, type ClusterPod, formatHostPort, type Network, resolveTarget } from '../../engine';
import type { SentPacket } from './model';
import { prepare } from './packet';

/** The first Service that somebody can answer for, else the first at all, else a Pod that listens. */
export function likelyTarget(cluster: Cluster): Pick<SentPacket, 'to' | 'proto'> | undefined {
  const served = new Set(
    cluster.endpointSlices
      .filter((slice) => (slice.endpoints ?? []).length > 0)
      .map((slice) => `${slice.metadata.namespace}/${slice.metadata.labels?.['kubernetes.io/service-name']}`),
  );
  const callable = cluster.services.flatMap(({ metadata, spec }) => {
    const key = `${metadata.namespace ?? 'default'}/${metadata.name}`;
    const port = spec.ports?.find(({ protocol }) => protocol !== 'SCTP');
    if (!port || spec.type === 'ExternalName') return [];
    const proto = port.protocol === 'UDP' ? ('udp' as const) : ('tcp' as const);
    const rank = (served.has(key) ? 0 : 2) + (spec.clusterIP === 'None' ? 1 : 0);
    return [{ to: `svc/${key}:${port.port}`, proto, rank }];
  });
  const best = callable
    .toSorted((a, b) => a.rank - b.rank)
    .find(({ to }) => !('problem' in resolveTarget(cluster, to)));
  if (best) return { to: best.to, proto: best.proto };
  for (const { ips, listens } of cluster.pods) {
    const heard = listens.find(({ proto }) => proto !== 'SCTP');
    if (ips[0] && heard) {
      return { to: formatHostPort(ips[0], heard.port), proto: heard.proto === 'UDP' ? 'udp' : 'tcp' };
    }
  }
  return undefined;
}

/** A Pod that does not answer for the target itself, else any Pod, else a node. */
export function likelySender(cluster: Cluster): string {
  const endpoints = new Set(
    cluster.endpointSlices.flatMap((s) => s.endpoints ?? []).flatMap((e) => e.addresses),
  );
  const pods = cluster.pods.filter((pod) => !pod.hostNetwork && pod.ips.length > 0);
  const caller = pods.find((pod) => !pod.ips.some((ip) => endpoints.has(ip))) ?? pods[0];
  if (caller) return machineOf(caller);
  const node = cluster.nodes[0];
  return node ? `node/${node.name}` : 'outside';
}

const machineOf = (pod: ClusterPod): string => `pod/${pod.namespace}/${pod.name}`;

/**
 * What to send into a cluster in which `wanted` has no sender any more: the same from somebody else, or, where the
 * target is gone as well (other manifests were pasted), whatever this cluster is likely to be about. Undefined where
 * `wanted` can be sent, where only its target is missing (that is worth seeing), or where nothing can be called.
 */
export function substitute(cluster: Cluster, network: Network, wanted: SentPacket): SentPacket | undefined {
  const prepared = prepare(cluster, network, wanted);
  if (prepared.ok || prepared.problem.code !== 'no-such-sender') return undefined;
  const from = likelySender(cluster);
  const { force: _, ...rest } = wanted;
  if (prepare(cluster, network, { ...rest, from }).ok) return { ...wanted, from };
  const target = likelyTarget(cluster);
  return target && { ...rest, from, ...target };
}
