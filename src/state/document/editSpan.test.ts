import { expect, it } from 'vitest';
import { editedLine } from './editSpan';

it.each([
  ['a\nb\nc', 'a\nbb\nc', 1],
  ['a\nb\nc', 'a\n\nc', 1],
  ['a\nb\nc', 'a\nc', undefined],
  ['a\nb\nc', 'x\nb\ny', undefined],
  ['', 'a', 0],
  ['aa', 'a', 0],
  ['a\nreplicas: 2\n', 'a\nreplicas: 22\n', 1],
])('%j → %j: line %s', (before, after, line) => {
  expect(editedLine(before, after)).toBe(line);
});
