import {
  type Cluster,
  type ConntrackEntry,
  endpointsOf,
  familyOf,
  type IpFamily,
  machineId,
  type ProxyObjects,
  type ServicePortInfo,
  serviceOfSlice,
  servicePorts,
  type WorldState,
} from '../../engine';
import type { DocumentState } from './model';
import { stoppedOn } from './stale';

type Seen = Pick<ProxyObjects, 'services' | 'endpointSlices'>;

/**
 * The world once a node's kube-proxy has seen a change: of its conntrack entries those are gone that would keep UDP to an
 * endpoint that is none any more, or to a Service as if it still had none. Without `before`, kube-proxy has just started.
 * Flows of other protocols stay (CleanStaleEntries in pkg/proxy/conntrack/cleanup.go, detectStaleConntrackEntries).
 */
export function cleanUdp(world: WorldState, node: string, before: Seen | undefined, after: Seen): WorldState {
  const id = machineId(`node/${node}`);
  const state = world.machines.get(id);
  if (!state || before === after) return world;
  const gone = new Set<ConntrackEntry>();
  for (const family of [4, 6] as const) {
    const flows = state.conntrack.filter(
      ({ original: { proto, dst } }) => proto === 'udp' && familyOf(dst) === family,
    );
    if (flows.length === 0) continue;
    const ports = udpPorts(after, family);
    const names = new Set(ports.map(({ name }) => name));
    for (const { name, clusterIP } of before ? udpPorts(before, family) : [])
      if (!names.has(name))
        for (const flow of flows) if (flow.original.dst === clusterIP.value) gone.add(flow);
    for (const port of ports) {
      const addresses = [port.clusterIP, ...port.externalIPs, ...port.vips].map(({ value }) => value);
      const own = flows.filter(
        ({ original: { dst, dport } }) => addresses.includes(dst) || dport === port.nodePort,
      );
      if (own.length === 0) continue;
      const old = before ? readyOf(port, before, family, node) : [];
      const now = readyOf(port, after, family, node);
      const lost = old.filter(({ hostPort }) => !now.some((other) => other.hostPort === hostPort));
      for (const flow of own)
        if ((!old[0] && now[0]) || lost.some(({ ip }) => isRewritten(flow) && flow.reply.src === ip))
          gone.add(flow);
    }
  }
  if (gone.size === 0) return world;
  const conntrack = state.conntrack.filter((entry) => !gone.has(entry));
  return { ...world, machines: new Map(world.machines).set(id, { ...state, conntrack }) };
}

/** The world after an edit: each node's kube-proxy has seen it, unless it was or is stopped there. */
export function cleaned(
  world: WorldState,
  before: Cluster,
  { cluster, stale }: Pick<DocumentState, 'cluster' | 'stale'>,
): WorldState {
  const ran = new Set(before.nodes.filter(({ proxyStopped }) => !proxyStopped).map(({ name }) => name));
  return cluster.nodes.reduce((left, { name, proxyStopped }) => {
    const seen = proxyStopped ? ran.has(name) && stoppedOn(stale, name).cluster : cluster;
    return seen ? cleanUdp(left, name, ran.has(name) ? before : undefined, seen) : left;
  }, world);
}

/** `conntrack --dst-nat` asks for entries whose destination was rewritten. */
const isRewritten = ({ original, reply }: ConntrackEntry): boolean =>
  reply.src !== original.dst || reply.sport !== original.dport;

const udpPorts = ({ services }: Seen, family: IpFamily): readonly ServicePortInfo[] =>
  services
    .filter(({ spec }) => spec.ports?.some(({ protocol }) => protocol === 'UDP'))
    .flatMap((service) => servicePorts(service, family))
    .filter(({ proto }) => proto === 'udp');

function readyOf(port: ServicePortInfo, { endpointSlices }: Seen, family: IpFamily, node: string) {
  const name = `${port.ref.namespace}/${port.ref.name}`;
  const slices = endpointSlices.filter((slice) => serviceOfSlice(slice) === name);
  return endpointsOf(port, slices, family, node).filter(({ ready }) => ready);
}
