import { familyOf, type IpFamily } from '../net';
import { refKey } from './api';
import { type Intake, takeIn } from './check/intake';
import { familiesOf } from './control-plane/families';
import { settleLan } from './control-plane/lan';
import { declaredListeners, withAssumedListeners } from './control-plane/listeners';
import { podNetwork } from './control-plane/networks';
import { settleNodes } from './control-plane/nodes';
import { placePods } from './control-plane/placement';
import type { PlannedPod } from './control-plane/plannedPod';
import { planPods } from './control-plane/planPods';
import { addressPods } from './control-plane/podAddresses';
import { PodIndex } from './control-plane/podIndex';
import { isReady, isTerminating } from './control-plane/readiness';
import { settleServices } from './control-plane/services';
import { settleSlices } from './control-plane/slices';
import type { Cluster, ClusterPod, LoadResult, ObjectSource, SourceText } from './model';
import { type Entry, Notes } from './noter';
import { type FoundProxy, takeProxy } from './proxy-settings/proxyConfiguration';
import { PROXY_REF } from './proxy-settings/proxySettings';
import { readDocuments } from './text/documents';
import { pathAt, writtenRange } from './text/written';

/**
 * Texts -> Cluster: what the API server, the scheduler and the controllers make of the manifests.
 *
 *     text ─ documents ─ checked objects ─ nodes ─ Pods placed and addressed ─┐
 *                                       └─ Services defaulted and addressed ──┴─ EndpointSlices ─ Cluster
 *
 * The same texts always give the same cluster. No cluster where a document cannot be read; otherwise what is wrong is
 * left out, and a note says so.
 */
export function loadCluster(sources: readonly SourceText[]): LoadResult {
  const documents = readDocuments(sources);
  const notes = new Notes();
  notes.all.push(...documents.notes);
  if (documents.broken) return { notes: notes.all };
  const { proxy, rest } = takeProxy(documents.objects, sources, notes);
  const intake = takeIn(rest, notes);
  const cluster = {
    ...settle(intake, notes),
    sources: sourcesOf(intake, proxy),
    texts: sources,
    ...(proxy ? { proxy: proxy.settings } : {}),
  };
  return { cluster, notes: inOrder(notes.all, sources) };
}

function settle(intake: Intake, notes: Notes): Omit<Cluster, 'sources'> {
  const families = familiesOf(intake);
  const nodes = settleNodes(intake, families, notes);
  const planned = planPods(intake, nodes, notes);
  const places = placePods(planned, nodes, notes);
  const addresses = addressPods(planned, places, groupsOf(intake), notes);
  const placed = planned.flatMap((pod) => {
    const node = places.get(pod);
    return node ? [clusterPod(pod, node.name, addresses.get(pod) ?? [])] : [];
  });
  placed.sort((a, b) => compare(a.namespace, b.namespace) || compareNames(a.name, b.name));
  const { services, networks } = settleServices(intake.services, families, notes);
  const sortedServices = [...services].sort(
    (a, b) =>
      compare(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
      compare(a.metadata.name, b.metadata.name),
  );
  const index = new PodIndex(placed);
  const endpointSlices = settleSlices(intake, sortedServices, placed, index, nodes, notes);
  const shares = nodes.flatMap(({ podCidrs }) => podCidrs);
  return {
    nodes,
    pods: withAssumedListeners(placed, index, sortedServices, endpointSlices),
    services: sortedServices,
    endpointSlices,
    namespaces: namespacesOf(intake),
    podNetworks: ([4, 6] as IpFamily[]).flatMap((family) => podNetwork(shares, family) ?? []),
    serviceNetworks: [...networks].sort((a, b) => familyOf(a) - familyOf(b)),
    ...settleLan(nodes),
  };
}

/** Who may need addresses, in the text's order: see `addressPods`. */
function groupsOf({ entries }: Intake): readonly string[] {
  const groups: string[] = [];
  for (const [key, { ref, object }] of entries) {
    const { spec, status } = object as PlannedPod['object'];
    if (
      ref.kind === 'Pod'
        ? !status?.podIP && !status?.podIPs?.length && !spec.hostNetwork
        : 'template' in (spec ?? {})
    )
      groups.push(key);
  }
  return groups;
}

function clusterPod(pod: PlannedPod, node: string, ips: ClusterPod['ips']): ClusterPod {
  const { object, namespace, name, owner, entry } = pod;
  const terminating = isTerminating(object);
  const ready = isReady(object) && !terminating;
  return {
    object: {
      ...object,
      spec: { ...object.spec, nodeName: node },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: isReady(object) ? 'True' : 'False' }],
        ...object.status,
        ...(ips[0] === undefined ? {} : { podIP: ips[0] }),
        podIPs: ips.map((ip) => ({ ip })),
      },
    },
    namespace,
    name,
    node,
    ips,
    hostNetwork: object.spec.hostNetwork === true,
    labels: object.metadata.labels ?? {},
    ready,
    listens: declaredListeners(object),
    ...(owner ? { owner } : {}),
    given: entry !== undefined,
  };
}

function namespacesOf({ entries, namespaces }: Intake): readonly string[] {
  const found = new Set(['default', ...namespaces]);
  for (const { ref } of entries.values()) if (ref.namespace !== undefined) found.add(ref.namespace);
  return [...found].sort(compare);
}

function sourcesOf({ entries }: Intake, proxy: FoundProxy | undefined): ReadonlyMap<string, ObjectSource> {
  const sources = new Map<string, ObjectSource>();
  const add = ({ ref, raw }: Pick<Entry<unknown>, 'ref' | 'raw'>) =>
    sources.set(refKey(ref), {
      ref,
      get range() {
        return raw.range;
      },
      locate: (path) => raw.locate(path),
      find: (path) => writtenRange(raw, path),
      fieldAt: (offset) => pathAt(raw, offset),
    });
  for (const entry of entries.values()) add(entry);
  if (proxy) add({ ref: PROXY_REF, raw: proxy.raw });
  return sources;
}

const inOrder = (notes: LoadResult['notes'], sources: readonly SourceText[]): LoadResult['notes'] => {
  const rank = new Map(sources.map(({ name }, i) => [name, i]));
  const at = ({ where }: LoadResult['notes'][number]) => (where ? (rank.get(where.source) ?? 0) : -1);
  return [...notes].sort((a, b) => at(a) - at(b) || (a.where?.from ?? 0) - (b.where?.from ?? 0));
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `web-2` before `web-10`; otherwise by code unit. */
function compareNames(a: string, b: string): number {
  const [, stemA, endA] = /^(.*-)(\d+)$/.exec(a) ?? [];
  const [, stemB, endB] = /^(.*-)(\d+)$/.exec(b) ?? [];
  return stemA !== undefined && stemA === stemB ? Number(endA) - Number(endB) : compare(a, b);
}
