import { groupBy } from '../../../lib/groupBy';
import { familyOf, parseIp } from '../../net';
import type { Endpoint, EndpointSlice, Pod, Service, ServicePort } from '../api';
import type { Intake } from '../check/intake';
import { type LegacyEndpoints, mirrorEndpoints } from '../check/legacyEndpoints';
import type { ClusterNode, ClusterPod } from '../model';
import type { Entry, Notes } from '../noter';
import { clusterIpsOf } from './families';
import { nameSuffix } from './hash';
import type { PodIndex } from './podIndex';
import { isReady, isTerminating } from './readiness';

export const SERVICE_NAME = 'kubernetes.io/service-name';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const CONTROLLER = 'endpointslice-controller.k8s.io';
/** The controller's default, --max-endpoints-per-slice. */
const MOST = 100;

type SlicePort = NonNullable<EndpointSlice['ports']>[number];

/**
 * The EndpointSlices of the cluster: those that the text gives, and those that the controller makes of selectors
 * (endpointslice/reconciler.go). Where the text also holds the controller's own slices of a Service, they are not
 * doubled: if their Pods are in the cluster they are made anew from these, else they stand as they are.
 */
export function settleSlices(
  intake: Pick<Intake, 'slices' | 'endpoints'>,
  services: readonly Service[],
  pods: readonly ClusterPod[],
  index: PodIndex,
  nodes: readonly ClusterNode[],
  notes: Notes,
): readonly EndpointSlice[] {
  const byService = new Map<string, Entry<EndpointSlice>[]>();
  const result: EndpointSlice[] = [];
  const known = new Set(services.map(keyOf));
  for (const entry of intake.slices) {
    checkAddresses(entry, notes);
    const { labels = {}, namespace = 'default' } = entry.object.metadata;
    const service = labels[SERVICE_NAME];
    if (service === undefined) notes.add('warning', 'slice-no-service', entry, ['metadata', 'labels']);
    else if (!known.has(`${namespace}/${service}`))
      notes.add('warning', 'slice-unknown-service', entry, ['metadata', 'labels', SERVICE_NAME], { service });
    const key = `${namespace}/${service}`;
    byService.set(key, [...(byService.get(key) ?? []), entry]);
    if (service === undefined || !known.has(key)) result.push(completed(entry.object));
  }
  const byName = new Map(pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  const zones = new Map(nodes.map(({ name, zone }) => [name, zone]));
  for (const service of services) {
    const given = byService.get(keyOf(service)) ?? [];
    const selecting =
      service.spec.type !== 'ExternalName' && Object.keys(service.spec.selector ?? {}).length > 0;
    const [controlled, manual] = selecting ? split(given) : [[], given];
    result.push(...manual.map(({ object }) => completed(object)));
    if (!selecting) continue;
    if (controlled.length > 0 && !controlled.every(({ object }) => isOf(object, byName))) {
      result.push(...controlled.map(({ object }) => completed(object)));
      continue;
    }
    result.push(
      ...derive(
        service,
        index.selected(service),
        zones,
        controlled.map(({ object }) => object),
      ),
    );
  }
  result.push(...mirrored(intake.endpoints, services, byService, index, notes));
  return result;
}

const keyOf = ({ metadata }: Service) => `${metadata.namespace ?? 'default'}/${metadata.name}`;

/** The controller's own slices, and those that somebody wrote. */
function split(entries: readonly Entry<EndpointSlice>[]): [Entry<EndpointSlice>[], Entry<EndpointSlice>[]] {
  const own = ({ object }: Entry<EndpointSlice>) => isControlled(object);
  return [entries.filter(own), entries.filter((entry) => !own(entry))];
}

/** Does the slices' controller keep it? */
export const isControlled = ({ metadata }: EndpointSlice): boolean =>
  metadata.labels?.[MANAGED_BY] === CONTROLLER;

/** Does every endpoint belong to a Pod of the cluster that has this address? */
const isOf = (slice: EndpointSlice, pods: ReadonlyMap<string, ClusterPod>): boolean =>
  (slice.endpoints ?? []).every(({ addresses, targetRef }) => {
    const { namespace = slice.metadata.namespace ?? 'default', name = '' } = targetRef ?? {};
    const ip = parseIp(addresses[0] ?? '');
    return ip !== undefined && (pods.get(`${namespace}/${name}`)?.ips.includes(ip) ?? false);
  });

/** As the API server stores it: names and protocols of ports filled in. */
const completed = (slice: EndpointSlice): EndpointSlice => ({
  ...slice,
  apiVersion: 'discovery.k8s.io/v1',
  ports: (slice.ports ?? []).map((port) => ({
    ...port,
    name: port.name ?? '',
    protocol: port.protocol ?? 'TCP',
  })),
});

function derive(
  service: Service,
  selected: readonly ClusterPod[],
  zones: ReadonlyMap<string, string | undefined>,
  before: readonly EndpointSlice[],
): EndpointSlice[] {
  const { ipFamilies = ['IPv4'] } = service.spec;
  const { name, namespace = 'default', labels } = service.metadata;
  const hints = new Map(
    before.flatMap(({ endpoints = [] }) => endpoints.map((e) => [e.addresses[0], e.hints] as const)),
  );
  const slices: EndpointSlice[] = [];
  const names = groupBy(before, (slice) => slice.addressType);
  const nameOf = (addressType: 'IPv4' | 'IPv6', seed: string) =>
    names.get(addressType)?.shift()?.metadata.name ??
    `${name}-${nameSuffix(`${namespace}/${name}/${addressType}/${seed}`, 5)}`;
  for (const addressType of ipFamilies) {
    const groups = new Map<string, { ports: readonly SlicePort[]; endpoints: Endpoint[] }>();
    for (const pod of selected) {
      const ip = pod.ips.find((address) => familyOf(address) === (addressType === 'IPv4' ? 4 : 6));
      if (ip === undefined) continue;
      const ports = portsOf(service, pod);
      const signature = JSON.stringify(ports);
      let group = groups.get(signature);
      if (!group) {
        group = { ports, endpoints: [] };
        groups.set(signature, group);
      }
      group.endpoints.push(endpointOf(service, pod, ip, zones.get(pod.node), hints.get(ip)));
    }
    if (groups.size === 0) groups.set('', { ports: [], endpoints: [] });
    for (const [signature, { ports, endpoints }] of groups)
      for (let from = 0; from === 0 || from < endpoints.length; from += MOST) {
        slices.push({
          apiVersion: 'discovery.k8s.io/v1',
          kind: 'EndpointSlice',
          metadata: {
            name: nameOf(addressType, `${signature}/${from}`),
            namespace,
            labels: {
              ...labels,
              [SERVICE_NAME]: name,
              [MANAGED_BY]: CONTROLLER,
              ...(clusterIpsOf(service)[0] === 'None' ? { 'service.kubernetes.io/headless': '' } : {}),
            },
          },
          addressType,
          endpoints: endpoints.slice(from, from + MOST),
          ports,
        });
      }
  }
  return slices;
}

/** A named targetPort means whatever each Pod calls so; a Pod without the name has no such port (podutil.FindPort). */
function portsOf({ spec: { ports = [] } }: Service, pod: ClusterPod): readonly SlicePort[] {
  return ports.flatMap((servicePort) => {
    const port = targetPortOf(servicePort, pod);
    return port === undefined
      ? []
      : [{ name: servicePort.name ?? '', port, protocol: servicePort.protocol ?? 'TCP' }];
  });
}

export function targetPortOf(
  { port, targetPort = port, protocol = 'TCP' }: ServicePort,
  pod: Pick<ClusterPod, 'object'>,
): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  for (const { ports = [] } of pod.object.spec.containers ?? [])
    for (const candidate of ports)
      if (candidate.name === targetPort && (candidate.protocol ?? 'TCP') === protocol)
        return candidate.containerPort;
  return undefined;
}

/** What an endpoint says of its Pod (podToEndpoint in endpointslice/utils.go). */
export function conditionsOf({ spec }: Service, pod: Pod): NonNullable<Endpoint['conditions']> {
  const serving = isReady(pod);
  const terminating = isTerminating(pod);
  const ready = spec.publishNotReadyAddresses === true || (serving && !terminating);
  return { ready, serving, terminating };
}

function endpointOf(
  service: Service,
  pod: ClusterPod,
  ip: string,
  zone: string | undefined,
  hints: Endpoint['hints'],
): Endpoint {
  const { hostname, subdomain } = pod.object.spec;
  return {
    addresses: [ip],
    conditions: conditionsOf(service, pod.object),
    ...(hostname !== undefined && subdomain === service.metadata.name ? { hostname } : {}),
    nodeName: pod.node,
    ...(zone === undefined ? {} : { zone }),
    ...(hints ? { hints } : {}),
    targetRef: { kind: 'Pod', namespace: pod.namespace, name: pod.name },
  };
}

function checkAddresses(entry: Entry<EndpointSlice>, notes: Notes): void {
  const { addressType, endpoints = [] } = entry.object;
  if (addressType === 'FQDN') return;
  endpoints.forEach(({ addresses }, i) => {
    addresses.forEach((text, j) => {
      const ip = parseIp(text);
      const path = ['endpoints', i, 'addresses', j];
      if (ip === undefined) notes.add('error', 'slice-bad-address', entry, path, { value: text });
      else if ((familyOf(ip) === 6) !== (addressType === 'IPv6'))
        notes.add('error', 'slice-address-family', entry, path, { value: text, family: addressType });
    });
  });
}

/**
 * Endpoints count only for Services without a selector that have no slices of their own; those of a real cluster for
 * others too, where the text has neither their slices nor their Pods.
 */
function mirrored(
  endpoints: readonly Entry<LegacyEndpoints>[],
  services: readonly Service[],
  byService: ReadonlyMap<string, readonly unknown[]>,
  index: PodIndex,
  notes: Notes,
): EndpointSlice[] {
  const byKey = new Map(services.map((service) => [keyOf(service), service]));
  return endpoints.flatMap((entry) => {
    const key = `${entry.ref.namespace ?? 'default'}/${entry.ref.name}`;
    const service = byKey.get(key);
    if (!service || byService.has(key)) return [];
    const selects = Object.keys(service.spec.selector ?? {}).length > 0;
    if (selects && (!entry.object.metadata.uid || index.selected(service).length > 0)) return [];
    notes.add('info', 'endpoints-mirrored', entry, []);
    return mirrorEndpoints(entry);
  });
}
