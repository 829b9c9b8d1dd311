import { expect, it } from 'vitest';
import { type Exchange, machineId, type Step } from '../../engine';
import { currentLine, type Folds, lines, lineTops } from './list';

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

it('knows where each line begins, for the pointer and for the thumb', () => {
  const visit = {
    kind: 'visit',
    hop: 0,
    machine: machineId('outside'),
    leg: 'request',
    first: 0,
    last: 1,
    open: true,
  } as const;
  const all = [visit, { kind: 'step', index: 0 }, { kind: 'step', index: 1 }] as const;
  expect(lineTops(all)).toEqual([0, 28, 52, 76]);
  expect(lineTops(all, true)).toEqual([0, 44, 88, 132]);
  expect(lineTops([])).toEqual([0]);
});
