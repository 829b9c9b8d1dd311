import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countUpTo } from './sorted';

it('counts as a walk through all of them does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 20 })),
      fc.integer({ min: -1, max: 21 }),
      (items, value) => {
        const sorted = [...items].sort((a, b) => a - b);
        expect(countUpTo(sorted, value, (n) => n)).toBe(items.filter((n) => n <= value).length);
      },
    ),
  );
});
