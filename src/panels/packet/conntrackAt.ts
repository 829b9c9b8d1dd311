import type { ConntrackEntry, Exchange, MachineId } from '../../engine';

/** What an exchange does to a machine's conntrack table. */
interface Changes {
  /** Steps with an entry that is not as the step before saw it, ascending. */
  readonly made: readonly { readonly at: number; readonly entry: ConntrackEntry }[];
  /** Of entries that the exchange ends: the last step that saw each. */
  readonly ended: ReadonlyMap<number, number>;
}

const known = new WeakMap<Exchange, Map<MachineId, Changes>>();

function changesOn(exchange: Exchange, machine: MachineId): Changes {
  const byMachine = known.get(exchange) ?? new Map<MachineId, Changes>();
  known.set(exchange, byMachine);
  const found = byMachine.get(machine);
  if (found) return found;
  const stays = new Set(exchange.world.machines.get(machine)?.conntrack.map((e) => e.id));
  const [seen, ended] = [new Map<number, ConntrackEntry>(), new Map<number, number>()];
  const made: { at: number; entry: ConntrackEntry }[] = [];
  for (const { index: at, machine: where, after } of exchange.steps) {
    const entry = where === machine ? after.ct : undefined;
    if (!entry) continue;
    if (!stays.has(entry.id)) ended.set(entry.id, at);
    if (seen.get(entry.id) === entry) continue;
    seen.set(entry.id, entry);
    made.push({ at, entry });
  }
  byMachine.set(machine, { made, ended });
  return { made, ended };
}

/**
 * A machine's conntrack table as it stands at a step: what was there before the exchange, then what each step up to here
 * has made of its entry. One that the exchange ends (a lone RST does) is gone with the last step that saw it.
 */
export function conntrackAt(
  exchange: Exchange,
  index: number,
  machine: MachineId,
): readonly ConntrackEntry[] {
  const { before } = exchange;
  const { made, ended } = changesOn(exchange, machine);
  const old = before.machines.get(machine)?.conntrack ?? [];
  const table = new Map(old.filter((e) => e.expires > before.time).map((e) => [e.id, e]));
  for (const { at, entry } of made) {
    if (at > index) break;
    table.set(entry.id, entry);
  }
  for (const [id, last] of ended) if (last <= index) table.delete(id);
  return [...table.values()].sort((a, b) => a.id - b.id);
}

/** Which ends of the reply tuple NAT has changed, against the original inverted. */
export function rewritten(entry: ConntrackEntry): { readonly src: boolean; readonly dst: boolean } {
  const { original, reply } = entry;
  return {
    src: reply.src !== original.dst || reply.sport !== original.dport,
    dst: reply.dst !== original.src || reply.dport !== original.sport,
  };
}
