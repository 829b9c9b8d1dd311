import type { AddressKind } from '../../engine';
import { type Cluster, type FieldPath, type ObjectSource, refKey, type Service } from '../../engine';
import { t } from '../../i18n';
import { groupBy } from '../../lib/groupBy';

/** A chip behind the value of a line: what the control plane added to what is written. */
export interface Inlay {
  /** From 1. */
  readonly line: number;
  readonly kind: AddressKind | 'none' | 'drop';
  readonly text: string;
  /** All of it, where `text` is shortened. */
  readonly title: string;
}

/** Addresses written out before the rest is counted. */
const SHOWN = 2;

/** The line of a field, or undefined where the text does not have it (then `locate` gives an ancestor). */
function lineOf(source: ObjectSource, path: FieldPath): number | undefined {
  const here = source.locate(path);
  const above = source.locate(path.slice(0, -1));
  return here.from === above.from && here.to === above.to ? undefined : here.line;
}

const firstLine = (source: ObjectSource, ...paths: FieldPath[]): number | undefined =>
  paths.map((path) => lineOf(source, path)).find((line) => line !== undefined);

/** `10.244.0.2 .1.4`: what the addresses after the first do not share with it. */
export function shorten(ips: readonly string[]): string {
  const [first, ...rest] = ips.slice(0, SHOWN);
  if (first === undefined) return '';
  const tail = rest.map((ip) => {
    if (ip.includes(':')) return ip;
    const [a, b] = [first.split('.'), ip.split('.')];
    const same = a.findIndex((part, i) => part !== b[i]);
    return same <= 0 ? ip : `.${b.slice(same).join('.')}`;
  });
  const more = ips.length - SHOWN;
  return [first, ...tail, ...(more > 0 ? [t('shell.editor.more', { count: more })] : [])].join(' ');
}

type Slices = Cluster['endpointSlices'];
const grouped = new WeakMap<Slices, ReadonlyMap<string, Slices>>();

/** The EndpointSlices of each Service, by `namespace/name`: thousands of Services are not to look at all of them each. */
function slicesOf(
  { endpointSlices }: Cluster,
  { metadata: { namespace = 'default', name } }: Service,
): Slices {
  let byService = grouped.get(endpointSlices);
  if (!byService) {
    byService = groupBy(
      endpointSlices,
      ({ metadata: { namespace: own = 'default', labels } }) =>
        `${own}/${labels?.['kubernetes.io/service-name'] ?? ''}`,
    );
    grouped.set(endpointSlices, byService);
  }
  return byService.get(`${namespace}/${name}`) ?? [];
}

function endpointCount(cluster: Cluster, service: Service, portName: string | undefined): number {
  const addresses = slicesOf(cluster, service)
    .filter((slice) => slice.ports?.some((port) => (port.name ?? '') === (portName ?? '')) ?? false)
    .flatMap((slice) => slice.endpoints ?? [])
    .filter((endpoint) => endpoint.conditions?.ready !== false)
    .flatMap((endpoint) => endpoint.addresses);
  return new Set(addresses).size;
}

function* serviceInlays(cluster: Cluster, service: Service, source: ObjectSource): Generator<Inlay> {
  const { spec } = service;
  if (spec.type === 'ExternalName') return;
  for (const [i, port] of (spec.ports ?? []).entries()) {
    const at: FieldPath = ['spec', 'ports', i];
    const line = firstLine(source, [...at, 'port'], at);
    if (line === undefined) continue;
    const ip = spec.clusterIP;
    if (ip && ip !== 'None') yield { line, kind: 'cluster', text: ip, title: `ClusterIP ${ip}:${port.port}` };
    if (port.nodePort !== undefined && lineOf(source, [...at, 'nodePort']) === undefined) {
      const text = t('shell.editor.nodePort', { port: port.nodePort });
      yield { line, kind: 'node', text, title: text };
    }
    const count = endpointCount(cluster, service, port.name);
    const text = t('shell.editor.endpoints', { count });
    const place = firstLine(source, [...at, 'targetPort']) ?? line;
    yield { line: place, kind: count === 0 ? 'drop' : 'pod', text, title: text };
  }
}

function* podInlays(cluster: Cluster): Generator<Inlay> {
  const owned = new Map<string, string[]>();
  for (const pod of cluster.pods) {
    const own = pod.given
      ? cluster.sources.get(refKey({ kind: 'Pod', namespace: pod.namespace, name: pod.name }))
      : undefined;
    const line = own && firstLine(own, ['metadata', 'name']);
    const written = own && lineOf(own, ['status', 'podIP']) !== undefined;
    const ip = pod.ips[0];
    if (line !== undefined && !written && ip !== undefined && own) {
      yield { line, kind: pod.hostNetwork ? 'node' : 'pod', text: ip, title: `PodIP ${ip}` };
    }
    if (pod.owner && ip !== undefined) {
      const key = refKey(pod.owner);
      owned.set(key, [...(owned.get(key) ?? []), ip]);
    }
  }
  for (const [key, ips] of owned) {
    const source = cluster.sources.get(key);
    const line =
      source && firstLine(source, ['spec', 'replicas'], ['spec', 'parallelism'], ['metadata', 'name']);
    if (line !== undefined) yield { line, kind: 'pod', text: shorten(ips), title: `PodIP ${ips.join(', ')}` };
  }
}

function* nodeInlays(cluster: Cluster): Generator<Inlay> {
  for (const node of cluster.nodes) {
    const source = cluster.sources.get(refKey({ kind: 'Node', name: node.name }));
    const line = source && firstLine(source, ['metadata', 'name']);
    if (!source || line === undefined) continue;
    const ip = node.ips[0];
    const given = lineOf(source, ['status', 'addresses']) !== undefined;
    if (ip !== undefined && !given) yield { line, kind: 'node', text: ip, title: `NodeIP ${ip}` };
  }
}

/** What to write behind which line, in the order of lines. */
export function inlaysOf(cluster: Cluster): readonly Inlay[] {
  const found: Inlay[] = [...podInlays(cluster), ...nodeInlays(cluster)];
  for (const service of cluster.services) {
    const { name, namespace = 'default' } = service.metadata;
    const source = cluster.sources.get(refKey({ kind: 'Service', namespace, name }));
    if (source) found.push(...serviceInlays(cluster, service, source));
  }
  return found.sort((a, b) => a.line - b.line);
}
