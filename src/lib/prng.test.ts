import { expect, test } from 'vitest';
import { createPrng } from './prng';

const take = (seed: number, n: number) => Array.from({ length: n }, createPrng(seed));

test('one seed, one sequence', () => expect(take(7, 50)).toEqual(take(7, 50)));
test('neighbouring seeds differ at once', () => expect(take(1, 1)).not.toEqual(take(2, 1)));

test('numbers lie in [0, 1) and spread evenly', () => {
  const numbers = take(42, 20_000);
  expect(numbers.every((n) => n >= 0 && n < 1)).toBe(true);
  const buckets = Array.from(
    { length: 10 },
    (_, i) => numbers.filter((n) => Math.floor(n * 10) === i).length,
  );
  for (const count of buckets) expect(Math.abs(count - 2000)).toBeLessThan(200);
});

test('first draws of seeds 0..999 spread evenly too', () => {
  const low = Array.from({ length: 1000 }, (_, seed) => createPrng(seed)()).filter((n) => n < 0.5).length;
  expect(Math.abs(low - 500)).toBeLessThan(60);
});
