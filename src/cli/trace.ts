import {
  buildNetwork,
  type Cluster,
  type Exchange,
  emptyWorld,
  formatHostPort,
  type Ip,
  machineId,
  type Network,
  type ProxyConfig,
  parseHostPort,
  resolveTarget,
  type SendRequest,
  send,
} from '../engine';
import { tCode } from '../i18n';
import { CliFailure } from './failure';

export interface TraceOptions {
  readonly from: string;
  readonly to: string;
  readonly proto?: string;
  readonly seed?: string;
  readonly pick?: string;
  readonly via?: string;
  readonly size?: string;
  readonly ttl?: string;
  readonly conversation?: boolean;
  readonly proxy: Partial<ProxyConfig>;
}

const PROTOCOLS = ['tcp', 'udp', 'sctp', 'icmp'] as const;
/** As on Linux, where a program's first free port would lie. */
const SOURCE_PORT = 40000;

/** Sends one packet into a fresh cluster. Throws a CliFailure that names the option at fault. */
export function traceExchange(cluster: Cluster, options: TraceOptions): Exchange {
  const network = buildNetwork(cluster, { proxy: options.proxy });
  const sender = senderOf(cluster, network, options.from);
  const target = resolveTarget(cluster, options.to, options.from, options.proto === 'icmp');
  if ('problem' in target) {
    const { code, params } = target.problem;
    throw new CliFailure(`--to ${options.to}: ${tCode(`notes.${code}`, params) ?? code}`);
  }
  const proto = options.proto ?? target.proto ?? 'tcp';
  if (!(PROTOCOLS as readonly string[]).includes(proto))
    throw new CliFailure(`--proto ${proto}: allowed are ${PROTOCOLS.join(', ')}`);
  const request: SendRequest = {
    ...sender,
    to: { ip: target.ip, port: target.port },
    proto: proto as (typeof PROTOCOLS)[number],
    sport: SOURCE_PORT,
    seed: seedOf(options.seed),
    ...(options.pick === undefined ? {} : { force: pickOf(cluster, options.pick) }),
    ...(options.via === undefined ? {} : { via: nodeOf(cluster, options.via) }),
    ...(options.size === undefined ? {} : { size: numberOf('--size', options.size, 28, 65_535) }),
    ...(options.ttl === undefined ? {} : { ttl: numberOf('--ttl', options.ttl, 1, 255) }),
    ...(options.conversation ? { conversation: true } : {}),
  };
  return send(network, emptyWorld(), request);
}

/** A host-network Pod speaks from its node. */
function senderOf(cluster: Cluster, network: Network, from: string): Pick<SendRequest, 'from' | 'fromOwner'> {
  const [, namespace, name] = /^pod\/([^/]+)\/([^/]+)$/.exec(from) ?? [];
  const pod = cluster.pods.find((p) => p.namespace === namespace && p.name === name);
  if (pod?.hostNetwork) return { from: machineId(`node/${pod.node}`), fromOwner: `${namespace}/${name}` };
  const id = machineId(from);
  if (network.machines.has(id) && from !== 'router') return { from: id };
  const there = [...network.machines.keys()].filter((known) => known !== 'router');
  const list = there.length > 8 ? `${there.slice(0, 8).join(', ')} …` : there.join(', ');
  throw new CliFailure(`--from ${from}: no such sender; there are ${list}`);
}

function seedOf(text: string | undefined): number {
  if (text === undefined) return 1;
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > 0xffff_ffff)
    throw new CliFailure(`--seed ${text}: a whole number from 0 to 4294967295 is expected`);
  return seed;
}

function numberOf(option: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new CliFailure(`${option} ${text}: a whole number from ${least} to ${most} is expected`);
}

function nodeOf(cluster: Cluster, name: string): string {
  if (cluster.nodes.some((node) => node.name === name)) return name;
  throw new CliFailure(`--via ${name}: no such node`);
}

/** An endpoint that some slice has; any other choice could not be honoured. */
function pickOf(cluster: Cluster, text: string): string {
  const endpoint = parseHostPort(text);
  if (!endpoint) throw new CliFailure(`--pick ${text}: IP:PORT is expected`);
  const wanted = formatHostPort(endpoint.ip, endpoint.port);
  const known = new Set(
    cluster.endpointSlices.flatMap(({ endpoints = [], ports = [] }) =>
      endpoints.flatMap(({ addresses }) =>
        ports.map(({ port = 0 }) => formatHostPort(addresses[0] as Ip, port)),
      ),
    ),
  );
  if (!known.has(wanted)) throw new CliFailure(`--pick ${text}: no Service has this endpoint`);
  return wanted;
}
