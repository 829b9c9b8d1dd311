import type { ObjectRef, Service, ServiceProtocol } from '../../cluster/api';
import type { Cidr, Ip, IpFamily } from '../../net/address';
import { type ServicePortChains, servicePortChains, servicePortName } from '../names/names';
import {
  affinityOf,
  clusterIPOf,
  externalIPsOf,
  externalPolicyLocal,
  isHidden,
  isSkipped,
  type Placed,
  sourceRangesOf,
  usesHints,
  vipsOf,
} from './service-fields';

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

const PROTO = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' } as const;

/**
 * The ports of a Service in one family: none if kube-proxy does not serve it. Of two ports with the same name and
 * protocol the last one counts (proxy.newBaseServiceInfo, serviceToServiceMap).
 */
export function servicePorts(service: Service, family: IpFamily): ServicePortInfo[] {
  const { metadata, spec } = service;
  if (isHidden(metadata.labels) || isSkipped(service)) return [];
  const clusterIP = clusterIPOf(service, family);
  if (clusterIP === undefined) return [];
  const namespace = metadata.namespace || 'default';
  const ref: ObjectRef = { kind: 'Service', namespace, name: metadata.name };
  const externalIPs = externalIPsOf(service, family);
  const vips = vipsOf(service, family);
  const sourceRanges = sourceRangesOf(service, family);
  const affinity = affinityOf(service);
  const externalLocal = externalPolicyLocal(service);
  const healthChecked = spec.type === 'LoadBalancer' && externalLocal;
  const topologyHints = usesHints(service);
  const ports: ServicePortInfo[] = [];
  for (let index = 0; index < (spec.ports?.length ?? 0); index++) {
    const port = spec.ports?.[index];
    if (!port) continue;
    const portName = port.name ?? '';
    const protocol = port.protocol || 'TCP';
    const name = servicePortName(namespace, metadata.name, portName);
    const proto = PROTO[protocol];
    const nodePort = port.nodePort ?? 0;
    const twin = ports.findIndex((other) => other.portName === portName && other.protocol === protocol);
    ports[twin < 0 ? ports.length : twin] = {
      service,
      ref,
      index,
      name,
      portName,
      protocol,
      proto,
      chains: servicePortChains(name, proto),
      clusterIP,
      port: port.port,
      nodePort,
      externalIPs,
      vips,
      sourceRanges,
      affinity,
      internalLocal: spec.internalTrafficPolicy === 'Local',
      externalLocal,
      reachable: nodePort !== 0 || vips.length > 0 || externalIPs.length > 0,
      topologyHints,
      healthCheckNodePort: healthChecked ? (spec.healthCheckNodePort ?? 0) : 0,
    };
  }
  return ports;
}

/** Traffic to the Service can be for any endpoint: by internal policy, or because nodes short-circuit external traffic. */
export function usesClusterEndpoints(port: ServicePortInfo): boolean {
  return !port.internalLocal || port.reachable;
}

/** Some traffic to the Service must stay on this node. */
export function usesLocalEndpoints(port: ServicePortInfo): boolean {
  return port.internalLocal || (port.externalLocal && port.reachable);
}
