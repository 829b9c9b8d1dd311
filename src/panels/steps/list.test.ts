import { expect, it } from 'vitest';
import type { Exchange, Step } from '../../engine';
import { currentLine, type Folds, lines } from './list';

/** `c n n n w`: the machine of each step. */
function exchange(notation: string): Exchange {
  let hop = -1;
  let last = '';
  const steps = notation.split(' ').map((machine, index) => {
    if (machine !== last) hop++;
    last = machine;
    return { index, hop, machine, leg: 'request', kind: 'ttl' } as unknown as Step;
  });
  return { steps } as unknown as Exchange;
}

function shown(notation: string, current: number, stops?: readonly number[], folds: Folds = new Map()) {
  const x = exchange(notation);
  return lines(x, stops ?? x.steps.map((s) => s.index), current, folds).map((line) =>
    line.kind === 'visit' ? `${line.machine}${line.open ? '-' : '+'}${line.first}:${line.last}` : line.index,
  );
}

it('opens the visit where the packet is', () => {
  expect(shown('c n n n w', 1)).toEqual(['c+0:0', 'n-1:3', 1, 2, 3, 'w+4:4']);
});

it('what was folded or opened by hand stays so', () => {
  const folds = new Map([
    [1, false],
    [2, true],
  ]);
  expect(shown('c n n n w', 1, undefined, folds)).toEqual(['c+0:0', 'n+1:3', 'w-4:4', 4]);
});

it('lists only the stops of the grain', () => {
  expect(shown('c n n n w', 1, [0, 2, 4])).toEqual(['c+0:0', 'n-1:3', 2, 'w+4:4']);
});

it.each([
  [0, 0],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
])('the cursor at step %i shows in line %i', (cursor, line) => {
  const x = exchange('c n n n w');
  expect(currentLine(lines(x, [0, 2, 4], 1, new Map()), cursor)).toBe(line);
});
