import { sha256 as reference } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256 } from './sha256';

const hex = (words: Int32Array) => [...words].map((w) => (w >>> 0).toString(16).padStart(8, '0')).join('');
const expected = (text: string) => Buffer.from(reference(new TextEncoder().encode(text))).toString('hex');

it('gives the digest of the standard’s own example', () => {
  expect(hex(sha256('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

it.each([0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 200])('is right for %i bytes', (length) => {
  const text = 'x'.repeat(length);
  expect(hex(sha256(text))).toBe(expected(text));
});

it('agrees with a general library on any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (text) => {
      expect(hex(sha256(text))).toBe(expected(text));
    }),
  );
});
