import type { ObjectRef, Service, ServiceProtocol } from '../cluster/api';
import type { FieldPath } from '../cluster/model';
import { familyOf } from '../net';
import type { Cidr, Ip, IpFamily } from '../net/address';
import { type ServicePortChains, servicePortChains, servicePortName } from './names';
import { sloppyCidr, sloppyIp } from './sloppy';

/** An address or network of a Service, and the field it stands in. */
export interface Placed<T> {
  readonly value: T;
  readonly path: FieldPath;
}

/** One port of one Service in one IP family, as kube-proxy sees it: every question about the Service is answered. */
export interface ServicePortInfo {
  readonly service: Service;
  readonly ref: ObjectRef;
  /** Position in `spec.ports`. */
  readonly index: number;
  /** `default/web:http`: what comments and chain hashes say. */
  readonly name: string;
  readonly portName: string;
  readonly protocol: ServiceProtocol;
  readonly proto: 'tcp' | 'udp' | 'sctp';
  readonly chains: ServicePortChains;
  readonly clusterIP: Placed<Ip>;
  readonly port: number;
  /** 0: none. */
  readonly nodePort: number;
  readonly externalIPs: readonly Placed<Ip>[];
  /** Load balancer addresses whose packets arrive as they are (ipMode VIP). */
  readonly vips: readonly Placed<Ip>[];
  readonly sourceRanges: readonly Placed<Cidr>[];
  /** Seconds that a client stays with its endpoint; undefined without session affinity. */
  readonly affinity: number | undefined;
  readonly internalLocal: boolean;
  readonly externalLocal: boolean;
  /** Has an address or port that clients outside of the cluster can use. */
  readonly reachable: boolean;
  readonly topologyHints: boolean;
  /** 0: none. */
  readonly healthCheckNodePort: number;
}

const HIDDEN_BY = ['service.kubernetes.io/service-proxy-name', 'service.kubernetes.io/headless'];

/** Objects with one of these labels, whatever its value, are someone else's: kube-proxy's informers filter them. */
export function isHidden(labels: Readonly<Record<string, string>> | undefined): boolean {
  return labels !== undefined && HIDDEN_BY.some((label) => Object.hasOwn(labels, label));
}

const DEFAULT_AFFINITY_SECONDS = 10_800;

/** The Service's address in the family, if it has one (util.GetClusterIPByFamily after the API server's defaults). */
function clusterIPOf({ spec }: Service, family: IpFamily): Placed<Ip> | undefined {
  const list = spec.clusterIPs?.length ? spec.clusterIPs : spec.clusterIP ? [spec.clusterIP] : [];
  const fromList = list === spec.clusterIPs;
  const families = spec.ipFamilies?.length ? spec.ipFamilies : undefined;
  for (const [i, text] of list.entries()) {
    const address = sloppyIp(text);
    if (address === undefined || familyOf(address) !== family) continue;
    if (families !== undefined && families[i] !== (family === 4 ? 'IPv4' : 'IPv6')) continue;
    return { value: address, path: fromList && i > 0 ? ['spec', 'clusterIPs', i] : clusterIPPath(spec, i) };
  }
  return undefined;
}

function clusterIPPath(spec: Service['spec'], i: number): FieldPath {
  return spec.clusterIP ? ['spec', 'clusterIP'] : ['spec', 'clusterIPs', i];
}

/** proxyutil.ShouldSkipService: headless, without address, or only a DNS alias. */
function isSkipped({ spec }: Service): boolean {
  const clusterIP = spec.clusterIP || spec.clusterIPs?.[0] || '';
  return clusterIP === '' || clusterIP === 'None' || spec.type === 'ExternalName';
}

function addresses(
  texts: readonly (string | null | undefined)[],
  family: IpFamily,
  path: (i: number) => FieldPath,
): Placed<Ip>[] {
  const found: Placed<Ip>[] = [];
  for (const [i, text] of texts.entries()) {
    const address = text ? sloppyIp(text) : undefined;
    if (address !== undefined && familyOf(address) === family) found.push({ value: address, path: path(i) });
  }
  return found;
}

function sourceRanges({ spec }: Service, family: IpFamily): Placed<Cidr>[] {
  const found: Placed<Cidr>[] = [];
  for (const [i, text] of (spec.loadBalancerSourceRanges ?? []).entries()) {
    const network = sloppyCidr(text.trim());
    if (network !== undefined && familyOf(network) === family) {
      found.push({ value: network, path: ['spec', 'loadBalancerSourceRanges', i] });
    }
  }
  return found;
}

/** The deprecated annotation wins where both are present; every value but the empty and the disabled ones counts. */
function usesHints({ metadata }: Service): boolean {
  const annotations = metadata.annotations ?? {};
  const mode =
    annotations['service.kubernetes.io/topology-aware-hints'] ??
    annotations['service.kubernetes.io/topology-mode'] ??
    '';
  return mode !== '' && mode !== 'disabled' && mode !== 'Disabled';
}

/** apiservice.ExternalPolicyLocal: the policy counts only on types that are meant for the outside. */
function externalPolicyLocal({ spec }: Service): boolean {
  const type = spec.type ?? 'ClusterIP';
  const external =
    type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && !!spec.externalIPs?.length);
  return external && spec.externalTrafficPolicy === 'Local';
}

/**
 * The ports of a Service in one family: none if kube-proxy does not serve it. Of two ports with the same name and
 * protocol the last one counts (proxy.newBaseServiceInfo, serviceToServiceMap).
 */
export function servicePorts(service: Service, family: IpFamily): ServicePortInfo[] {
  if (isHidden(service.metadata.labels) || isSkipped(service)) return [];
  const clusterIP = clusterIPOf(service, family);
  if (clusterIP === undefined) return [];
  const { metadata, spec, status } = service;
  const namespace = metadata.namespace || 'default';
  const ref: ObjectRef = { kind: 'Service', namespace, name: metadata.name };
  const ingress = status?.loadBalancer?.ingress ?? [];
  const common = {
    service,
    ref,
    clusterIP,
    externalIPs: addresses(spec.externalIPs ?? [], family, (i) => ['spec', 'externalIPs', i]),
    vips: addresses(
      ingress.map(({ ip, ipMode }) => (ipMode === 'Proxy' ? undefined : ip)),
      family,
      (i) => ['status', 'loadBalancer', 'ingress', i, 'ip'],
    ),
    sourceRanges: sourceRanges(service, family),
    affinity:
      spec.sessionAffinity === 'ClientIP'
        ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS)
        : undefined,
    internalLocal: spec.internalTrafficPolicy === 'Local',
    externalLocal: externalPolicyLocal(service),
    topologyHints: usesHints(service),
  };
  const healthCheckNodePort =
    spec.type === 'LoadBalancer' && common.externalLocal ? (spec.healthCheckNodePort ?? 0) : 0;
  const ports = new Map<string, ServicePortInfo>();
  for (const [index, port] of (spec.ports ?? []).entries()) {
    const portName = port.name ?? '';
    const protocol = port.protocol || 'TCP';
    const proto = protocol.toLowerCase() as 'tcp' | 'udp' | 'sctp';
    const name = servicePortName(namespace, metadata.name, portName);
    const nodePort = port.nodePort ?? 0;
    ports.set(`${portName} ${protocol}`, {
      ...common,
      index,
      name,
      portName,
      protocol,
      proto,
      chains: servicePortChains(name, proto),
      port: port.port,
      nodePort,
      reachable: nodePort !== 0 || common.vips.length > 0 || common.externalIPs.length > 0,
      healthCheckNodePort,
    });
  }
  return [...ports.values()];
}

/** Traffic to the Service can be for any endpoint: by internal policy, or because nodes short-circuit external traffic. */
export function usesClusterEndpoints(port: ServicePortInfo): boolean {
  return !port.internalLocal || port.reachable;
}

/** Some traffic to the Service must stay on this node. */
export function usesLocalEndpoints(port: ServicePortInfo): boolean {
  return port.internalLocal || (port.externalLocal && port.reachable);
}
