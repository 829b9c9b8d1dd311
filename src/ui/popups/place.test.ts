import { expect, it } from 'vitest';
import { placeBy } from './place';

const view = { width: 1000, height: 600 };
const anchor = { left: 100, top: 20, width: 80, height: 30 };

it('stands below its anchor and starts with it', () => {
  expect(placeBy(anchor, { width: 200, height: 300 }, view, 6)).toEqual({ left: 100, top: 56, room: 536 });
});

it('goes above where there is more room', () => {
  const low = { ...anchor, top: 500 };
  expect(placeBy(low, { width: 200, height: 300 }, view, 6)).toEqual({ left: 100, top: 194, room: 486 });
  expect(placeBy(low, { width: 200, height: 50 }, view, 6)).toMatchObject({ top: 536 });
});

it('stays below where neither side is enough and below is more', () => {
  expect(placeBy({ ...anchor, top: 200 }, { width: 200, height: 900 }, view, 6)).toEqual({
    left: 100,
    top: 236,
    room: 356,
  });
});

it('moves in at the right edge, and keeps its start in sight when it is wider than the window', () => {
  expect(placeBy({ ...anchor, left: 950 }, { width: 200, height: 10 }, view, 6).left).toBe(792);
  expect(placeBy(anchor, { width: 1200, height: 10 }, view, 6).left).toBe(8);
});

it('has no room, rather than less than none, for an anchor out of sight', () => {
  expect(
    placeBy({ ...anchor, top: 700 }, { width: 10, height: 10 }, { width: 1000, height: 100 }, 6).room,
  ).toBe(686);
  expect(
    placeBy({ ...anchor, top: -90 }, { width: 10, height: 10 }, { width: 1000, height: 0 }, 6).room,
  ).toBe(46);
});
