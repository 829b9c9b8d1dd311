import { ConntrackTable } from '../host/conntrack';
import type { MachineId, MachineState, WorldState } from '../host/model';
import type { Ip } from '../net/address';
import { type Tuple, tupleKey } from '../net/tuple';

const ids = new WeakMap<object, number>();
let lastId = 0;

function idOf(match: object): number {
  const id = ids.get(match) ?? ++lastId;
  ids.set(match, id);
  return id;
}

/** Seconds for which a path's length is remembered (net.ipv4.route.mtu_expires, net.ipv6.route.mtu_expires). */
const MTU_EXPIRES = 600;

/** A world while packets pass through it: what is immutable outside changes in place here. */
export class LiveWorld {
  private readonly before: WorldState;
  private readonly tables = new Map<MachineId, ConntrackTable>();
  private readonly connections = new Map<MachineId, Map<string, number>>();
  private readonly paths = new Map<MachineId, NonNullable<MachineState['pathMtu']>>();
  private readonly memories = new Map<MachineId, Map<object, number>>();
  private readonly recents = new Map<MachineId, Map<string, Map<Ip, number>>>();

  constructor(before: WorldState) {
    this.before = before;
  }

  get time(): number {
    return this.before.time;
  }

  /** What loaded matches remember (`limit`, `statistic --mode nth`). */
  memoryOf(machine: MachineId): Map<object, number> {
    let memory = this.memories.get(machine);
    if (!memory) {
      memory = new Map(this.before.machines.get(machine)?.memory);
      this.memories.set(machine, memory);
    }
    return memory;
  }

  conntrackOf(machine: MachineId): ConntrackTable {
    let table = this.tables.get(machine);
    if (!table) {
      table = new ConntrackTable(this.before.machines.get(machine)?.conntrack ?? [], this.before.time);
      this.tables.set(machine, table);
    }
    return table;
  }

  /** The TCP connections of a machine's sockets; set and delete in place. */
  connectionsOf(machine: MachineId): Map<string, number> {
    let open = this.connections.get(machine);
    if (!open) {
      open = new Map(this.before.machines.get(machine)?.connections);
      this.connections.set(machine, open);
    }
    return open;
  }

  private pathsOf(machine: MachineId): NonNullable<MachineState['pathMtu']> {
    return this.paths.get(machine) ?? this.before.machines.get(machine)?.pathMtu ?? new Map();
  }

  /** The longest packet that a machine knows to reach `dst`, in bytes; Infinity where it was told nothing. */
  pathMtu(machine: MachineId, dst: Ip): number {
    const known = this.pathsOf(machine).get(dst);
    return known && known.until > this.time ? known.mtu : Number.POSITIVE_INFINITY;
  }

  /** Of the way to an address only a shorter length is believed (__ip_rt_update_pmtu, __ip6_rt_update_pmtu). */
  learnMtu(machine: MachineId, dst: Ip, told: number): void {
    const path = { mtu: Math.min(told, this.pathMtu(machine, dst)), until: this.time + MTU_EXPIRES };
    this.paths.set(machine, new Map(this.pathsOf(machine)).set(dst, path));
  }

  /** Would a packet with this tuple, from this machine, be the first of a new flow everywhere? */
  isNew(from: MachineId, tuple: Tuple): boolean {
    if (this.connectionsOf(from).has(tupleKey(tuple))) return false;
    return this.machines().every((id) => !this.conntrackOf(id).taken(tuple));
  }

  private machines(): readonly MachineId[] {
    return [...new Set([...this.before.machines.keys(), ...this.tables.keys()])];
  }

  /** `recent --rcheck` of a machine. */
  recentlySeen(machine: MachineId, name: string, source: Ip, seconds: number | undefined): boolean {
    const seen = this.recent(machine).get(name)?.get(source);
    return seen !== undefined && (seconds === undefined || this.before.time - seen <= seconds);
  }

  remember(machine: MachineId, name: string, source: Ip): void {
    const lists = this.recent(machine);
    const list = lists.get(name) ?? new Map<Ip, number>();
    lists.set(name, list.set(source, this.before.time));
  }

  private recent(machine: MachineId): Map<string, Map<Ip, number>> {
    let lists = this.recents.get(machine);
    if (!lists) {
      const old = this.before.machines.get(machine)?.recent ?? new Map();
      lists = new Map([...old].map(([name, seen]) => [name, new Map<Ip, number>(seen)]));
      this.recents.set(machine, lists);
    }
    return lists;
  }

  /** What the modules remember on the machines that were asked, as text. */
  remembered(): string {
    const lists = (recent: Map<string, Map<Ip, number>>) =>
      [...recent].map(([name, seen]) => [name, [...seen]]);
    const numbers = (memory: Map<object, number>) => [...memory].map(([match, n]) => [idOf(match), n]);
    return JSON.stringify([
      [...this.recents].map(([id, recent]) => [id, lists(recent)]),
      [...this.memories].map(([id, memory]) => [id, numbers(memory)]),
    ]);
  }

  /** The world as it has become; machines that nothing happened on keep their state. Ask it once, at the end. */
  state(): WorldState {
    const machines = new Map<MachineId, MachineState>(this.before.machines);
    const empty: MachineState = { conntrack: [], recent: new Map() };
    for (const [id, table] of this.tables) {
      if (table.changed) machines.set(id, { ...(machines.get(id) ?? empty), conntrack: table.entries() });
    }
    for (const [id, recent] of this.recents) {
      if (recent.size > 0) machines.set(id, { ...(machines.get(id) ?? empty), recent });
    }
    for (const [id, connections] of this.connections) {
      const old = machines.get(id) ?? empty;
      if (connections.size > 0 || old.connections)
        machines.set(id, { ...old, connections: new Map(connections) });
    }
    for (const [id, pathMtu] of this.paths) machines.set(id, { ...(machines.get(id) ?? empty), pathMtu });
    for (const [id, memory] of this.memories) {
      if (memory.size > 0) machines.set(id, { ...(machines.get(id) ?? empty), memory: new Map(memory) });
    }
    return { time: this.before.time, machines };
  }
}
