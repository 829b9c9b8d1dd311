import type { ConntrackEntry, Exchange, MachineId } from '../../engine';

/**
 * A machine's conntrack table as it stands at a step: what was there before the exchange, then what each step up to here
 * has made of its entry. One that the exchange ends (a lone RST does) is gone with the last step that saw it.
 */
export function conntrackAt(
  { before, world, steps }: Exchange,
  index: number,
  machine: MachineId,
): readonly ConntrackEntry[] {
  const old = before.machines.get(machine)?.conntrack ?? [];
  const table = new Map(old.filter((e) => e.expires > before.time).map((e) => [e.id, e]));
  const stays = new Set(world.machines.get(machine)?.conntrack.map((e) => e.id));
  const over = new Set<number>();
  for (const { index: at, machine: where, after } of steps) {
    if (where !== machine || !after.ct) continue;
    const { id } = after.ct;
    if (at <= index) {
      table.set(id, after.ct);
      if (!stays.has(id)) over.add(id);
    } else over.delete(id);
  }
  for (const id of over) table.delete(id);
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
