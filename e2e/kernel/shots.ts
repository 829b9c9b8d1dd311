import {
  familyOf,
  type Ip,
  type Machine,
  type MachineId,
  type Network,
  type Protocol,
  type TcpFlag,
} from '../../src/engine';
import type { Dice } from './dice';
import type { AddressPlan } from './plan';
import type { Manifest, Shot } from './scenario';
import { CLIENT_PORTS } from './topology';

interface Address {
  readonly ip: string;
  readonly port: number;
  readonly proto: 'tcp' | 'udp' | 'sctp';
}

interface ServiceShape {
  readonly spec: {
    readonly clusterIP: string;
    readonly ports: readonly {
      readonly protocol: string;
      readonly port: number;
      readonly nodePort?: number;
    }[];
    readonly externalIPs?: readonly string[];
  };
  readonly status?: { readonly loadBalancer: { readonly ingress: readonly { readonly ip: string }[] } };
}

/** Every address at which a Service can be called. */
function serviceAddresses(
  plan: AddressPlan,
  objects: readonly Manifest[],
  nodeIps: readonly string[],
): readonly Address[] {
  const services = objects.filter((o) => o.kind === 'Service') as unknown as readonly ServiceShape[];
  return services.flatMap(({ spec, status }) =>
    spec.ports.flatMap(({ protocol, port, nodePort }): Address[] => {
      const proto = protocol.toLowerCase() as Address['proto'];
      const fronts = [...(spec.externalIPs ?? []), ...(status?.loadBalancer.ingress ?? []).map((g) => g.ip)];
      return [
        { ip: spec.clusterIP, port, proto },
        { ip: spec.clusterIP, port, proto },
        ...fronts.map((ip) => ({ ip, port, proto }) as const),
        ...(nodePort
          ? [...nodeIps, ...nodeIps, plan.loopback].map((ip) => ({ ip, port: nodePort, proto }) as const)
          : []),
      ];
    }),
  );
}

const STRAY: readonly (readonly TcpFlag[])[] = [
  ['SYN', 'ACK'],
  ['ACK'],
  ['RST'],
  ['FIN', 'ACK'],
  ['RST', 'ACK'],
];

/** Packets from everyone to everything: mostly Services, some Pods and nodes, a few that make no sense. */
export function randomShots(
  dice: Dice,
  plan: AddressPlan,
  count: number,
  objects: readonly Manifest[],
  network: Network,
): readonly Shot[] {
  const machines = [...network.machines.values()];
  const senders = machines.filter((m) => m.kind !== 'router' && !m.down);
  // A raw socket of a node's own cannot send in fragments, as UDP would what its device does not take. TCP never does.
  // Each fragment has an outer packet of its own: where these walk, nothing is that long.
  const whole = Math.min(...machines.flatMap(({ interfaces }) => interfaces.map(({ mtu }) => mtu)));
  const sizes = (from: MachineId): readonly number[] =>
    network.machines.get(from)?.kind === 'node'
      ? []
      : SIZES.filter((size) => !network.walkOuter || size <= whole);
  const clients = senders.filter((m) => m.kind === 'outside');
  const addressesOf = (m: Machine): readonly Ip[] => {
    const nic = m.interfaces.find((i) => i.name === 'eth0');
    return (nic?.addresses ?? []).map((a) => a.ip).filter((ip) => familyOf(ip) === plan.family);
  };
  const ipsOf = (kind: 'node' | 'pod') => machines.filter((m) => m.kind === kind).flatMap(addressesOf);
  const nodeIps = ipsOf('node');
  const services = serviceAddresses(plan, objects, nodeIps);
  const sockets = machines.flatMap((m) =>
    m.sockets.flatMap((s): Address[] => {
      const [ip] = addressesOf(m);
      return ip && (s.proto === 'tcp' || s.proto === 'udp' || s.proto === 'sctp')
        ? [{ ip, port: s.port, proto: s.proto }]
        : [];
    }),
  );
  const target = (): Address => {
    const kind = dice.next();
    if (kind < 0.72 && services.length > 0) return dice.pick(services);
    if (kind < 0.85 && sockets.length > 0) return dice.pick(sockets);
    const everywhere = [
      ...nodeIps,
      ...ipsOf('pod'),
      ...services.map((s) => s.ip),
      plan.elsewhere,
      plan.pod(0, 200),
      plan.host(77),
    ];
    return {
      ip: dice.pick(dice.chance(0.2) ? plan.odd : everywhere),
      port: dice.pick([80, 81, 53, 9999, 30000]),
      proto: dice.pick(['tcp', 'udp', 'sctp']),
    };
  };
  const shots: Shot[] = [];
  for (let i = 0; shots.length < count; i++) {
    const repeatable = shots.filter(
      ({ proto, flags, conversation }) => proto !== 'tcp' || flags || conversation,
    );
    const again = repeatable.length > 0 && dice.chance(0.15) ? dice.pick(repeatable) : undefined;
    const opened = shots.filter(
      ({ proto, flags, conversation }) => proto === 'tcp' && !flags && !conversation,
    );
    if (opened.length > 0 && dice.chance(0.2)) {
      const next = later(dice, shots, dice.pick(opened));
      shots.push(dice.chance(0.1) ? { ...next, forget: true } : next);
      continue;
    }
    const from = dice.chance(0.3) ? (dice.pick(clients).id as MachineId) : dice.pick(senders).id;
    const next = again ?? shot(dice, plan, from, target(), i, sizes(from));
    shots.push(next);
    // What was told of the way is known to the next one.
    if (next.size !== undefined && next.proto !== 'tcp' && dice.chance(0.5)) shots.push(next);
    // Data at once makes it a connection on both sides.
    if (next.proto === 'tcp' && !next.flags && !next.conversation && !again && dice.chance(0.4))
      shots.push(next);
  }
  return shots;
}

const ENDS: readonly (readonly TcpFlag[])[] = [
  ['RST', 'ACK'],
  ['FIN', 'ACK'],
];

/**
 * What becomes of a connection, if there is one: data, its end from either side, a SYN as if there were none; and
 * once it has ended, the same ports anew. One whose handshake is not over is given up: a busy lab's server has forgotten
 * its first half after a second.
 */
function later(dice: Dice, before: readonly Shot[], shot: Shot): Shot {
  let state: 'none' | 'half' | 'open' = 'none';
  for (const { from, sport, to, flags, byServer } of before) {
    if (from !== shot.from || sport !== shot.sport || to.ip !== shot.to.ip) continue;
    if (byServer) state = 'none';
    else if (flags) state = flags[0] === 'SYN' ? 'half' : 'none';
    else state = state === 'none' ? 'half' : 'open';
  }
  if (state === 'none') return shot;
  if (state === 'half') return { ...shot, flags: ['RST', 'ACK'] };
  if (dice.chance(0.35)) return { ...shot, flags: ['FIN', 'ACK'], byServer: true };
  const flags = dice.pick([[], ...ENDS, ['SYN'] as const]);
  return flags.length > 0 ? { ...shot, flags } : shot;
}

const SIZES = [100, 1300, 1320, 1340, 1400, 1429, 1430, 1431, 1450, 1451, 1478, 1500, 1501, 3000];

function shot(
  dice: Dice,
  plan: AddressPlan,
  from: MachineId,
  { ip, port, proto }: Address,
  i: number,
  sizes: readonly number[],
): Shot {
  const fresh = CLIENT_PORTS.from + i;
  const to = { ip, port };
  const echo: Protocol = plan.family === 4 ? 'icmp' : 'icmpv6';
  const size = sizes.length > 0 && dice.chance(0.4) ? { size: dice.pick(sizes) } : {};
  if (dice.chance(0.06)) return { from, to: { ip, port: 0 }, proto: echo, sport: fresh, ...size };
  const ttl = dice.chance(0.08) ? { ttl: dice.int(1, 4) } : {};
  const oneWay = dice.chance(0.3) ? { oneWay: true } : {};
  if (proto === 'udp') return { from, to, proto, sport: fresh, ...ttl, ...size, ...oneWay };
  if (proto === 'sctp') return { from, to, proto, sport: fresh, ...ttl, ...oneWay };
  // Strays use ports on which the lab lets a client's RST pass.
  if (dice.chance(0.1)) return { from, to, proto, sport: 50000 + i, flags: dice.pick(STRAY), ...ttl };
  const long = dice.chance(0.5) ? { size: dice.pick(SIZES) } : {};
  if (dice.chance(0.15)) return { from, to, proto, sport: fresh, ...ttl, ...long, conversation: true };
  return { from, to, proto, sport: fresh, ...ttl, ...long };
}
