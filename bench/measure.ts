import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What a group of benchmarks yields. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** More to know of the work that was timed, for the table. */
  readonly note?: string;
}

setFlagsFromString('--expose-gc');
/** Collects all garbage at once. */
export const collect = runInNewContext('gc') as () => void;

/** Milliseconds of the work. */
export function clock(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** The same of the work alone: what was made before it does not have to be collected in it. */
export function time(work: () => void): number {
  collect();
  return clock(work);
}
