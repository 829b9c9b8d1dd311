import type { Exchange, Leg, MachineId } from '../../engine';

/** One stay of a packet at a machine. */
export interface HopSpan {
  readonly hop: number;
  readonly machine: MachineId;
  readonly leg: Leg;
  /** First step of the stay. */
  readonly first: number;
  readonly last: number;
}

/** The stays of an exchange in order. */
export function hopSpans(exchange: Exchange): readonly HopSpan[] {
  const spans: HopSpan[] = [];
  for (const step of exchange.steps) {
    const open = spans.at(-1);
    if (open && open.hop === step.hop) spans[spans.length - 1] = { ...open, last: step.index };
    else
      spans.push({
        hop: step.hop,
        machine: step.machine,
        leg: step.leg,
        first: step.index,
        last: step.index,
      });
  }
  return spans;
}
