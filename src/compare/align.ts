/** Positions in two lists that belong together; a list of them ascends on both sides. */
export type Pair = readonly [number, number];

/**
 * Pairs equal keys, the n-th of a key with its n-th on the other side, as many as keep the order of both lists.
 * Where keys are unique that is a longest common subsequence, in n log n steps.
 */
export function alignByKey(a: readonly string[], b: readonly string[]): readonly Pair[] {
  const places = new Map<string, number[]>();
  for (let j = b.length - 1; j >= 0; j--) {
    const key = b[j] as string;
    const known = places.get(key);
    if (known) known.push(j);
    else places.set(key, [j]);
  }
  const pairs: Pair[] = [];
  for (let i = 0; i < a.length; i++) {
    const j = places.get(a[i] as string)?.pop();
    if (j !== undefined) pairs.push([i, j]);
  }
  return longestRise(pairs);
}

/** The longest subsequence whose second numbers rise (patience sorting). */
function longestRise(pairs: readonly Pair[]): readonly Pair[] {
  const tails: number[] = [];
  const before: number[] = [];
  for (let i = 0; i < pairs.length; i++) {
    const value = (pairs[i] as Pair)[1];
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] as number] as Pair)[1] < value) low = middle + 1;
      else high = middle;
    }
    before[i] = low > 0 ? (tails[low - 1] as number) : -1;
    tails[low] = i;
  }
  const rise: Pair[] = [];
  for (let i = tails.at(-1) ?? -1; i >= 0; i = before[i] as number) rise.push(pairs[i] as Pair);
  return rise.reverse();
}

/**
 * The pairs with the highest sum of scores that keep the order of both sides. A score of 0 means: never a pair. Takes
 * n * m steps.
 */
export function alignByScore(n: number, m: number, score: (i: number, j: number) => number): readonly Pair[] {
  const width = m + 1;
  const best = new Float64Array((n + 1) * width);
  const paired = new Uint8Array((n + 1) * width);
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      const own = score(i, j);
      const at = i * width + j;
      const without = Math.max(best[at + width] as number, best[at + 1] as number);
      const together = own > 0 ? own + (best[at + width + 1] as number) : 0;
      best[at] = Math.max(together, without);
      paired[at] = own > 0 && together >= without ? 1 : 0;
    }
  }
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < n && j < m; ) {
    const at = i * width + j;
    if (paired[at]) pairs.push([i++, j++]);
    else if ((best[at + width] as number) >= (best[at + 1] as number)) i++;
    else j++;
  }
  return pairs;
}
