import fc from 'fast-check';
import { expect, it } from 'vitest';
import { alignByKey, alignByScore, type Pair } from './align';

const kept = (a: string, pairs: readonly Pair[]) => pairs.map(([i]) => a[i]).join('');
const byKey = (a: string, b: string) => kept(a, alignByKey([...a], [...b]));
const byScore = (a: string, b: string) =>
  kept(
    a,
    alignByScore(a.length, b.length, (i, j) => (a[i] === b[j] ? 1 : 0)),
  );

it.each([
  ['abc', 'abc', 'abc'],
  ['abc', 'axbc', 'abc'],
  ['abcd', 'bcda', 'bcd'],
  ['aab', 'ab', 'ab'],
  ['', 'ab', ''],
  ['xy', 'ab', ''],
])('%s and %s share %s', (a, b, shared) => {
  expect([byKey(a, b), byScore(a, b)]).toEqual([shared, shared]);
});

it('pairs what scores more', () => {
  const scores = [
    [0.6, 0.9],
    [0, 0.6],
  ];
  expect(alignByScore(2, 2, (i, j) => scores[i]?.[j] ?? 0)).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

it('of unique keys, both find equally many, in order', () => {
  const word = fc.uniqueArray(fc.integer({ min: 97, max: 122 }), { maxLength: 12 });
  fc.assert(
    fc.property(word, word, (x, y) => {
      const [a, b] = [String.fromCharCode(...x), String.fromCharCode(...y)];
      const pairs = alignByKey([...a], [...b]);
      expect(pairs).toHaveLength(byScore(a, b).length);
      for (const [n, [i, j]] of pairs.entries()) {
        expect(a[i]).toBe(b[j]);
        const [h, k] = pairs[n - 1] ?? [-1, -1];
        expect(h < i && k < j).toBe(true);
      }
    }),
  );
});
