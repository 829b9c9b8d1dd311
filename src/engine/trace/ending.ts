import type { Outcome, OutcomeCode } from './model';
import type { DropCode } from './step';

/** Where a connection ends: what its caller learns, and who read the request, or why nobody did. */
export interface Ending {
  /** The same for the same ending, whichever way leads to it. */
  readonly key: string;
  readonly code: OutcomeCode;
  readonly deliveredTo?: NonNullable<Outcome['deliveredTo']>;
  readonly drop?: DropCode;
}

/** The ending that an outcome is; outcomes with equal endings are one bar of a histogram. */
export function endingOf({ code, deliveredTo, drop }: Outcome): Ending {
  const { machine = '', owner = '', ip = '', port = 0 } = deliveredTo ?? {};
  const key = [code, machine, owner, ip, port, drop?.code ?? ''].join('|');
  return { key, code, ...(deliveredTo && { deliveredTo }), ...(drop && { drop: drop.code }) };
}
