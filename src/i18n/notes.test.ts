import { expect, it } from 'vitest';
import { NOTE_CODES, RESOLVE_CODES } from '../engine/codes';
import { notes } from './en/notes';
import { tCode } from './instance';
import { noteText } from './noteText';

const keys = Object.keys(notes);
const hasSentence = (code: string) => keys.some((key) => key === code || key.startsWith(`${code}_`));

it('every code has a sentence', () => {
  expect([...NOTE_CODES, ...RESOLVE_CODES].filter((code) => !hasSentence(code))).toEqual([]);
});

it('every sentence has a code', () => {
  const codes = new Set<string>([...NOTE_CODES, ...RESOLVE_CODES, 'type', 'form']);
  expect(keys.map((key) => key.split('_')[0] ?? '').filter((key) => !codes.has(key))).toEqual([]);
});

it('says what type is wanted, and what became of the value', () => {
  const params = { path: 'spec.ports[0].port', wanted: 'int', value: '"80"', context: 'item' };
  expect(noteText({ code: 'wrong-type', params })).toBe(
    'spec.ports[0].port must be a whole number without quotes, but is "80". This entry is left out.',
  );
});

it('offers a near name only where there is one', () => {
  expect(tCode('notes.target-unknown-service', { name: 'a/b' })).toBe('There is no Service a/b.');
  expect(tCode('notes.target-unknown-service', { name: 'a/b', near: 'a/c', context: 'near' })).toBe(
    'There is no Service a/b. Did you mean a/c?',
  );
});
