import { familyOf, type Ip, parseIp } from '../net';
import type { ObjectRef, Service, ServicePort, ServiceProtocol } from './api';
import { editDistance } from './check/spelling';
import { clusterIpsOf } from './control-plane/families';
import { selects } from './control-plane/labels';
import { targetPortOf } from './control-plane/slices';
import type { Cluster, ClusterPod } from './model';

/** Where a packet goes that a user addressed in words. */
export interface ResolvedTarget {
  readonly ip: Ip;
  readonly port: number;
  /** Known where a Service's port was named. */
  readonly proto?: 'tcp' | 'udp' | 'sctp';
  /** `headless`: DNS gave a Pod's own address. */
  readonly what: 'service' | 'headless' | 'pod' | 'node' | 'address';
  readonly object?: ObjectRef;
  /** All that DNS answers, where it is more than one; `ip` is the first. */
  readonly answers?: readonly Ip[];
}

/** Why a destination cannot be resolved; the sentences stand with those of the notes. */
export const RESOLVE_CODES = [
  'target-syntax',
  'target-bad-port',
  'target-no-port',
  'target-unknown-service',
  'target-unknown-name',
  'target-unknown-pod',
  'target-unknown-node',
  'target-service-port',
  'target-no-address',
  'target-external-name',
  'target-headless-empty',
] as const;

export type ResolveCode = (typeof RESOLVE_CODES)[number];

export interface ResolveProblem {
  readonly problem: {
    readonly code: ResolveCode;
    readonly params: Readonly<Record<string, string | number>>;
  };
}

const problem = (code: ResolveCode, params: ResolveProblem['problem']['params'] = {}): ResolveProblem => ({
  problem: { code, params },
});

/**
 * Reads what a user writes as a destination:
 *
 *     192.168.111.128:30000   [fd00::1]:80                      an address
 *     svc/NS/NAME:PORT        pod/NS/NAME:PORT  node/NAME:PORT  an object; NS may be left out, PORT may be a port's name
 *     web:80  web.shop:80  web.shop.svc.cluster.local:80        what DNS in a Pod of the sender's namespace makes of it
 *     web-0.web.shop.svc.cluster.local:80                       a StatefulSet's Pod
 *
 * A Service with one port needs none. `from` is the sender's machine id (`pod/NS/NAME`): its namespace completes names.
 * `portless`: a port is neither needed nor looked at, as for a ping; it is 0 then.
 */
export function resolveTarget(
  cluster: Cluster,
  text: string,
  from?: string,
  portless = false,
): ResolvedTarget | ResolveProblem {
  const split = splitPort(text.trim());
  if ('problem' in split) return split;
  const { host } = split;
  const port = portless ? NO_PORT : split.port;
  const namespace = /^pod\/([^/]+)\//.exec(from ?? '')?.[1] ?? 'default';
  const ip = parseIp(host);
  if (ip !== undefined) {
    const number = portNumber(port);
    if (typeof number !== 'number') return number;
    return { ip, port: number, what: 'address' };
  }
  const parts = host.split('/');
  const [kind = '', ...names] = parts;
  if (parts.length === 1) return byDns(cluster, host, port, namespace);
  const [ns = namespace, name = ''] = names.length === 2 ? names : [namespace, names[0]];
  if (names.length > 2 || name === '') return problem('target-syntax', { text });
  switch (kind.toLowerCase()) {
    case 'svc':
    case 'service':
      return serviceTarget(cluster, ns, name, port);
    case 'pod':
    case 'po':
      return podTarget(cluster, ns, name, port);
    case 'node':
    case 'no':
      return nodeTarget(cluster, name, port);
    default:
      return problem('target-syntax', { text });
  }
}

/** Stands for a port where none is wanted. */
const NO_PORT = '';

function splitPort(text: string): { host: string; port?: string } | ResolveProblem {
  const bracketed = /^\[([^\]]*)\](?::(.+))?$/.exec(text);
  if (bracketed) {
    const [, host = '', port] = bracketed;
    if (parseIp(host) === undefined) return problem('target-syntax', { text });
    return port === undefined ? { host } : { host, port };
  }
  if (parseIp(text) !== undefined) return { host: text };
  const colon = text.lastIndexOf(':');
  const host = colon < 0 ? text : text.slice(0, colon);
  if (host === '' || /[\s:]/.test(host)) return problem('target-syntax', { text });
  return colon < 0 ? { host } : { host, port: text.slice(colon + 1) };
}

function portNumber(port: string | undefined): number | ResolveProblem {
  if (port === undefined) return problem('target-no-port');
  if (port === NO_PORT) return 0;
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  return number >= 1 && number <= 65535 ? number : problem('target-bad-port', { port });
}

/** `cluster.local` names as CoreDNS answers them; the search path is that of a Pod (ndots:5). */
function byDns(
  cluster: Cluster,
  host: string,
  port: string | undefined,
  namespace: string,
): ResolvedTarget | ResolveProblem {
  const name = host.toLowerCase().replace(/\.$/, '');
  const labels = name.replace(/(\.svc)?\.cluster\.local$|\.svc$/, '').split('.');
  const [first = '', second, third] = labels;
  if (labels.length <= 2 && findService(cluster, second ?? namespace, first))
    return serviceTarget(cluster, second ?? namespace, first, port);
  const ofSet = cluster.pods.find(
    (pod) =>
      labels.length >= 2 &&
      labels.length <= 3 &&
      pod.namespace === (third ?? namespace) &&
      pod.object.spec.hostname === first &&
      pod.object.spec.subdomain === second,
  );
  if (ofSet) return podTarget(cluster, ofSet.namespace, ofSet.name, port);
  const byIp = podByAddress(cluster, labels, namespace);
  if (byIp) return podTarget(cluster, byIp.namespace, byIp.name, port);
  if (labels.length <= 2) return unknownService(cluster, second ?? namespace, first, true);
  return problem('target-unknown-name', { name: host });
}

/** `10-244-0-5.ns.pod`, and `10-244-0-5.svc.ns` for an endpoint of a headless Service: CoreDNS's names for addresses. */
function podByAddress(
  cluster: Cluster,
  [dashed = '', second, third]: readonly string[],
  namespace: string,
): ClusterPod | undefined {
  const ip = parseIp(dashed.replaceAll('-', '.')) ?? parseIp(dashed.replaceAll('-', ':'));
  const pod = ip && cluster.pods.find(({ ips }) => ips.includes(ip));
  if (!pod || second === undefined) return undefined;
  if (third === 'pod') return pod.namespace === second ? pod : undefined;
  const service = findService(cluster, third ?? namespace, second);
  const headless = service && clusterIpsOf(service)[0] === 'None';
  return headless && selectedPods(cluster, service).includes(pod) ? pod : undefined;
}

const findService = (cluster: Cluster, namespace: string, name: string): Service | undefined =>
  cluster.services.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);

function serviceTarget(
  cluster: Cluster,
  namespace: string,
  name: string,
  port: string | undefined,
): ResolvedTarget | ResolveProblem {
  const service = findService(cluster, namespace, name);
  if (!service) return unknownService(cluster, namespace, name, false);
  const object: ObjectRef = { kind: 'Service', namespace, name };
  const { spec } = service;
  if (spec.type === 'ExternalName') {
    const alias = /^([^.]+)\.([^.]+)\.svc\.cluster\.local\.?$/.exec(spec.externalName ?? '');
    const [, first = '', second = ''] = alias ?? [];
    const meant = findService(cluster, second, first);
    if (meant && meant.spec.type !== 'ExternalName') return serviceTarget(cluster, second, first, port);
    return problem('target-external-name', {
      service: `${namespace}/${name}`,
      name: spec.externalName ?? '',
    });
  }
  const headless = clusterIpsOf(service)[0] === 'None';
  const chosen = choosePort(service, port, headless);
  if ('problem' in chosen) return chosen;
  if (headless) return headlessTarget(cluster, service, chosen, object);
  const ip = parseIp(spec.clusterIP ?? '');
  if (ip === undefined) return problem('target-no-address', { object: `Service ${namespace}/${name}` });
  return { ip, port: chosen.port, proto: lower(chosen.protocol), what: 'service', object };
}

/** By number, by name, or the only one. A headless Service leaves the port to the caller: nothing translates it. */
function choosePort(
  service: Service,
  port: string | undefined,
  headless: boolean,
): ServicePort | ResolveProblem {
  const { ports = [] } = service.spec;
  const { name, namespace = 'default' } = service.metadata;
  const list = ports.map((p) => (p.name ? `${p.port} (${p.name})` : `${p.port}`)).join(', ');
  const params = { service: `${namespace}/${name}`, ports: list };
  if (port === NO_PORT) return { port: 0 };
  if (port === undefined) {
    const [only, another] = ports;
    return only && !another ? only : problem('target-no-port', params);
  }
  const found = ports.find((p) => p.name === port) ?? ports.find((p) => String(p.port) === port);
  if (found) return found;
  const number = portNumber(port);
  if (typeof number !== 'number')
    return ports.length > 0 ? problem('target-service-port', { ...params, port }) : number;
  return headless ? { port: number } : problem('target-service-port', { ...params, port });
}

/** DNS answers with the ready Pods' addresses; the port is taken as it is asked for (a named one: as the Pod has it). */
function headlessTarget(
  cluster: Cluster,
  service: Service,
  port: ServicePort,
  object: ObjectRef,
): ResolvedTarget | ResolveProblem {
  const { namespace = 'default', name } = service.metadata;
  const family = service.spec.ipFamilies?.[0] === 'IPv6' ? 6 : 4;
  const answers = cluster.endpointSlices
    .filter(
      ({ metadata }) =>
        metadata.namespace === namespace && metadata.labels?.['kubernetes.io/service-name'] === name,
    )
    .flatMap(({ endpoints = [] }) => endpoints)
    .filter(({ conditions }) => conditions?.ready !== false)
    .flatMap(({ addresses }) => parseIp(addresses[0] ?? '') ?? [])
    .filter((ip) => familyOf(ip) === family);
  const [ip] = answers;
  if (ip === undefined) return problem('target-headless-empty', { service: `${namespace}/${name}` });
  return {
    ip,
    port: port.port,
    ...(port.protocol ? { proto: lower(port.protocol) } : {}),
    what: 'headless',
    object,
    answers: [...new Set(answers)],
  };
}

function podTarget(
  cluster: Cluster,
  namespace: string,
  name: string,
  port: string | undefined,
): ResolvedTarget | ResolveProblem {
  const pod = cluster.pods.find((p) => p.namespace === namespace && p.name === name);
  if (!pod) return problem('target-unknown-pod', { namespace, name });
  const [ip] = pod.ips;
  if (ip === undefined) return problem('target-no-address', { object: `Pod ${namespace}/${name}` });
  const object: ObjectRef = { kind: 'Pod', namespace, name };
  const listener =
    pod.listens.find((l) => l.name === port) ?? (port === undefined ? onlyListener(pod) : undefined);
  if (listener) return { ip, port: listener.port, proto: lower(listener.proto), what: 'pod', object };
  const number = portNumber(port);
  return typeof number === 'number' ? { ip, port: number, what: 'pod', object } : number;
}

const onlyListener = ({ listens }: ClusterPod) => (listens.length === 1 ? listens[0] : undefined);

function nodeTarget(
  cluster: Cluster,
  name: string,
  port: string | undefined,
): ResolvedTarget | ResolveProblem {
  const node = cluster.nodes.find((n) => n.name === name);
  if (!node) return problem('target-unknown-node', { name });
  const [ip] = node.ips;
  const number = portNumber(port);
  if (typeof number !== 'number') return number;
  if (ip === undefined) return problem('target-no-address', { object: `Node ${name}` });
  return { ip, port: number, what: 'node', object: { kind: 'Node', name } };
}

/** Names the nearest Service there is: of that name elsewhere, else of a similar name here. */
function unknownService(cluster: Cluster, namespace: string, name: string, dns: boolean): ResolveProblem {
  const elsewhere = cluster.services.find(({ metadata }) => metadata.name === name);
  let near = elsewhere && `${elsewhere.metadata.namespace}/${name}`;
  let least = Math.max(2, Math.floor(name.length / 3));
  if (near === undefined)
    for (const { metadata } of cluster.services) {
      const distance = editDistance(name, metadata.name, least);
      if (distance > least || (distance === least && near !== undefined)) continue;
      least = distance;
      near = `${metadata.namespace}/${metadata.name}`;
    }
  return problem(dns && near === undefined ? 'target-unknown-name' : 'target-unknown-service', {
    name: dns && near === undefined ? name : `${namespace}/${name}`,
    ...(near === undefined ? {} : { near, context: 'near' }),
  });
}

/** The Pods that a Service's selector picks; for those who want to choose an endpoint by hand. */
export function selectedPods({ pods }: Cluster, { metadata, spec }: Service): readonly ClusterPod[] {
  const picks = selects(spec.selector);
  return pods.filter((pod) => pod.namespace === metadata.namespace && picks(pod.labels));
}

/** The port that a Pod serves for a Service's port. */
export const servedPort = (port: ServicePort, pod: ClusterPod): number | undefined => targetPortOf(port, pod);

const lower = (protocol: ServiceProtocol = 'TCP') => protocol.toLowerCase() as 'tcp' | 'udp' | 'sctp';
