import {
  buildNetwork,
  type Cluster,
  type ConntrackEntry,
  type Exchange,
  emptyWorld,
  forgetFlows,
  type IpFamily,
  ip,
  loadCluster,
  type Machine,
  mergeRulesets,
  type Network,
  type Packet,
  type SendRequest,
  type WorldState,
} from '../../src/engine';
import { parseRuleset } from '../../src/engine/netfilter/parse/parse';
import type { Difference } from './compare';
import type { Lab } from './lab';
import { isTunnel, type Rename, tupleText } from './lines';
import { closeByServer, type Stage, sendByHand } from './play';
import { DrawnPorts } from './ports';
import type { Seen } from './protocol';
import type { Scenario, Shot } from './scenario';
import { timeoutOf } from './sysctls';
import { CLIENT_PORTS, type Topology, topologyOf } from './topology';

export interface Failure {
  readonly scenario: Scenario;
  readonly network: Network;
  /** Position in the scenario's shots. */
  readonly at: number;
  readonly packet: Packet;
  readonly differences: readonly Difference[];
  readonly exchange: Exchange;
}

export interface RunResult {
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly events: number;
  /** The engine's, with the kernel's choices. */
  readonly exchanges: readonly Exchange[];
}

/** The network of a scenario. Throws where its text makes no cluster. */
export function networkOf({ objects, options, family, extra = {} }: Omit<Scenario, 'shots'>): Network {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const { cluster, notes } = loadCluster([{ name: 'cluster.json', text }]);
  const errors = notes.filter((n) => n.severity === 'error');
  if (!cluster || errors.length > 0)
    throw new Error(`the cluster is not readable: ${JSON.stringify(errors)}`);
  const network = buildNetwork(withoutBalancers(cluster), options);
  const machines = [...network.machines].map(([id, m]) => [id, withRules(m, family, extra[m.name])] as const);
  return { ...network, machines: new Map(machines) };
}

/** The load balancer's choices are its own, no kernel makes them: its addresses are the nodes', as routes lead there. */
const withoutBalancers = ({ lan: { balancers: _, ...lan }, ...cluster }: Cluster): Cluster => ({
  ...cluster,
  lan,
});

/** A machine with more rules behind its own. */
function withRules(machine: Machine, family: IpFamily, text: string | undefined): Machine {
  const base = machine.ruleset(family);
  if (!text || !base) return machine;
  const { ruleset, problems } = parseRuleset(text, family);
  if (problems.length > 0) throw new Error(`rules are not readable: ${JSON.stringify(problems)}`);
  const merged = mergeRulesets(family, base, ruleset);
  return { ...machine, ruleset: (f) => (f === family ? merged : machine.ruleset(f)) };
}

/** IP ids: the request's own, never 0 (which the kernel's answers may have). */
const idOf = (at: number) => 0x5000 + at;

/** Sends every shot through the kernel and through the engine, and holds the two against each other. */
export async function run(lab: Lab, scenario: Scenario, patience = 3): Promise<RunResult> {
  let network = networkOf(scenario);
  let topology = topologyOf(network, scenario.style, scenario.family);
  await lab.build(topology.spec);
  const ports = new DrawnPorts();
  const failures: Failure[] = [];
  const exchanges: Exchange[] = [];
  const opened = new Set<string>();
  /** When the handshakes began that are not over. */
  const halves = new Map<string, number>();
  let world = emptyWorld();
  let passed = 0;
  let events = 0;
  let last: Seen['conntrack'] = {};
  for (const [at, wished] of scenario.shots.entries()) {
    if (wished.objects) {
      network = networkOf({ ...scenario, objects: wished.objects });
      topology = topologyOf(network, scenario.style, scenario.family);
      await lab.reload(topology.spec);
      // Who listens no more has forgotten them.
      for (const flow of halves.keys()) halves.set(flow, 0);
    }
    const shot = opened.has(flowOf(wished)) ? wished : unflagged(wished);
    if (Date.now() - (halves.get(flowOf(shot)) ?? Date.now()) > MEMORY_MS) continue;
    if (shot.forget) {
      await lab.forget();
      last = {};
      for (const id of world.machines.keys()) world = forgetFlows(world, id);
    }
    const wanted = requestOf(shot, at);
    // A client whose SYN was not answered sends it again, whatever conntrack has seen on the way.
    const unopened = shot.proto === 'tcp' && !shot.flags && !opened.has(flowOf(shot));
    const plan: SendRequest = unopened ? { ...wanted, flags: ['SYN'] } : wanted;
    const stage: Stage = { lab, topology, network, world, ports, id: idOf(at), patience };
    const before = exchanges.findLast(({ request }) => flowOf(request) === flowOf(shot));
    const sent = shot.byServer ? await closeByServer(stage, before) : await sendByHand(stage, shot, plan);
    if (!sent) continue;
    const { exchange, seen, found } = sent;
    const packet = exchange.traces[0]?.packet as Packet;
    world = exchange.world;
    exchanges.push(exchange);
    events += seen.events.length;
    last = seen.conntrack;
    if (packet.flags.join() === 'SYN' && !shot.conversation) halves.set(flowOf(shot), Date.now());
    else halves.delete(flowOf(shot));
    if (exchange.outcome.code === 'answered') opened.add(flowOf(shot));
    else opened.delete(flowOf(shot));
    if (found.length === 0) {
      passed += 1;
      if (scenario.family === 6 && narrowed(network, world)) break;
    } else {
      failures.push({ scenario, network, at, packet, differences: found, exchange });
      // The two worlds have parted: what follows would differ only because of this.
      break;
    }
  }
  await checkTables(lab, last, topology, failures.length > 0 ? undefined : world, ports);
  return { passed, failures, events, exchanges };
}

/** A server forgets half a handshake after a second (TCP_TIMEOUT_INIT). */
const MEMORY_MS = 700;

/** A node was told of a short way to another: IPv6 drops the outer packets that are too long for it now. */
function narrowed({ machines }: Network, world: WorldState): boolean {
  const nodes = [...machines.values()].filter(({ kind }) => kind === 'node');
  const theirs = new Set(
    nodes.flatMap(({ interfaces }) => interfaces.flatMap((i) => i.addresses.map((a) => a.ip))),
  );
  return nodes.some(({ id }) =>
    [...(world.machines.get(id)?.pathMtu?.keys() ?? [])].some((ip) => theirs.has(ip)),
  );
}

/**
 * Conntrack's announcements were taken for its table: are they the same? And what was not announced, is it as in `world`?
 * Throws where it is not.
 */
async function checkTables(
  lab: Lab,
  told: Seen['conntrack'],
  { machineOf }: Topology,
  world: WorldState | undefined,
  ports: DrawnPorts,
): Promise<void> {
  const tables = await lab.conntrack();
  for (const [ns, dumped] of Object.entries(tables)) {
    const seen = dumped.filter(({ entry }) => !isTunnel(entry.original));
    const table = new Set(seen.map(({ entry }) => JSON.stringify(entry)));
    const announced = new Set(
      (told[ns] ?? []).filter((e) => !isTunnel(e.original)).map((e) => JSON.stringify(e)),
    );
    const only = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((e) => !b.has(e));
    const [missing, extra] = [only(table, announced), only(announced, table)];
    if (missing.length + extra.length > 0)
      throw new Error(`conntrack of ${ns}: not announced ${missing}; announced only ${extra}`);
    const machine = machineOf.get(ns);
    if (!world || !machine) continue;
    const own = world.machines.get(machine.id)?.conntrack.filter((e) => !isTunnel(e.original)) ?? [];
    const mine = new Set(own.map((e) => lifeText({ ...e, left: e.expires - world.time }, ports.rename)));
    const theirs = new Set(
      seen.map(({ entry, left, ...e }) =>
        lifeText({ ...entry, ...e, left: timeoutOf(left) }, (endpoint) => endpoint),
      ),
    );
    const [engine, kernel] = [only(mine, theirs), only(theirs, mine)];
    if (engine.length + kernel.length > 0)
      throw new Error(`lives of entries on ${machine.id}: engine ${engine}; kernel ${kernel}`);
  }
}

type Life = Pick<ConntrackEntry, 'original' | 'assured' | 'mark'> & { readonly left: number };

/** How long an entry has to live, and what protects it; UDP's depends on the time that the lab takes. */
const lifeText = ({ original, assured, mark, left }: Life, rename: Rename): string =>
  `${tupleText(original, rename)} ${left} s mark ${mark}${assured && original.proto === 'tcp' ? ' ASSURED' : ''}`;

/** The lab knows no sequence numbers of a connection that was never answered: it can only be opened. */
function unflagged(shot: Shot): Shot {
  const { flags, ...rest } = shot;
  return flags && shot.sport <= CLIENT_PORTS.to ? rest : shot;
}

const flowOf = ({ from, to, sport }: Pick<SendRequest, 'from' | 'sport'> & Pick<Shot, 'to'>): string =>
  `${from} ${sport} ${to.ip} ${to.port}`;

function requestOf(shot: Shot, at: number): SendRequest {
  const { to, objects: _objects, forget: _forget, byServer: _byServer, ...rest } = shot;
  // With steps of 31, no two of the first shots draw the same port.
  return { ...rest, to: { ip: ip(to.ip), port: to.port }, seed: at * 31 + 1 };
}
