import { addrType } from '../host/addresses';
import type { ConntrackTable, Direction } from '../host/conntrack';
import type { ConntrackEntry, Machine, MachineId, Network } from '../host/model';
import type { Ip } from '../net/address';
import type { Packet } from '../net/packet';
import type { Tuple } from '../net/tuple';
import type { DrawPoint, EvalEnv, SavedRun } from '../netfilter/evaluate/evaluate.types';
import type { Rule, Ruleset, TableName } from '../netfilter/model';
import { forcedDraw } from './choice';
import type { LiveWorld } from './live';
import type { SendRequest, Trace } from './model';
import { randomFrom } from './random';
import { unknownKey } from './rule-key';
import type { DropCode, DropStep, Leg, SendStep, Skb, Station, Step } from './step';

/** A packet that a machine is about to send. */
export interface Emission {
  readonly leg: Leg;
  readonly what: SendStep['what'];
  readonly machine: Machine;
  readonly packet: Packet;
  /** The flow of the packet that an ICMP error is about (nf_ct_attach). */
  readonly attached?: { readonly entry: ConntrackEntry; readonly direction: Direction };
  /** The bridge port by which it leaves at once, as a frame, without routing and without any hook. */
  readonly frame?: { readonly bridge: string; readonly port: string };
  /** A packet that did not arrive is sent again, otherwise: what became of it counts no more. */
  readonly again?: boolean;
}

/** How a packet's way ended. */
export type Fate =
  | {
      readonly kind: 'delivered';
      readonly step: number;
      readonly listening: boolean;
      readonly owner?: string;
    }
  | {
      readonly kind: 'dropped';
      readonly step: number;
      readonly station: Station;
      readonly code: DropCode;
      readonly params: Readonly<Record<string, string | number>>;
      /** The ICMP error that tells the sender. */
      readonly error?: Emission;
    };

/** A socket that has sent something in this exchange, and so takes answers. */
export interface OpenFlow {
  readonly machine: MachineId;
  readonly tuple: Tuple;
  readonly owner?: string;
}

export interface WalkOptions {
  /** Decides a draw that is not forced. Default: the numbers of the request's seed. */
  readonly draw?: (point: DrawPoint, walk: Walk) => number;
  /** As `EvalEnv` has it. */
  readonly resume?: (walk: Walk) => SavedRun | undefined;
  /** Leave out the steps of rules that do not match: nobody reads them. */
  readonly brief?: boolean;
}

type Body<S extends Step> = Omit<S, 'index' | 'leg' | 'trace' | 'hop' | 'machine' | 'before' | 'after'>;

/** More machine visits than any real way has: 255 hops would take a routing loop. */
const MAX_HOPS = 300;
/** Tells the two streams of random numbers apart, so that forcing an endpoint leaves the ports as they were. */
const PORT_STREAM = 0x9e3779b9;

/**
 * A packet that a kernel knows this much of. All keys are there from the beginning: to copy an object and add one makes
 * another class of objects each time in V8 before 12.
 */
export const skbOf = (packet: Packet, known?: Partial<Skb>): Skb => ({
  packet,
  mark: 0,
  iif: undefined,
  oif: undefined,
  ctState: undefined,
  ct: undefined,
  ctDirection: undefined,
  physIn: undefined,
  physOut: undefined,
  joined: undefined,
  ...known,
});

/**
 * What goes along with a packet: where it is, what the kernel knows of it, and the steps written so far. The functions
 * in `kernel/` move it on; each of them is one station of the kernel's path.
 */
export class Walk {
  readonly network: Network;
  readonly request: SendRequest;
  readonly steps: Step[] = [];
  readonly traces: Trace[] = [];
  readonly flows: OpenFlow[] = [];
  readonly env: EvalEnv;
  readonly randomPort: () => number;
  machine: Machine;
  /** Set by whoever originates a packet. */
  skb!: Skb;
  /** The neighbour that the packet's route leads to, once it has one. */
  nextHop: Ip | undefined;
  leg: Leg = 'request';
  hop = 0;
  traversals = 0;
  /** For each draw of the table that runs now: was it forced? */
  forced: boolean[] = [];

  readonly live: LiveWorld;
  private readonly forcing = new Map<Ruleset, Map<TableName, (rule: Rule) => boolean>>();
  private readonly random: NonNullable<WalkOptions['draw']>;

  constructor(
    network: Network,
    live: LiveWorld,
    request: SendRequest,
    machine: Machine,
    { draw, resume, brief = false }: WalkOptions = {},
  ) {
    this.network = network;
    this.live = live;
    this.request = request;
    this.machine = machine;
    this.random = draw ?? randomFrom(request.seed);
    this.randomPort = randomFrom(request.seed ^ PORT_STREAM);
    this.env = {
      brief,
      ...(resume && { resume: () => resume(this) }),
      addrType: (ip) => addrType(this.machine, ip),
      draw: (point) => this.draw(point),
      recentlySeen: (name, source, seconds) => live.recentlySeen(this.machine.id, name, source, seconds),
      memory: {
        now: live.time,
        get: (match) => live.memoryOf(this.machine.id).get(match),
        set: (match, value) => live.memoryOf(this.machine.id).set(match, value),
      },
      decide: (table, chain, number, what) =>
        network.unknown?.[unknownKey(this.machine.id, this.skb.packet.family, table, chain, number, what)],
    };
  }

  /** The rules that this packet meets on this machine; none in Pods and outside. */
  get ruleset(): Ruleset | undefined {
    return this.machine.ruleset(this.skb.packet.family);
  }

  get conntrack(): ConntrackTable {
    return this.live.conntrackOf(this.machine.id);
  }

  /** Writes a step at which the packet becomes `after`. */
  emit<S extends Step>(body: Body<S>, after: Skb = this.skb): number {
    const index = this.steps.length;
    const step = {
      index,
      leg: this.leg,
      trace: this.traces.length,
      hop: this.hop,
      machine: this.machine.id,
      before: this.skb,
      after,
      ...body,
    };
    this.steps.push(step as unknown as Step);
    this.skb = after;
    return index;
  }

  drop(
    station: Station,
    code: DropCode,
    params: Readonly<Record<string, string | number>>,
    error?: Emission,
  ): Fate {
    const step = this.emit<DropStep>({ kind: 'drop', station, code, params });
    return { kind: 'dropped', step, station, code, params, error };
  }

  /** The packet enters another machine, which knows nothing yet but where it came in. */
  enter(machine: Machine, iif: string): Fate | undefined {
    this.hop += 1;
    this.machine = machine;
    this.skb = skbOf(this.skb.packet, { iif });
    this.nextHop = undefined;
    const station = { at: 'interface', name: iif } as const;
    return this.hop > MAX_HOPS ? this.drop(station, 'loop', {}) : undefined;
  }

  private draw(point: DrawPoint): number {
    const ruleset = this.ruleset;
    const { force } = this.request;
    let chosen: number | undefined;
    if (force && ruleset) {
      let memo = this.forcing.get(ruleset);
      if (!memo) {
        memo = new Map();
        this.forcing.set(ruleset, memo);
      }
      chosen = forcedDraw(ruleset, force, point, memo);
    }
    this.forced.push(chosen !== undefined);
    return chosen ?? this.random(point, this);
  }
}
