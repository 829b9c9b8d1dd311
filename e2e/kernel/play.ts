import {
  type Exchange,
  formatHostPort,
  type MachineId,
  type Network,
  type Packet,
  type SendRequest,
  type TableName,
  type WorldState,
} from '../../src/engine';
import { tupleKey, tupleOf } from '../../src/engine/net/tuple';
import { forcedDraw } from '../../src/engine/trace/choice';
import { mtuTowards } from '../../src/engine/trace/kernel/mtu';
import { LiveWorld } from '../../src/engine/trace/live';
import { randomFrom } from '../../src/engine/trace/random';
import { sendInto } from '../../src/engine/trace/send';
import type { WalkOptions } from '../../src/engine/trace/walk';
import { type Difference, differences } from './compare';
import type { Lab } from './lab';
import type { DrawnPorts } from './ports';
import type { Seen } from './protocol';
import type { Shot } from './scenario';
import { rulesAhead, type Topology } from './topology';

/** What one packet finds. */
export interface Stage {
  readonly lab: Lab;
  readonly topology: Topology;
  readonly network: Network;
  readonly world: WorldState;
  readonly ports: DrawnPorts;
  /** Of what is sent by hand: the IP id, in IPv6 the flow label. */
  readonly id: number;
  readonly patience: number;
}

export interface Played {
  readonly exchange: Exchange;
  readonly seen: Seen;
  readonly found: readonly Difference[];
}

/**
 * All that a client sends is sent by hand, packet by packet, each as the engine says once it knows what became of the one
 * before.
 */
export async function sendByHand(stage: Stage, shot: Shot, plan: SendRequest): Promise<Played> {
  const { lab, topology, network, world, id, patience } = stage;
  const choices: string[] = [];
  let exchange = replay(network, world, plan, choices);
  const packet = exchange.traces[0]?.packet as Packet;
  const ns = topology.namespaceOf.get(shot.from) ?? '';
  const limit = mss(stage, packet, shot.from);
  let atOnce: Seen | undefined;
  for (let trace = 0; trace < exchange.traces.length; trace++) {
    const next = exchange.traces[trace];
    if (next?.leg !== 'request') continue;
    const seen: Seen = await lab.send({
      ns,
      packet: { ...next.packet, ...ping(next.packet), ...cut(stage, shot, next.packet), ...limit, id },
      answer: answerOf(next.packet, shot),
      silent: shot.oneWay ?? false,
      quiet: patience,
      more: trace > 0,
    });
    const choice = chosen(seen.events.slice(atOnce?.events.length), topology);
    if (choice !== undefined) choices[trace] = choice;
    exchange = replay(network, world, plan, choices);
    atOnce = { ...seen, ...(atOnce && { error: atOnce.error, late: atOnce.late }) };
  }
  if (!atOnce) throw new Error('an exchange has a request');
  const seen = asksInVain(exchange) ? { ...atOnce, ...(await lab.wait(NEIGHBOUR_PATIENCE)) } : atOnce;
  const found = [
    ...(await sourceDifference(lab, ns, shot, packet)),
    ...differences(exchange, seen, topology, id, stage.ports),
    ...agreementDifference(exchange, seen, topology),
  ];
  return { exchange, seen, found };
}

/** TCP's header and IP's, without options. */
const HEADERS = { 4: 40, 6: 60 } as const;
/** A timestamp in each segment that is not a SYN. */
const OPTIONS = 12;

/** The length field of a packet's header has 16 bits. */
const LONGEST = 65_535;

/** What a client's SYN offers to take (tcp_advertise_mss). */
function mss({ network, world }: Stage, { proto, family, dst }: Packet, from: MachineId) {
  const machine = network.machines.get(from);
  if (proto !== 'tcp' || !machine) return {};
  return { mss: Math.min(mtuTowards(new LiveWorld(world), machine, dst), LONGEST) - HEADERS[family] };
}

/** How much a server's process writes: as much as it was sent, however its kernel has to cut it. */
const answerOf = ({ family }: Packet, { size }: Shot): number =>
  size === undefined ? 1 : Math.max(size - HEADERS[family] - OPTIONS, 0);

/** Did the server offer to take what the engine believes that both ends agree on? */
function agreementDifference(
  { network, before, world, traces, request: { from } }: Exchange,
  { delivered }: Seen,
  { namespaceOf }: Topology,
): Difference[] {
  const [{ packet } = {}] = traces;
  const machine = network.machines.get(from);
  if (packet?.proto !== 'tcp' || !machine) return [];
  const offer = delivered.findLast(
    (d) => d.machine === namespaceOf.get(from) && d.packet.flags.join() === 'SYN,ACK' && d.packet.mss,
  )?.packet.mss;
  const agreed = world.machines.get(from)?.connections?.get(tupleKey(tupleOf(packet)));
  if (offer === undefined || agreed === undefined) return [];
  const own = mtuTowards(new LiveWorld(before), machine, packet.dst);
  const [engine, kernel] = [
    Math.min(agreed, LONGEST),
    Math.min(own, LONGEST, offer + HEADERS[packet.family]),
  ];
  return kernel === engine ? [] : [{ what: 'longest segment', engine: [`${engine}`], kernel: [`${kernel}`] }];
}

/**
 * A server's process closes the connection on which `last` was sent, and the client's FIN is sent by hand. Undefined where
 * there is none, or where it knows its client by another address, whose port may have been drawn.
 */
export async function closeByServer(stage: Stage, last: Exchange | undefined): Promise<Played | undefined> {
  const { lab, topology, network, world, id, patience } = stage;
  const { deliveredTo: at, sourceSeen: peer, connected } = last?.outcome ?? {};
  const client = last?.traces[0]?.packet;
  if (!last || !at || !peer || !connected || peer.ip !== client?.src || peer.port !== client.sport)
    return undefined;
  const flags = ['FIN', 'ACK'] as const;
  const { machine: from, port: sport } = at;
  const plan: SendRequest = { from, to: peer, proto: 'tcp', sport, flags, seed: last.request.seed };
  const exchange = replay(network, world, plan, []);
  // It stands no more, or its address is not the one that routing would choose.
  if (!exchange.outcome.connected || exchange.traces[0]?.packet.src !== at.ip) return undefined;
  const space = (machine: MachineId) => topology.namespaceOf.get(machine) ?? '';
  let seen = await lab.shut({ ns: space(from), port: sport, peer, quiet: patience });
  for (const { leg, packet, from: sender } of exchange.traces)
    if (leg === 'reply') {
      const { late } = seen;
      seen = {
        ...(await lab.send({ ns: space(sender), packet: { ...packet, id }, quiet: patience, more: true })),
        late,
      };
    }
  return { exchange, seen, found: differences(exchange, seen, topology, id, stage.ports) };
}

/** The engine's exchange, with the endpoints that the kernel has chosen for each of its packets. */
function replay(
  network: Network,
  world: WorldState,
  request: SendRequest,
  choices: readonly string[],
): Exchange {
  const live = new LiveWorld(world);
  const random = randomFrom(request.seed);
  const draw: WalkOptions['draw'] = (point, walk) => {
    const { ruleset, traces } = walk;
    const choice = choices[traces.length];
    const forced = ruleset && choice ? forcedDraw(ruleset, choice, point, new Map()) : undefined;
    return forced ?? random();
  };
  const sent = sendInto(network, live, request, { draw });
  return { network, request, before: world, ...sent, world: live.state() };
}

/** Nobody answers for an address: the kernel asks for 20 ms before it gives up, in steps of its timer. */
const NEIGHBOUR_PATIENCE = 120;
const asksInVain = ({ steps }: Exchange): boolean =>
  steps.some((s) => s.kind === 'drop' && s.code === 'no-neighbour');

const ping = (packet: Packet) => (packet.icmp ? { sport: packet.icmp.id ?? 0 } : {});

/** What a program's data goes in: whole and not to be fragmented, or in pieces that pass as far as its kernel knows. */
function cut({ network, world }: Stage, { from }: Shot, { data, df, dst }: Packet) {
  const machine = network.machines.get(from);
  if (data === undefined || !machine) return {};
  return df ? { df } : { df: false, mtu: mtuTowards(new LiveWorld(world), machine, dst) };
}

/** The endpoint that the kernel's random choice fell on: the first DNAT rule that matched. */
function chosen(events: Seen['events'], { machineOf, network }: Topology): string | undefined {
  for (const { machine, table, chain, what, number, packet } of events) {
    if (what !== 'rule' || packet.icmp?.quoted) continue;
    const chains = machineOf
      .get(machine)
      ?.ruleset(packet.family)
      ?.tables.get(table as TableName)?.chains;
    const target = chains?.get(chain as never)?.rules[number - 1 - rulesAhead(network, table, chain)]?.target;
    if (target?.kind === 'dnat') return formatHostPort(target.to, target.port ?? 0);
  }
  return undefined;
}

/** What a packet has for a source that found no route. */
const NOBODY = { 4: '0.0.0.0', 6: '::' } as const;

/** Does a program's socket get the source address that the engine chose? */
async function sourceDifference(lab: Lab, ns: string, shot: Shot, packet: Packet): Promise<Difference[]> {
  const { source, error } = await lab.source(ns, shot.to.ip);
  const kernel = source ?? (error === 'ENETUNREACH' ? NOBODY[packet.family] : String(error));
  if (kernel === packet.src) return [];
  return [{ what: 'source address', engine: [packet.src], kernel: [kernel] }];
}
