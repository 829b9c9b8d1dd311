import { type Cidr, familyOf, type Ip, type IpFamily, nthAddress, parseIp } from '../../net';
import type { Service, ServicePort } from '../api';
import { refKey } from '../api';
import { type Entry, type Notes, named } from '../noter';
import { DEFAULTS } from './defaults';
import { clusterIpsOf } from './families';
import { hash32 } from './hash';
import { commonNetwork, sizeOf } from './networks';
import { admitService, writtenPorts } from './serviceChecks';

export interface SettledServices {
  readonly services: readonly Service[];
  /** One a family in use, IPv4 first. */
  readonly networks: readonly Cidr[];
}

/**
 * Services as the API server stores them: defaulted, with addresses and node ports (registry/core/service/storage).
 * What is not given is drawn by a hash of the Service's own name, so that one Service more moves no other.
 */
export function settleServices(
  entries: readonly Entry<Service>[],
  families: readonly IpFamily[],
  notes: Notes,
): SettledServices {
  const admitted = entries.map((entry) => ({ entry, service: admitService(entry, notes) }));
  const given = admitted.flatMap(({ service }) =>
    clusterIpsOf(service).flatMap((text) => parseIp(text) ?? []),
  );
  const networks = new Map<IpFamily, Cidr>();
  for (const family of [4, 6] as const)
    if (families.includes(family)) networks.set(family, serviceNetwork(given, family));
  const ips = reserveIps(admitted, notes);
  const ports = reserveNodePorts(admitted, notes);
  const services = admitted.map(({ entry, service }) => {
    const addressed = withClusterIps(service, ips.get(entry) ?? [], families, networks, ips.taken);
    return withPorts(addressed, ports.get(entry) ?? new Map(), ports.taken);
  });
  for (const [i, { entry }] of admitted.entries()) {
    const { spec, status } = services[i] as Service;
    if (spec.type === 'LoadBalancer' && !status?.loadBalancer?.ingress?.length)
      notes.add('info', 'load-balancer-pending', entry, ['spec', 'type']);
  }
  return { services, networks: [...networks.values()] };
}

/** The default, unless the text's own addresses lie elsewhere: then the smallest around them, /16 or wider. */
function serviceNetwork(given: readonly Ip[], family: IpFamily): Cidr {
  const own = given.filter((ip) => familyOf(ip) === family);
  const usual = DEFAULTS.services[family];
  const longest = family === 4 ? 16 : 112;
  const [first] = own;
  if (first === undefined) return usual;
  const common = commonNetwork([...own, usual.split('/')[0] as Ip], family === 4 ? 12 : 112);
  return common === usual ? usual : commonNetwork(own, longest);
}

type Admitted = { readonly entry: Entry<Service>; readonly service: Service };

class Reserved<V> extends Map<Entry<Service>, V> {
  readonly taken = new Set<string>();
}

/** Addresses of the text come first. The second Service with the same one does not get it. */
function reserveIps(admitted: readonly Admitted[], notes: Notes): Reserved<readonly Ip[]> {
  const owner = new Map<Ip, string>();
  const reserved = new Reserved<readonly Ip[]>();
  for (const { entry, service } of admitted) {
    const { clusterIP, clusterIPs } = service.spec;
    if (clusterIP && clusterIPs?.length && clusterIPs[0] !== clusterIP)
      notes.add('error', 'cluster-ip-mismatch', entry, ['spec', 'clusterIP'], {
        value: clusterIP,
        other: clusterIPs[0] ?? '',
      });
    const own: Ip[] = [];
    for (const text of clusterIpsOf(service)) {
      const ip = parseIp(text);
      if (ip === undefined || own.some((o) => familyOf(o) === familyOf(ip))) continue;
      const other = owner.get(ip);
      if (other !== undefined) {
        notes.add(
          'error',
          'cluster-ip-clash',
          entry,
          ['spec', clusterIPs?.length ? 'clusterIPs' : 'clusterIP'],
          { ip, other },
        );
        continue;
      }
      owner.set(ip, named(entry.ref));
      reserved.taken.add(ip);
      own.push(ip);
    }
    reserved.set(entry, own);
  }
  return reserved;
}

/** By index of the port: the node port that the text gives it, clashes taken out. */
function reserveNodePorts(admitted: readonly Admitted[], notes: Notes): Reserved<Map<number, number>> {
  const owner = new Map<string, string>();
  const reserved = new Reserved<Map<number, number>>();
  for (const { entry, service } of admitted) {
    const own = new Map<number, number>();
    const written = writtenPorts(entry);
    service.spec.ports?.forEach(({ nodePort, protocol = 'TCP' }, i) => {
      if (!nodePort) return;
      const key = `${protocol} ${nodePort}`;
      const other = owner.get(key);
      if (other !== undefined)
        notes.add('error', 'node-port-clash', entry, ['spec', 'ports', written[i] ?? i, 'nodePort'], {
          port: nodePort,
          proto: protocol,
          other,
        });
      else {
        owner.set(key, named(entry.ref));
        reserved.taken.add(key);
        own.set(i, nodePort);
      }
    });
    reserved.set(entry, own);
  }
  return reserved;
}

function withClusterIps(
  service: Service,
  own: readonly Ip[],
  families: readonly IpFamily[],
  networks: ReadonlyMap<IpFamily, Cidr>,
  taken: Set<string>,
): Service {
  const { spec } = service;
  if (spec.type === 'ExternalName') {
    const { clusterIP: _, clusterIPs: __, ...rest } = spec;
    return { ...service, spec: rest };
  }
  const headless = clusterIpsOf(service)[0] === 'None';
  const wanted = serviceFamilies(service, own, families);
  const ips = headless
    ? ['None']
    : wanted.map(
        (family) =>
          own.find((ip) => familyOf(ip) === family) ?? draw(service, networks.get(family) as Cidr, taken),
      );
  return {
    ...service,
    spec: {
      ...spec,
      ...(ips[0] === undefined ? {} : { clusterIP: ips[0] }),
      clusterIPs: ips,
      ipFamilies: wanted.map((family) => (family === 4 ? 'IPv4' : 'IPv6')),
      ipFamilyPolicy: spec.ipFamilyPolicy ?? (wanted.length > 1 ? 'RequireDualStack' : 'SingleStack'),
    },
  };
}

/** The primary family first (defaultTestClusterIPFamilies and its neighbours in registry/core/service/storage/alloc.go). */
function serviceFamilies(
  { spec }: Service,
  own: readonly Ip[],
  families: readonly IpFamily[],
): readonly IpFamily[] {
  const asked = spec.ipFamilies?.map((family): IpFamily => (family === 'IPv6' ? 6 : 4)) ?? [];
  const first = own.length > 0 ? own.map(familyOf) : asked;
  const found = [...new Set(first.filter((family) => families.includes(family)))];
  if (found.length === 0) found.push(families[0] ?? 4);
  if (spec.ipFamilyPolicy === 'PreferDualStack' || spec.ipFamilyPolicy === 'RequireDualStack')
    for (const family of families) if (!found.includes(family)) found.push(family);
  return spec.ipFamilyPolicy === 'SingleStack' ? found.slice(0, 1) : found;
}

/** The network's own address, and two that real clusters give away first: kubernetes.default and the DNS. */
const KEPT_FREE = [0, 1, 10];

function draw({ metadata }: Service, network: Cidr, taken: Set<string>): Ip {
  const size = Math.min(sizeOf(network) - 1, 2 ** 30);
  const start = hash32(
    refKey({ kind: 'Service', namespace: metadata.namespace ?? 'default', name: metadata.name }),
  );
  for (let n = start % size; ; n = (n + 1) % size) {
    if (KEPT_FREE.includes(n)) continue;
    const ip = nthAddress(network, n);
    if (taken.has(ip)) continue;
    taken.add(ip);
    return ip;
  }
}

function withPorts(service: Service, given: ReadonlyMap<number, number>, taken: Set<string>): Service {
  const { spec } = service;
  const { type = 'ClusterIP' } = spec;
  const nodePorts =
    type === 'NodePort' || (type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
  const own = new Map<number, number>();
  const ports = spec.ports?.map((port, i): ServicePort => {
    const { protocol = 'TCP', nodePort: _, ...rest } = port;
    // One port number for TCP and UDP gets one node port, too.
    const nodePort =
      given.get(i) ??
      (nodePorts ? (free(own.get(port.port), protocol, taken) ?? drawPort(service, port, taken)) : undefined);
    if (nodePort !== undefined) own.set(port.port, nodePort);
    return {
      ...rest,
      protocol,
      targetPort: port.targetPort ?? port.port,
      ...(nodePort === undefined ? {} : { nodePort }),
    };
  });
  const external = type === 'NodePort' || type === 'LoadBalancer' || (spec.externalIPs ?? []).length > 0;
  const affinity = spec.sessionAffinity ?? 'None';
  const healthCheck = type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
  const ingress = service.status?.loadBalancer?.ingress?.map((entry) =>
    entry.ip === undefined ? entry : { ipMode: 'VIP' as const, ...entry },
  );
  const { healthCheckNodePort: written, ...restSpec } = spec;
  return {
    ...service,
    apiVersion: 'v1',
    spec: {
      ...restSpec,
      type,
      sessionAffinity: affinity,
      ...(ports ? { ports } : {}),
      ...(affinity === 'ClientIP'
        ? {
            sessionAffinityConfig: {
              clientIP: { timeoutSeconds: spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800 },
            },
          }
        : {}),
      ...(type === 'ExternalName' ? {} : { internalTrafficPolicy: spec.internalTrafficPolicy ?? 'Cluster' }),
      ...(external ? { externalTrafficPolicy: spec.externalTrafficPolicy ?? 'Cluster' } : {}),
      ...(healthCheck
        ? { healthCheckNodePort: written || drawPort(service, { port: 0, name: 'health check' }, taken) }
        : {}),
    },
    ...(ingress ? { status: { ...service.status, loadBalancer: { ingress } } } : {}),
  };
}

function free(nodePort: number | undefined, protocol: string, taken: Set<string>): number | undefined {
  if (nodePort === undefined || taken.has(`${protocol} ${nodePort}`)) return undefined;
  taken.add(`${protocol} ${nodePort}`);
  return nodePort;
}

function drawPort(
  { metadata }: Service,
  { name, port, protocol = 'TCP' }: ServicePort,
  taken: Set<string>,
): number {
  const { from, to } = DEFAULTS.nodePorts;
  const size = to - from + 1;
  const start = hash32(`${metadata.namespace}/${metadata.name}:${name ?? port}`) % size;
  for (let n = 0; n < size; n++) {
    const nodePort = from + ((start + n) % size);
    const key = `${protocol} ${nodePort}`;
    if (taken.has(key)) continue;
    taken.add(key);
    return nodePort;
  }
  return 0;
}
