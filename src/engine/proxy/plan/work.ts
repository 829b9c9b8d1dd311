import type { EndpointSlice, Node, Service } from '../../cluster/api';
import type { ProxyContext } from '../config/context';
import { type EndpointInfo, endpointsOf, serviceOfSlice } from './endpoints';
import { planServicePort, type ServicePortPlan } from './plan';
import { servicePorts } from './services';

/** The objects that kube-proxy watches. They are taken as immutable: a change is a new object in a new list. */
export interface ProxyObjects {
  readonly services: readonly Service[];
  readonly endpointSlices: readonly EndpointSlice[];
  readonly nodes: readonly Node[];
}

/** One Service with all that its rules depend on besides the context. */
export interface ServiceWork {
  readonly service: Service;
  readonly slices: readonly EndpointSlice[];
}

const NONE: readonly EndpointSlice[] = [];

/** By `namespace/name`; of two Services with the same name the last one counts, as an update would. */
export function serviceWork({ services, endpointSlices }: ProxyObjects): readonly ServiceWork[] {
  const before = listings.get(services);
  const listing = (before && patched(before, endpointSlices)) ?? listed(services, endpointSlices);
  listings.set(services, listing);
  return listing.works;
}

/** What came of one list of Services with one list of slices. Works that did not change stay the same objects. */
interface Listing {
  readonly endpointSlices: readonly EndpointSlice[];
  readonly works: readonly ServiceWork[];
  /** Position in `works` by the Service's name. */
  readonly positions: ReadonlyMap<string, number>;
}

const listings = new WeakMap<readonly Service[], Listing>();

function listed(services: readonly Service[], endpointSlices: readonly EndpointSlice[]): Listing {
  const slices = slicesByService(endpointSlices);
  const named = sortedServices(services);
  return {
    endpointSlices,
    works: named.map(({ name, service }) => ({ service, slices: slices.get(name) ?? NONE })),
    positions: new Map(named.map(({ name }, i) => [name, i])),
  };
}

/** The listing with slices replaced one for one, which is what most syncs bring; undefined where more has changed. */
function patched(before: Listing, endpointSlices: readonly EndpointSlice[]): Listing | undefined {
  const old = before.endpointSlices;
  if (old.length !== endpointSlices.length) return undefined;
  const works = before.works.slice();
  for (let i = 0; i < old.length; i++) {
    const [from, to] = [old[i] as EndpointSlice, endpointSlices[i] as EndpointSlice];
    if (from === to) continue;
    const name = serviceOfSlice(to);
    if (name === undefined || name !== serviceOfSlice(from)) return undefined;
    const at = before.positions.get(name);
    const work = at === undefined ? undefined : works[at];
    if (at === undefined || !work) continue;
    works[at] = { service: work.service, slices: work.slices.map((slice) => (slice === from ? to : slice)) };
  }
  return { endpointSlices, works, positions: before.positions };
}

interface NamedService {
  readonly name: string;
  readonly service: Service;
}

/** Sorting ten thousand names takes longer than finding what changed behind them. */
const sorted = new WeakMap<readonly Service[], readonly NamedService[]>();

function sortedServices(services: readonly Service[]): readonly NamedService[] {
  const known = sorted.get(services);
  if (known) return known;
  const byName = new Map<string, NamedService>();
  for (const service of services) {
    const name = `${service.metadata.namespace || 'default'}/${service.metadata.name}`;
    byName.set(name, { name, service });
  }
  const list = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  sorted.set(services, list);
  return list;
}

function slicesByService(slices: readonly EndpointSlice[]): Map<string, EndpointSlice[]> {
  const grouped = new Map<string, EndpointSlice[]>();
  for (const slice of slices) {
    const service = serviceOfSlice(slice);
    if (service === undefined) continue;
    const group = grouped.get(service);
    if (group) group.push(slice);
    else grouped.set(service, [slice]);
  }
  return grouped;
}

/** What kube-proxy decides for each port of the Service. */
export function plansOf({ service, slices }: ServiceWork, context: ProxyContext): ServicePortPlan[] {
  return servicePorts(service, context.family).map((port) => {
    const endpoints = endpointsOf(port, slices, context.family, context.config.nodeName);
    return planServicePort(port, endpoints, context.zone);
  });
}

/** Above this many endpoints in all, per-endpoint rules go without comments (largeClusterEndpointsThreshold). */
const LARGE_CLUSTER = 1000;

/** Counts every endpoint of every service port, ready or not, but no further than needed. */
export function isLargeCluster(works: readonly ServiceWork[], context: ProxyContext): boolean {
  return exceeds(works, mostEndpoints) && exceeds(works, (work) => countEndpoints(work, context));
}

function exceeds(works: readonly ServiceWork[], count: (work: ServiceWork) => number): boolean {
  let total = 0;
  for (const work of works) {
    total += count(work);
    if (total > LARGE_CLUSTER) return true;
  }
  return false;
}

/** No fewer than there are: addresses of both families, repeated ones, and ports that no Service has are counted in. */
function mostEndpoints({ slices }: ServiceWork): number {
  let most = 0;
  for (const { endpoints, ports } of slices) most += (endpoints?.length ?? 0) * (ports?.length ?? 0);
  return most;
}

function countEndpoints({ service, slices }: ServiceWork, { family, config }: ProxyContext): number {
  let count = 0;
  for (const port of servicePorts(service, family)) {
    const endpoints: readonly EndpointInfo[] = endpointsOf(port, slices, family, config.nodeName);
    count += endpoints.length;
  }
  return count;
}
