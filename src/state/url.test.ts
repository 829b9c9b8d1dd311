import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SharedState } from './types';
import { decodeShared, encodeShared } from './url';

const packet = fc.record(
  {
    from: fc.string(),
    to: fc.string(),
    proto: fc.constantFrom('tcp' as const, 'udp' as const),
    sport: fc.integer({ min: 0, max: 65535 }),
    seed: fc.integer({ min: 0, max: 2 ** 32 }),
    force: fc.string(),
  },
  { requiredKeys: ['from', 'to', 'proto', 'sport', 'seed'] },
);
const shared: fc.Arbitrary<SharedState> = fc.record({
  text: fc.string({ unit: 'grapheme', maxLength: 2000 }),
  sample: fc.option(fc.string(), { nil: undefined }),
  session: fc.array(packet, { maxLength: 6 }),
  cursor: fc.nat(),
  grain: fc.constantFrom('hop', 'chain', 'rule'),
});

describe('the link', () => {
  it('gives back what was put in', () => {
    fc.assert(
      fc.property(shared, (state) => {
        expect(decodeShared(`#${encodeShared(state)}`)).toEqual({ kind: 'state', shared: state });
      }),
    );
  });
  it('uses only characters that survive in a hash', () => {
    fc.assert(
      fc.property(shared, (state) => {
        expect(encodeShared(state)).toMatch(/^s1=[\w-]*$/);
      }),
    );
  });
  it('never throws on a broken one, and never takes it for a state', () => {
    const whole = encodeShared({
      text: 'kind: Pod',
      sample: undefined,
      session: [],
      cursor: 3,
      grain: 'rule',
    });
    for (let cut = 3; cut < whole.length; cut++) {
      expect(decodeShared(whole.slice(0, cut))).toEqual({ kind: 'bad', why: 'damaged' });
    }
    fc.assert(
      fc.property(fc.string(), (tail) => {
        expect(decodeShared(`#s1=${tail}`).kind).toBe('bad');
      }),
    );
  });
  it('carries breakpoints, and is no longer without them', () => {
    const state: SharedState = { text: '', sample: undefined, session: [], cursor: 0, grain: 'rule' };
    const breakpoints = [{ point: { kind: 'change', field: 'dst' }, on: false }] as const;
    const shared = { ...state, breakpoints };
    expect(decodeShared(encodeShared(shared))).toEqual({ kind: 'state', shared });
    expect(encodeShared({ ...state, breakpoints: [] })).toBe(encodeShared(state));
  });
  it('says when it was made by another version', () => {
    expect(decodeShared('#s99=abc')).toEqual({ kind: 'bad', why: 'version' });
  });
  it('leaves other hashes alone', () => {
    expect(decodeShared('')).toEqual({ kind: 'none' });
    expect(decodeShared('#section')).toEqual({ kind: 'none' });
  });
});
