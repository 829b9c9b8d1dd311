import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { machineId } from '../../engine';
import type { Era, Stale } from '../document/model';
import type { SentPacket, WorldAction } from '../session/model';
import type { Settings } from '../settings/settings';
import type { SharedState } from '../types';
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
const action: fc.Arbitrary<WorldAction> = fc.oneof(
  fc.record({ wait: fc.nat() }),
  fc.record({ forget: fc.string().map(machineId), id: fc.nat() }, { requiredKeys: ['forget'] }),
  fc.constant({ zero: true as const }),
  fc.record({ traffic: fc.nat() }),
);
const text = fc.string({ unit: 'grapheme', maxLength: 2000 });
const settings: fc.Arbitrary<Settings> = fc.dictionary(
  fc.constantFrom('masqueradeAll', 'hairpin@*', 'ready@default/web', 'ipForward@n1', 'kubeProxy@n1'),
  fc.boolean(),
);
const stale: fc.Arbitrary<Stale> = fc
  .array(fc.tuple(fc.string(), fc.record({ text, settings })), { maxLength: 2 })
  .map((rows) => new Map(rows));
const era: fc.Arbitrary<Era> = fc.record({ text, settings, stale });

/** Packets in the order in which they were sent: those of earlier documents first. */
const session: fc.Arbitrary<readonly SentPacket[]> = fc
  .tuple(
    fc.array(fc.tuple(era, fc.array(packet, { minLength: 1, maxLength: 3 })), { maxLength: 3 }),
    fc.array(fc.tuple(packet, fc.array(action, { minLength: 1, maxLength: 4 })), { maxLength: 3 }),
  )
  .map(([before, now]) => [
    ...before.flatMap(([era, packets]) => packets.map((packet) => ({ ...packet, era }))),
    ...now.map(([packet, later]) => ({ ...packet, later })),
  ]);
const shared: fc.Arbitrary<SharedState> = fc.record({
  text,
  sample: fc.option(fc.string(), { nil: undefined }),
  session,
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
  it('that was made long ago is still read', () => {
    const old =
      's1=FUw5DoQwEPvKyvU0u3TT7Q_oUYqBjBAiXCERSFH-zlBYtuWjIIExT6vnT7t5EE7zt_EO7jqIqd6Qhh30pR9hABUESRqtUHDJZA9NddW5N-SGMNpFzEFtt4ELFjmPrFG8_kMAp5i11gc';
    expect(decodeShared(old)).toEqual({
      kind: 'state',
      shared: {
        text: 'kind: Pod',
        sample: 'x',
        session: [{ from: 'a', to: 'b', proto: 'tcp', sport: 1, seed: 2, force: 'c', later: [{ wait: 3 }] }],
        cursor: 3,
        grain: 'rule',
        settings: { masqueradeAll: true },
      },
    });
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
