import type { Exchange, HookName, Leg, MachineId, Network, Step } from '../../engine';
import { hookIn, type Key, keyOf } from './journey-keys';
import { walk } from './road';

/** One stay of one packet at one drawn machine: Pods are drawn on their node. */
export interface Pass {
  readonly id: number;
  readonly trace: number;
  readonly machine: MachineId;
}

/** One crossing of the LAN. `tunnel`: inside VXLAN. */
export interface Wire {
  readonly id: number;
  readonly trace: number;
  readonly from: Pass;
  readonly to: Pass;
  readonly tunnel: boolean;
}

export type Vertex =
  | { readonly at: 'key'; readonly pass: Pass; readonly key: Key }
  | { readonly at: 'wire'; readonly wire: Wire };

/** The way of one packet, in words. */
export interface LegWay {
  readonly trace: number;
  readonly leg: Leg;
  readonly start: number;
  readonly end: number;
  readonly vertices: readonly Vertex[];
  /** For each step from `start`: the vertex at which it rests. */
  readonly rests: readonly number[];
}

/** A packet in one gate, or through it: from the step that enters to the one that is past it (exclusive). */
export interface GateVisit {
  readonly machine: MachineId;
  readonly hook: HookName;
  readonly start: number;
  readonly end: number;
}

/** Where an exchange goes, without coordinates. */
export interface Journey {
  readonly legs: readonly LegWay[];
  readonly wires: readonly Wire[];
  readonly passes: readonly Pass[];
  readonly gates: readonly GateVisit[];
  /** The drawn machine of each step. */
  readonly machineOf: readonly MachineId[];
  /** Nodes that some packet visits. */
  readonly touched: ReadonlySet<MachineId>;
  /** Pods that some packet visits. */
  readonly pods: ReadonlySet<MachineId>;
  readonly usesRouter: boolean;
  readonly usesBalancer: boolean;
  readonly sender: MachineId | undefined;
  readonly destination: MachineId | undefined;
}

export const EMPTY_JOURNEY: Journey = {
  legs: [],
  wires: [],
  passes: [],
  gates: [],
  machineOf: [],
  touched: new Set(),
  pods: new Set(),
  usesRouter: false,
  usesBalancer: false,
  sender: undefined,
  destination: undefined,
};

/** Which machine a Pod is drawn on. */
export type HostOf = (machine: MachineId) => MachineId;

const written = (v: Vertex): string =>
  v.at === 'key' ? `${v.pass.machine} ${v.key}` : `> ${v.wire.to.machine} ${v.wire.tunnel}`;

/** Packets that go one way in one direction share its passes and wires, and so its lanes. */
export function journeyOf(exchange: Exchange | undefined, network: Network, hostOf: HostOf): Journey {
  if (!exchange) return EMPTY_JOURNEY;
  const passes: Pass[] = [];
  const wires: Wire[] = [];
  const ways = new Map<string, readonly Vertex[]>();
  const legs = exchange.traces.map((t, i): LegWay => {
    const [passCount, wireCount] = [passes.length, wires.length];
    const builder = new LegBuilder(i, network, hostOf, passes, wires);
    const steps = exchange.steps.slice(t.start, t.end);
    const rests = steps.map((step, n) => builder.add(step, steps, n));
    const way = `${t.leg}: ${builder.vertices.map(written).join()}`;
    const vertices = ways.get(way) ?? builder.vertices;
    if (vertices !== builder.vertices) {
      passes.length = passCount;
      wires.length = wireCount;
    }
    ways.set(way, vertices);
    return { trace: i, leg: t.leg, start: t.start, end: t.end, vertices, rests };
  });
  const machineOf = exchange.steps.map((s) => hostOf(s.machine));
  const pods = new Set(exchange.steps.map((s) => s.machine).filter((m) => m.startsWith('pod/')));
  const delivered = exchange.outcome.deliveredTo?.machine;
  return {
    legs,
    wires,
    passes,
    gates: legs.flatMap(gateVisits),
    machineOf,
    touched: new Set(
      [...machineOf, ...wires.map((wire) => wire.to.machine)].filter((m) => m.startsWith('node/')),
    ),
    pods,
    usesRouter: machineOf.some((m) => m === 'router'),
    usesBalancer: machineOf.some((m) => m === 'lb'),
    sender: exchange.request.from,
    destination: delivered ?? lastPod(exchange, pods),
  };
}

/** Where the request ended, if that is a Pod other than the sender: it may have refused. */
function lastPod(exchange: Exchange, pods: ReadonlySet<MachineId>): MachineId | undefined {
  const end = exchange.steps[(exchange.traces[0]?.end ?? 0) - 1]?.machine;
  return end !== undefined && pods.has(end) && end !== exchange.request.from ? end : undefined;
}

/** Gates on the way, also those in which no rule was tried: a reply passes nat without being asked. */
function gateVisits(leg: LegWay): GateVisit[] {
  const firstAt = (vertex: number) => {
    const n = leg.rests.findIndex((rest) => rest >= vertex);
    return n < 0 ? leg.end : leg.start + n;
  };
  return leg.vertices.flatMap((v, i): GateVisit[] => {
    const hook = v.at === 'key' ? HOOK_OF_KEY.get(v.key) : undefined;
    if (v.at !== 'key' || !hook) return [];
    const start = firstAt(i);
    return start < leg.end ? [{ machine: v.pass.machine, hook, start, end: firstAt(i + 2) }] : [];
  });
}

const HOOKS = ['prerouting', 'input', 'forward', 'output', 'postrouting'] as const;
const HOOK_OF_KEY: ReadonlyMap<Key, HookName> = new Map(HOOKS.map((h) => [hookIn(h), h]));

class LegBuilder {
  readonly vertices: Vertex[] = [];
  private pass: Pass | undefined;
  private machine: MachineId | undefined;
  private outbound = true;
  private readonly trace: number;
  private readonly network: Network;
  private readonly hostOf: HostOf;
  private readonly passes: Pass[];
  private readonly wires: Wire[];

  constructor(trace: number, network: Network, hostOf: HostOf, passes: Pass[], wires: Wire[]) {
    this.trace = trace;
    this.network = network;
    this.hostOf = hostOf;
    this.passes = passes;
    this.wires = wires;
  }

  /** Adds the way to this step's place; returns the vertex where it rests. */
  add(step: Step, steps: readonly Step[], n: number): number {
    if (step.machine !== this.machine) {
      this.outbound = step.kind === 'send';
      this.machine = step.machine;
    }
    const drawn = this.hostOf(step.machine);
    if (step.kind === 'wire' && step.to !== undefined && this.hostOf(step.to) !== drawn) {
      return this.addWire(step, this.hostOf(step.to));
    }
    // It dies on the wire that it was put on.
    if (step.kind === 'drop' && step.station.at === 'wire' && this.vertices.at(-1)?.at === 'wire') {
      return this.vertices.length - 1;
    }
    if (!this.pass || this.pass.machine !== drawn) this.enter(drawn);
    this.goTo(this.keyFor(step, steps, n));
    return this.vertices.length - 1;
  }

  private keyFor(step: Step, steps: readonly Step[], n: number): Key {
    const following = steps[n + 1];
    const here = step.station;
    const stays =
      following?.machine === step.machine &&
      here.at === 'hook' &&
      following.station.at === 'hook' &&
      following.station.hook === here.hook;
    return keyOf(step, {
      network: this.network,
      outbound: this.outbound,
      leavesGate: !stays,
      hookAhead: hookAhead(steps, n),
      previous: this.lastKey(),
    });
  }

  private lastKey(): Key | undefined {
    const last = this.vertices.at(-1);
    return last?.at === 'key' ? last.key : undefined;
  }

  private newPass(machine: MachineId): Pass {
    const pass = { id: this.passes.length, trace: this.trace, machine };
    this.passes.push(pass);
    return pass;
  }

  private enter(machine: MachineId): void {
    const last = this.vertices.at(-1);
    const arriving = last?.at === 'wire' && last.wire.to.machine === machine;
    this.pass = arriving ? last.wire.to : this.newPass(machine);
    if (arriving) this.push(entrance(machine));
  }

  private addWire(step: Step, to: MachineId): number {
    const from = this.pass ?? this.newPass(this.hostOf(step.machine));
    this.pass = from;
    this.goTo(exit(from.machine));
    const tunnel = step.after.packet.vxlan !== undefined;
    const wire = { id: this.wires.length, trace: this.trace, from, to: this.newPass(to), tunnel };
    this.wires.push(wire);
    this.vertices.push({ at: 'wire', wire });
    return this.vertices.length - 1;
  }

  private goTo(key: Key): void {
    const from = this.lastKey();
    if (from === undefined) this.push(key);
    else for (const k of walk(from, key) ?? [key]) this.push(k);
  }

  private push(key: Key): void {
    if (this.pass) this.vertices.push({ at: 'key', pass: this.pass, key });
  }
}

function hookAhead(steps: readonly Step[], n: number): boolean {
  const here = steps[n];
  for (let i = n + 1; i < steps.length && steps[i]?.machine === here?.machine; i++) {
    const s = steps[i];
    if (s?.station.at === 'hook') return true;
    // Past this the packet leaves the stack, whatever hooks it meets later.
    if (s?.kind === 'wire' || s?.kind === 'encap') return false;
  }
  return false;
}

const entrance = (machine: MachineId): Key =>
  machine === 'outside' ? 'rclientEth' : machine === 'router' || machine === 'lb' ? 'routerIn' : 'nicIn';
const exit = (machine: MachineId): Key =>
  machine === 'outside' ? 'clientEth' : machine === 'router' || machine === 'lb' ? 'routerOut' : 'nicOut';
