import type { EndpointSlice, Pod, Service } from './api';
import { isReady, isTerminating } from './control-plane/readiness';
import { conditionsOf, isControlled, SERVICE_NAME } from './control-plane/slices';
import type { ClusterFaults, Listening } from './faults.types';
import type { Cluster, ClusterNode, ClusterPod } from './model';

/**
 * The cluster as it becomes where Pods and nodes fail: the kubelet and the node controller set Ready conditions
 * (MarkPodsNotReady in pkg/controller/util/node), and the endpoint slices follow. Slices that nobody controls stay as they
 * were written. Nothing that fails in `cluster` already counts, only `faults` do; where they are none, it comes back as it
 * was settled.
 */
export function withFaults(given: Cluster, faults: ClusterFaults): Cluster {
  if (given.faulty?.by === faults) return given;
  const cluster = given.faulty?.settled ?? given;
  const { pods: facts = {}, nodes: states = {} } = faults;
  const nodes = cluster.nodes.map((node): ClusterNode => {
    const { down, stopped } = states[node.name] ?? states['*'] ?? {};
    if (!down && !stopped) return node;
    return { ...node, ...(down ? { down } : {}), ...(stopped ? { proxyStopped: true } : {}) };
  });
  const downs = new Map(nodes.map(({ name, down }) => [name, down]));
  const changed = new Map<string, ClusterPod>();
  const pods = cluster.pods.map((pod) => {
    const key = `${pod.namespace}/${pod.name}`;
    const given = Object.hasOwn(facts, key) ? facts[key] : undefined;
    const ready = downs.get(pod.node) === 'not-ready' ? false : given?.ready;
    const next = listening(marked(pod, ready), given?.listens);
    if (next.object !== pod.object) changed.set(key, next);
    return next;
  });
  const same = (a: readonly unknown[], b: readonly unknown[]) => a.every((each, i) => each === b[i]);
  if (same(nodes, cluster.nodes) && same(pods, cluster.pods)) return cluster;
  return {
    ...cluster,
    faulty: { settled: cluster, by: faults },
    nodes,
    pods,
    endpointSlices: changed.size > 0 ? followed(cluster, changed) : cluster.endpointSlices,
  };
}

function marked(pod: ClusterPod, ready: boolean | undefined): ClusterPod {
  const { object } = pod;
  if (ready === undefined || ready === isReady(object)) return pod;
  const others = object.status?.conditions?.filter(({ type }) => type !== 'Ready') ?? [];
  const conditions = [...others, { type: 'Ready', status: ready ? 'True' : 'False' }];
  const next: Pod = { ...object, status: { ...object.status, conditions } };
  return { ...pod, object: next, ready: ready && !isTerminating(next) };
}

function listening(pod: ClusterPod, where: Listening | undefined): ClusterPod {
  if (!where) return pod;
  return { ...pod, listening: where, listens: where === 'none' ? [] : pod.listens };
}

/** The slices' controller writes the conditions of these Pods anew. */
function followed(
  { services, endpointSlices }: Cluster,
  pods: ReadonlyMap<string, ClusterPod>,
): readonly EndpointSlice[] {
  const key = ({ namespace = 'default', name }: { namespace?: string; name: string }) =>
    `${namespace}/${name}`;
  const byName = new Map<string, Service>(services.map((service) => [key(service.metadata), service]));
  return endpointSlices.map((slice) => {
    const { namespace = 'default' } = slice.metadata;
    const service =
      isControlled(slice) && byName.get(`${namespace}/${slice.metadata.labels?.[SERVICE_NAME]}`);
    if (!service) return slice;
    let touched = false;
    const endpoints = slice.endpoints?.map((endpoint) => {
      const { targetRef } = endpoint;
      const pod = targetRef && pods.get(key({ namespace, ...targetRef }));
      if (!pod) return endpoint;
      touched = true;
      return { ...endpoint, conditions: conditionsOf(service, pod.object) };
    });
    return touched && endpoints ? { ...slice, endpoints } : slice;
  });
}
