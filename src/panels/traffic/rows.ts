import type { Chance, Ending, Traffic } from '../../engine/many';

/** One way to end, with what to expect and what came. */
export interface EndingRow extends Ending {
  /** From 1; the landings say it again. */
  readonly number: number;
  readonly probability: number;
  readonly count: number;
}

const addressOf = ({ deliveredTo }: Ending): string =>
  deliveredTo ? `${deliveredTo.ip}:${deliveredTo.port}` : '';

/** Endpoints first, by address, so that a row stays where it is while the counts grow; then those that nobody read. */
function order(a: Ending, b: Ending): number {
  const [x, y] = [addressOf(a), addressOf(b)];
  if (x === '' || y === '') return x === y ? a.key.localeCompare(b.key) : x === '' ? 1 : -1;
  return x.localeCompare(y, 'en', { numeric: true }) || a.key.localeCompare(b.key);
}

/** All that can happen and all that did. */
export function endingRows(chances: readonly Chance[], result: Traffic | undefined): readonly EndingRow[] {
  const counts = new Map(result?.endings.map((e) => [e.key, e]));
  const known = new Map(chances.map((c) => [c.key, c]));
  const all: Ending[] = [...chances, ...(result?.endings ?? []).filter((e) => !known.has(e.key))];
  return all.sort(order).map(({ key, code, deliveredTo, drop }, i) => ({
    key,
    code,
    ...(deliveredTo && { deliveredTo }),
    ...(drop && { drop }),
    number: i + 1,
    probability: known.get(key)?.probability ?? 0,
    count: counts.get(key)?.count ?? 0,
  }));
}
