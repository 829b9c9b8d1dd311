import type { AddressKind } from '../../engine';
import {
  addressKind,
  type Cluster,
  formatHostPort,
  type Ip,
  resolveTarget,
  type Service,
  type ServicePort,
} from '../../engine';
import { t } from '../../i18n';
import type { SendProto } from '../../state/session/model';

/** Somebody who can send. */
export interface Sender {
  /** Machine id, with `#namespace/name` for a host-network Pod. */
  readonly id: string;
  readonly name: string;
  readonly kind: AddressKind;
  readonly ip: string;
  readonly group: string;
  readonly detail: string;
}

/** Something that is worth calling. */
export interface Target {
  /** As `resolveTarget` reads it. */
  readonly to: string;
  readonly name: string;
  readonly kind: AddressKind;
  readonly address: string;
  readonly group: string;
  readonly proto: SendProto;
}

/** `name`, with its namespace where that is not `default`. */
const named = (namespace: string | undefined, name: string): string =>
  namespace === undefined || namespace === 'default' ? name : `${namespace}/${name}`;

export function senders(cluster: Cluster): readonly Sender[] {
  const pods = cluster.pods.map((pod): Sender => {
    const key = `${pod.namespace}/${pod.name}`;
    return {
      id: pod.hostNetwork ? `node/${pod.node}#${key}` : `pod/${key}`,
      name: named(pod.namespace, pod.name),
      kind: pod.hostNetwork ? 'node' : 'pod',
      ip: pod.ips[0] ?? '',
      group: t(pod.hostNetwork ? 'send.groupHostPods' : 'send.groupPods'),
      detail: t('send.onNode', { node: pod.node }),
    };
  });
  const nodes = cluster.nodes.map(
    (node): Sender => ({
      id: `node/${node.name}`,
      name: node.name,
      kind: 'node',
      ip: node.ips[0] ?? '',
      group: t('send.groupNodes'),
      detail: t('send.process'),
    }),
  );
  const outside: Sender = {
    id: 'outside',
    name: t('send.outside'),
    kind: 'outside',
    ip: cluster.outside.ips[0] ?? '',
    group: t('send.groupOutside'),
    detail: '',
  };
  const balancers = balancedAddresses(cluster).length > 0 ? (cluster.lan.balancers ?? []) : [];
  const balancer = balancers.slice(0, 1).map(
    (ip): Sender => ({
      id: 'lb',
      name: t('send.balancer'),
      kind: 'outside',
      ip,
      group: t('send.groupOutside'),
      detail: t('send.balancerDetail'),
    }),
  );
  return [...pods.filter((pod) => pod.ip !== ''), ...nodes, outside, ...balancer];
}

const lower = (protocol = 'TCP'): SendProto =>
  protocol === 'UDP' ? 'udp' : protocol === 'SCTP' ? 'sctp' : 'tcp';

const ingressOf = ({ status }: Service): readonly string[] =>
  (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []);
const balancedAddresses = ({ services }: Cluster): readonly string[] => services.flatMap(ingressOf);

/** Does the load balancer share out what is sent to this target? */
export function isBalanced(cluster: Cluster, to: string, from: string): boolean {
  const target = resolveTarget(cluster, to, from);
  return !('problem' in target) && balancedAddresses(cluster).includes(target.ip);
}

/** `from`: who is going to call; only a node has use for its own 127.0.0.1. */
export function targets(cluster: Cluster, from?: string): readonly Target[] {
  const found: Target[] = [];
  const node = cluster.nodes[0]?.ips[0];
  for (const service of cluster.services) {
    const { name, namespace = 'default' } = service.metadata;
    for (const port of service.spec.ports ?? []) {
      const proto = lower(port.protocol);
      const ip = service.spec.clusterIP;
      if (service.spec.type !== 'ExternalName') {
        found.push({
          to: `svc/${namespace}/${name}:${port.port}`,
          name: `${named(namespace, name)}:${port.port}`,
          kind: 'cluster',
          address: ip && ip !== 'None' ? formatHostPort(ip, port.port) : '',
          group: t('send.groupServices'),
          proto,
        });
      }
    }
  }
  for (const service of cluster.services) {
    for (const port of service.spec.ports ?? []) {
      for (const ip of [...ingressOf(service), ...(service.spec.externalIPs ?? [])]) {
        const address = formatHostPort(ip as Ip, port.port);
        found.push({
          to: address,
          name: service.metadata.name,
          kind: 'cluster',
          address,
          group: t('send.groupExternal'),
          proto: lower(port.protocol),
        });
      }
    }
  }
  for (const service of cluster.services) {
    for (const port of service.spec.ports ?? []) {
      if (port.nodePort === undefined) continue;
      for (const { ips, name } of node === undefined ? [] : cluster.nodes.slice(0, 8)) {
        const ip = ips[0];
        if (ip === undefined) continue;
        const address = formatHostPort(ip, port.nodePort);
        found.push({
          to: address,
          name,
          kind: 'node',
          address,
          group: t('send.groupNodePorts'),
          proto: lower(port.protocol),
        });
      }
      const local = `127.0.0.1:${port.nodePort}`;
      if (from?.startsWith('node/')) {
        found.push({
          to: local,
          name: t('send.localhost'),
          kind: 'outside',
          address: local,
          group: t('send.groupNodePorts'),
          proto: lower(port.protocol),
        });
      }
    }
  }
  for (const pod of cluster.pods) {
    const ip = pod.ips[0];
    for (const { proto, port } of ip === undefined ? [] : pod.listens) {
      const address = formatHostPort(ip as string, port);
      found.push({
        to: address,
        name: named(pod.namespace, pod.name),
        kind: addressKind(cluster, ip as string),
        address,
        group: t('send.groupPodTargets'),
        proto: lower(proto),
      });
    }
  }
  return found;
}

/** Is `ip:port` a way to this port of the Service? */
function leadsTo(
  service: Service,
  port: ServicePort,
  ip: string,
  number: number,
  kind: AddressKind,
): boolean {
  if (kind === 'node' && port.nodePort === number) return true;
  const { clusterIP, clusterIPs = [], externalIPs = [] } = service.spec;
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  const own = [clusterIP, ...clusterIPs, ...externalIPs, ...ingress.map((entry) => entry.ip)];
  return port.port === number && own.includes(ip);
}

/** Endpoints, `ip:port`, among which the rules for this target choose; `from` completes DNS names. */
export function choices(cluster: Cluster, to: string, from: string): readonly string[] {
  const target = resolveTarget(cluster, to, from);
  if ('problem' in target) return [];
  const kind = addressKind(cluster, target.ip);
  for (const service of cluster.services) {
    const { name, namespace = 'default' } = service.metadata;
    const port = service.spec.ports?.find((p) => leadsTo(service, p, target.ip, target.port, kind));
    if (port) return endpoints(cluster, namespace, name, port.name);
  }
  return [];
}

function endpoints(
  cluster: Cluster,
  namespace: string,
  name: string,
  portName: string | undefined,
): string[] {
  const found = new Set<string>();
  for (const slice of cluster.endpointSlices) {
    if ((slice.metadata.namespace ?? 'default') !== namespace) continue;
    if (slice.metadata.labels?.['kubernetes.io/service-name'] !== name) continue;
    const ports = (slice.ports ?? []).filter((port) => (port.name ?? '') === (portName ?? ''));
    for (const { port } of ports) {
      for (const endpoint of slice.endpoints ?? []) {
        if (endpoint.conditions?.ready === false || port === undefined) continue;
        for (const ip of endpoint.addresses) found.add(formatHostPort(ip, port));
      }
    }
  }
  return [...found];
}
