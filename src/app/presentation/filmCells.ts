import type { Exchange, HookName, MachineId, Step } from '../../engine';
import { rewritesOf } from '../../i18n';

/** One state of the packet's header that a film strip shows. */
export interface FilmCell {
  /** The step after which the header stands so. */
  readonly step: Step;
  readonly moment:
    | { readonly at: 'sent' }
    | { readonly at: 'hook'; readonly hook: HookName }
    | { readonly at: 'tunnel' }
    | { readonly at: 'arrived' }
    | { readonly at: 'died' };
  readonly machine: MachineId;
}

/**
 * The header of one packet, state by state: as it was sent, after each hook that rewrote an address, inside another
 * packet on the wire, and at its end. Computed from the steps of a trace alone; empty for a trace that is not there.
 */
export function filmOf(exchange: Exchange, trace: number): readonly FilmCell[] {
  const { start = 0, end = 0 } = exchange.traces[trace] ?? {};
  const cells: FilmCell[] = [];
  let wrapped = false;
  for (const step of exchange.steps.slice(start, end)) {
    const { machine, station } = step;
    const last = cells.at(-1);
    if (step.kind === 'send' && cells.length === 0) cells.push({ step, moment: { at: 'sent' }, machine });
    else if (rewritesOf(step).length > 0 && station.at === 'hook' && !step.after.packet.vxlan) {
      const { hook } = station;
      const again = last?.moment.at === 'hook' && last.moment.hook === hook && last.step.hop === step.hop;
      if (again) cells.pop();
      cells.push({ step, moment: { at: 'hook', hook }, machine });
    } else if (step.kind === 'wire' && step.after.packet.vxlan && !wrapped) {
      wrapped = true;
      cells.push({ step, moment: { at: 'tunnel' }, machine });
    } else if (step.kind === 'deliver') cells.push({ step, moment: { at: 'arrived' }, machine });
    else if (step.kind === 'drop') cells.push({ step, moment: { at: 'died' }, machine });
    if (step.kind === 'decap') wrapped = false;
  }
  return cells;
}

/** The cell whose state the packet is in at a step: the last that is not after it. */
export function cellAt(cells: readonly FilmCell[], cursor: number): number {
  return Math.max(
    0,
    cells.findLastIndex(({ step }) => step.index <= cursor),
  );
}
