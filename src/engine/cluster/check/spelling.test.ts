import { expect, it } from 'vitest';
import { editDistance, nearest } from './spelling';

it.each([
  ['slector', 'selector'],
  ['selecter', 'selector'],
  ['targetport', 'targetPort'],
  ['Ports', 'ports'],
  ['prot', 'port'],
  ['externaltrafficpolicy', 'externalTrafficPolicy'],
  ['appProtocol', undefined],
  ['name', undefined],
])('%s: %s', (word, expected) => {
  const known = ['selector', 'targetPort', 'ports', 'port', 'protocol', 'externalTrafficPolicy'];
  expect(nearest(word, known)).toBe(expected);
});

it.each([
  ['abc', 'abc', 0],
  ['abc', 'acb', 1],
  ['abc', 'ab', 1],
  ['abc', 'xyz', 3],
])('%s to %s: %i', (a, b, slips) => {
  expect(editDistance(a, b)).toBe(slips);
});
