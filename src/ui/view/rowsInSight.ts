export interface Span {
  readonly from: number;
  /** Behind the last one. */
  readonly to: number;
}

/** Rows beyond the edge that are drawn as well, at least; spans begin and end at multiples, so that they change rarely. */
const MORE = 8;

/** The row at a height: the last that begins there or above. `tops` are ascending. */
function rowAt(tops: readonly number[], y: number): number {
  let [low, high] = [0, tops.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Which rows to draw of a list: `tops` where each begins and, at last, where the list ends, px. */
export function rowsInSight(tops: readonly number[], top: number, height: number): Span {
  const count = Math.max(0, tops.length - 1);
  const from = Math.floor((rowAt(tops, top) - MORE) / MORE) * MORE;
  const to = Math.ceil((rowAt(tops, top + height) + 1 + MORE) / MORE) * MORE;
  return { from: Math.max(0, Math.min(from, count)), to: Math.min(to, count) };
}
