/** How many of the items, ascending by `key`, are at most `value`. */
export function countUpTo<T>(items: readonly T[], value: number, key: (item: T) => number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(items[middle] as T) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
