import type { ConntrackEntry, Exchange, MachineId } from '../../engine';

/**
 * A machine's conntrack table as it stands at a step. The exchange keeps only the table after its end, so entries
 * are rolled back: what the steps up to here have seen wins over the end, and what only later steps saw is left out.
 */
export function conntrackAt(
  exchange: Exchange,
  index: number,
  machine: MachineId,
): readonly ConntrackEntry[] {
  const table = new Map<number, ConntrackEntry>();
  for (const entry of exchange.world.machines.get(machine)?.conntrack ?? []) table.set(entry.id, entry);
  const seen = new Set<number>();
  for (const step of exchange.steps) {
    const entry = step.machine === machine ? step.after.ct : undefined;
    if (!entry) continue;
    if (step.index <= index) {
      table.set(entry.id, entry);
      seen.add(entry.id);
    } else if (!seen.has(entry.id)) {
      // First met later on: an older entry stood here already as it was then met, a new one did not exist.
      seen.add(entry.id);
      const born = step.kind === 'conntrack' && step.op === 'lookup' && step.state === 'NEW';
      const found = step.before.ct ?? (born ? undefined : entry);
      if (born || !found) table.delete(entry.id);
      else table.set(entry.id, found);
    }
  }
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
