import type { Endpoint, EndpointSlice } from '../cluster/api';
import { familyOf, formatHostPort } from '../net';
import type { Ip, IpFamily } from '../net/address';
import type { ChainName } from '../netfilter/model';
import { endpointChain } from './names';
import { isHidden, type ServicePortInfo } from './services';
import { sloppyIp } from './sloppy';

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
export function serviceOfSlice(slice: EndpointSlice): string | undefined {
  const labels = slice.metadata.labels;
  const service = labels?.[SERVICE_LABEL];
  if (!service || isHidden(labels) || slice.addressType === 'FQDN') return undefined;
  return `${slice.metadata.namespace || 'default'}/${service}`;
}

/**
 * The endpoints of one service port, sorted by `ip:port` as text. Addresses that stand in several slices count once;
 * then the one on this node wins (EndpointSliceCache.addEndpoints). Only `addresses[0]` counts; ports without number
 * and addresses of the other family are passed over.
 */
export function endpointsOf(
  port: ServicePortInfo,
  slices: readonly EndpointSlice[],
  family: IpFamily,
  nodeName: string,
): EndpointInfo[] {
  const found = new Map<string, EndpointInfo>();
  for (const slice of slices) {
    for (const slicePort of slice.ports ?? []) {
      if ((slicePort.name ?? '') !== port.portName || (slicePort.protocol || 'TCP') !== port.protocol)
        continue;
      if (!slicePort.port) continue;
      const endpoints = slice.endpoints ?? [];
      for (let index = 0; index < endpoints.length; index++) {
        const endpoint = endpoints[index] as Endpoint;
        const written = endpoint.addresses?.[0];
        const ip = written === undefined ? undefined : sloppyIp(written);
        if (written === undefined || ip === undefined || familyOf(ip) !== family) continue;
        const local = !!endpoint.nodeName && endpoint.nodeName === nodeName;
        const hostPort = formatHostPort(written, slicePort.port);
        if (found.has(hostPort) && !local) continue;
        const conditions = endpoint.conditions;
        found.set(hostPort, {
          ip,
          written,
          port: slicePort.port,
          hostPort,
          chain: endpointChain(port.name, port.proto, hostPort),
          ready: conditions?.ready ?? true,
          draining: (conditions?.serving ?? true) && (conditions?.terminating ?? false),
          local,
          endpoint,
          slice,
          index,
        });
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.hostPort < b.hostPort ? -1 : 1));
}
