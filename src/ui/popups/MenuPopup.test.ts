import { expect, it } from 'vitest';
import { nextEntry } from './MenuPopup';

const names = ['Samples…', 'Reset the sample', 'Undo', 'Redo'];

it.each([
  ['ArrowDown', 0, 1],
  ['ArrowDown', 3, 0],
  ['ArrowDown', -1, 0],
  ['ArrowUp', 0, 3],
  ['ArrowUp', -1, 3],
  ['Home', 2, 0],
  ['End', 1, 3],
  ['r', 0, 1],
  ['R', 1, 3],
  ['r', 3, 1],
  ['x', 0, undefined],
  [' ', 0, undefined],
  ['Enter', 0, undefined],
] as const)('%s at %i leads to %s', (key, at, to) => {
  expect(nextEntry(names, at, key)).toBe(to);
});
