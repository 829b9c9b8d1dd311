import type { Endpoint, EndpointSlice } from '../../cluster/api';
import { familyOf, formatHostPort } from '../../net';
import type { Ip, IpFamily } from '../../net/address';
import type { ChainName } from '../../netfilter/model';
import { endpointChain } from '../names/names';
import { sloppyIp } from '../sloppy';
import { isHidden } from './service-fields';
import type { ServicePortInfo } from './services';

/** One address and port behind a service port. */
export interface EndpointInfo {
  readonly ip: Ip;
  /** As in the slice; chain hashes and rules keep that spelling. */
  readonly written: string;
  readonly port: number;
  /** `written:port`: the sort key, and what comments say. */
  readonly hostPort: string;
  readonly chain: ChainName;
  readonly ready: boolean;
  /** Not ready any more, but still answering while it shuts down. */
  readonly draining: boolean;
  /** On this node. */
  readonly local: boolean;
  readonly endpoint: Endpoint;
  readonly slice: EndpointSlice;
  /** Position in the slice's `endpoints`. */
  readonly index: number;
}

const SERVICE_LABEL = 'kubernetes.io/service-name';

/** `namespace/name` of the Service that the slice belongs to; undefined if kube-proxy passes over the slice. */
export function serviceOfSlice({ metadata, addressType }: EndpointSlice): string | undefined {
  const service = metadata.labels?.[SERVICE_LABEL];
  if (!service || isHidden(metadata.labels) || addressType === 'FQDN') return undefined;
  return `${metadata.namespace || 'default'}/${service}`;
}

/**
 * The endpoints of one service port, sorted by `ip:port` as text. Addresses that stand in several slices count once;
 * then the one on this node wins (EndpointSliceCache.addEndpoints). Only `addresses[0]` counts; ports without number
 * and addresses of the other family are passed over.
 */
export function endpointsOf(
  service: ServicePortInfo,
  slices: readonly EndpointSlice[],
  family: IpFamily,
  nodeName: string,
): EndpointInfo[] {
  const found: EndpointInfo[] = [];
  for (const slice of slices) {
    for (const { name, protocol, port } of slice.ports ?? []) {
      if (!port || (name ?? '') !== service.portName || (protocol || 'TCP') !== service.protocol) continue;
      addEndpoints(found, service, slice, port, family, nodeName);
    }
  }
  return distinct(found.sort(byHostPort));
}

/** Positions in the order in which kube-proxy sees a slice: by all the addresses of each endpoint (newEndpointSliceInfo). */
function orderOf(endpoints: readonly Endpoint[]): Iterable<number> {
  const order = endpoints.keys();
  if (!endpoints.some(({ addresses }) => (addresses?.length ?? 0) > 1)) return order;
  const keys = endpoints.map(({ addresses }) => (addresses ?? []).join());
  const compared = (a = '', b = '') => (a < b ? -1 : a === b ? 0 : 1);
  return [...order].sort((a, b) => compared(keys[a], keys[b]));
}

function addEndpoints(
  found: EndpointInfo[],
  service: ServicePortInfo,
  slice: EndpointSlice,
  port: number,
  family: IpFamily,
  nodeName: string,
): void {
  const endpoints = slice.endpoints ?? [];
  for (const index of orderOf(endpoints)) {
    const endpoint = endpoints[index] as Endpoint;
    const written = endpoint.addresses?.[0];
    const ip = written === undefined ? undefined : sloppyIp(written);
    if (written === undefined || ip === undefined || familyOf(ip) !== family) continue;
    const hostPort = formatHostPort(written, port);
    const conditions = endpoint.conditions;
    found.push({
      ip,
      written,
      port,
      hostPort,
      chain: endpointChain(service.name, service.proto, hostPort),
      ready: conditions?.ready ?? true,
      draining: (conditions?.serving ?? true) && (conditions?.terminating ?? false),
      local: !!endpoint.nodeName && endpoint.nodeName === nodeName,
      endpoint,
      slice,
      index,
    });
  }
}

function byHostPort(a: EndpointInfo, b: EndpointInfo): number {
  return a.hostPort < b.hostPort ? -1 : a.hostPort === b.hostPort ? 0 : 1;
}

/** One of each address: the last one on this node, or else the first. Equal ones stand side by side. */
function distinct(sorted: EndpointInfo[]): EndpointInfo[] {
  let kept = 0;
  for (let i = 0; i < sorted.length; i++) {
    const info = sorted[i] as EndpointInfo;
    const same = kept > 0 && (sorted[kept - 1] as EndpointInfo).hostPort === info.hostPort;
    if (!same) sorted[kept++] = info;
    else if (info.local) sorted[kept - 1] = info;
  }
  sorted.length = kept;
  return sorted;
}
