import { expect, it } from 'vitest';
import { presenterKey, readPresenting, withPresenting } from './presenting';

it.each([
  ['', undefined],
  ['?present', 'map'],
  ['?present=map', 'map'],
  ['?present=rules', 'rules'],
  ['?present=other', 'map'],
  ['?theme=dark', undefined],
] as const)('%s presents %s', (search, view) => {
  expect(readPresenting(search)).toBe(view);
});

it('writes the view into the query and takes it out again, leaving the rest', () => {
  expect(withPresenting('?theme=dark', 'rules')).toBe('?theme=dark&present=rules');
  expect(withPresenting('?theme=dark&present=rules', 'map')).toBe('?theme=dark&present=map');
  expect(withPresenting('?theme=dark&present=map', undefined)).toBe('?theme=dark');
  expect(withPresenting('?present=map', undefined)).toBe('');
});

it('knows the keys of a remote control; letters only where single keys are on', () => {
  expect(['PageDown', 'PageUp', 'Escape', 'b', '.', 'p', 'x'].map((key) => presenterKey(key, true))).toEqual([
    'next',
    'back',
    'leave',
    'blank',
    'blank',
    'leave',
    undefined,
  ]);
  expect(['PageDown', 'PageUp', 'Escape', 'b', '.', 'p'].map((key) => presenterKey(key, false))).toEqual([
    'next',
    'back',
    'leave',
    undefined,
    undefined,
    undefined,
  ]);
});
