import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Exchange, MachineId, Step } from '../../engine';
import { buildNetwork } from '../../engine/trace/network';
import { arbitraryCall } from '../../engine/trace/testing/arbitrary';
import { call } from '../../engine/trace/testing/call';
import { clusterOf } from '../../engine/trace/testing/cluster';
import { rewritesOf, rewriteWord } from '../../i18n';
import { conntrackAt } from './conntrackAt';
import { fieldState } from './diff';

/** A flow and the same once more. */
const twice = (check: (exchange: Exchange) => void) =>
  fc.assert(
    fc.property(arbitraryCall, ({ cluster, line, seed, overlay, walkOuter }) => {
      const network = buildNetwork(clusterOf(cluster), { overlay, walkOuter });
      const first = call(network, line, { seed });
      check(first);
      check(call(network, line, { seed: seed + 1, world: first.world }));
    }),
    { numRuns: 25 },
  );

/** The table as going through all steps finds it. */
function table({ before, world, steps }: Exchange, index: number, machine: MachineId) {
  const old = before.machines.get(machine)?.conntrack ?? [];
  const found = new Map(old.filter((e) => e.expires > before.time).map((e) => [e.id, e]));
  const here = steps.filter((s) => s.machine === machine);
  for (const { after } of here.filter((s) => s.index <= index))
    if (after.ct) found.set(after.ct.id, after.ct);
  const stays = new Set(world.machines.get(machine)?.conntrack.map((e) => e.id));
  for (const id of found.keys()) {
    const seen = here.filter((s) => s.after.ct?.id === id);
    if (!stays.has(id) && seen.length > 0 && seen.every((s) => s.index <= index)) found.delete(id);
  }
  return [...found.values()].sort((a, b) => a.id - b.id);
}

it('conntrack at a step is what going through all steps finds', () => {
  twice((x) => {
    const machines = new Set(x.steps.map((s) => s.machine));
    for (const machine of machines)
      for (const { index } of x.steps)
        expect(conntrackAt(x, index, machine)).toEqual(table(x, index, machine));
  });
});

it('what rewrote an address last is what going back step by step finds', () => {
  const which = (step: Step) => (step.after.packet.vxlan ? 'outer' : 'inner');
  twice((x) => {
    for (const step of x.steps) {
      for (const field of ['src', 'dst'] as const) {
        const rewrites = x.steps
          .slice(x.traces[step.trace]?.start, step.index + 1)
          .filter((s) => which(s) === 'inner' && rewritesOf(s).some((r) => r.field === field));
        const last = rewrites.at(-1);
        const { by } = fieldState(x, step, field);
        if (by !== undefined) expect(by).toBe(last && rewriteWord(last));
        else if (last) expect(fieldState(x, step, field).was).toBeUndefined();
      }
    }
  });
});
