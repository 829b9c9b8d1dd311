import { expect, it } from 'vitest';
import { rect } from '../plane/geometry';
import { box, label, line } from './mark';
import { tween } from './tween';

const at = (x: number) => box('wall', rect(x, 0, 10, 10), 4, { fill: 'var(--machine)' });
const go = { size: 11, color: 'text' } as const;

it('moves what stays, fades what goes and what comes, and ends with the new marks themselves', () => {
  const to = [at(100), label('new', 'new', { x: 0, y: 0 }, go)];
  const way = tween([at(0), label('old', 'old', { x: 0, y: 0 }, go)], to);
  const seen = (t: number) => way(t).map((m) => [m.key, Number(m.attrs.x), m.attrs.opacity ?? 1]);
  expect(seen(0)).toEqual([
    ['old', 0, 1],
    ['wall', 0, 1],
    ['new', 0, 0],
  ]);
  expect(seen(0.5)).toEqual([
    ['wall', 50, 1],
    ['new', 0, 0.17],
  ]);
  expect(way(1)).toBe(to);
});

it('moves paths of the same commands, and exchanges others at once', () => {
  const path = (d: string) => [line('road', d, 'road', 9)];
  const d = (from: string, to: string) => tween(path(from), path(to))(0.5)[0]?.attrs.d;
  expect(d('M0 0H10', 'M10 -4H30')).toBe('M5 -2H20');
  expect(d('M0 0H10', 'M10 0V30')).toBe('M10 0V30');
});
