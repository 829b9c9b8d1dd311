import { expect, it } from 'vitest';
import { jsonErrorOffset } from './jsonErrorOffset';

// `^` stands before the token at fault.
it.each([
  '{"a": ^yes}',
  '{"a": ^}',
  '{"a": 1,^}',
  '{"a" ^1}',
  '[1 ^2]',
  '{} ^x',
  '{"a": [1, {"b": nul^}]}',
  '^',
  '{"a": 1^',
  '{^a: 1}',
])('%s', (marked) => {
  const offset = marked.indexOf('^');
  const text = marked.replace('^', '');
  const expected = text.includes('nul') ? text.indexOf('nul') : offset;
  expect(jsonErrorOffset(text)).toBe(expected);
});
