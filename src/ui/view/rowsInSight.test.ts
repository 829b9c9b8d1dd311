import { expect, it } from 'vitest';
import { rowsInSight } from './rowsInSight';

const even = (count: number) => Array.from({ length: count + 1 }, (_, i) => i * 10);

it('draws nothing of an empty list', () => {
  expect(rowsInSight([0], 0, 300)).toEqual({ from: 0, to: 0 });
  expect(rowsInSight([], 0, 300)).toEqual({ from: 0, to: 0 });
});

it('draws what is in sight, and a few rows more', () => {
  expect(rowsInSight(even(1000), 0, 100)).toEqual({ from: 0, to: 24 });
  expect(rowsInSight(even(1000), 5000, 100)).toEqual({ from: 488, to: 520 });
  expect(rowsInSight(even(1000), 9900, 100)).toEqual({ from: 976, to: 1000 });
});

it('always covers the view, however it is scrolled and whatever the heights', () => {
  const tops = [0];
  for (let i = 0; i < 500; i++) tops.push((tops.at(-1) ?? 0) + 16 + ((i * 7) % 5) * 16);
  const end = tops.at(-1) ?? 0;
  for (let top = 0; top <= end - 200; top += 13) {
    const { from, to } = rowsInSight(tops, top, 200);
    expect(tops[from]).toBeLessThanOrEqual(top);
    expect(tops[to]).toBeGreaterThanOrEqual(top + 200);
    expect(to - from).toBeLessThan(50);
  }
});

it('bears a view that is scrolled beyond a list that has shrunk', () => {
  const { from, to } = rowsInSight(even(10), 5000, 100);
  expect(from).toBeLessThanOrEqual(10);
  expect(to).toBe(10);
});
