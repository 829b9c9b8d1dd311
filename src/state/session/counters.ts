import type { Counter } from '../../engine';
import type { AppState } from '../types';

type Counted = Pick<AppState, 'counters'>;

const ZERO: Counter = { packets: 0, bytes: 0 };

/** What a rule has counted; the key is the engine's `ruleKey`. Stable while it counts nothing. */
export const counterOf =
  (key: string) =>
  ({ counters }: Counted): Counter =>
    counters.rules.get(key) ?? ZERO;

/** The same of a base chain's policy; the key is the engine's `chainKey`. */
export const policyCounterOf =
  (key: string) =>
  ({ counters }: Counted): Counter =>
    counters.policies.get(key) ?? ZERO;

const SUFFIXES = ['K', 'M', 'G'] as const;

/** As `iptables -vnL` prints a count without `-x`: five digits, then K, M, G, T (xtables_print_num in libxtables). */
export function countText(count: number): string {
  if (count <= 99_999) return `${count}`;
  let n = Math.floor((count + 500) / 1000);
  for (const suffix of SUFFIXES) {
    if (n <= 9999) return `${n}${suffix}`;
    n = Math.floor((n + 500) / 1000);
  }
  return `${n}T`;
}
