import { afterEach, beforeEach, expect, it } from 'vitest';
import { Clock } from './clock';
import type { Timeline } from './pose/timeline';

/** Ten steps, a tenth of a second each. */
const timeline: Timeline = {
  times: [0, 100, 200, 300, 400, 500, 600, 700, 800, 900],
  total: 900,
  headAt: (t) => t / 100,
  timeAt: (p) => p * 100,
};

let frames: FrameRequestCallback[] = [];
let now = 0;

beforeEach(() => {
  frames = [];
  now = 0;
  globalThis.requestAnimationFrame = (f) => frames.push(f);
  globalThis.cancelAnimationFrame = () => {
    frames = [];
  };
});
afterEach(() => {
  frames = [];
});

/** Runs frames of 20 ms until none is asked for; says how many there were. */
function run(limit = 1000): number {
  let n = 0;
  while (frames.length > 0 && n < limit) {
    const due = frames;
    frames = [];
    now += 20;
    for (const f of due) f(now);
    n++;
  }
  return n;
}

function made() {
  const seen: number[] = [];
  const rests: { readonly at: number; readonly ended: boolean }[] = [];
  const idle: boolean[] = [];
  const clock = new Clock(timeline, {
    onIdle: (is) => idle.push(is),
    onFrame: (p) => seen.push(p),
    onRest: (at, ended) => rests.push({ at, ended }),
  });
  clock.use(timeline, [0, 4, 9]);
  return { clock, seen, rests, idle };
}

it('asks for no frame while nothing moves', () => {
  const { clock } = made();
  clock.seek(3);
  expect(frames).toHaveLength(0);
  expect(clock.idle).toBe(true);
  clock.play();
  expect(frames).toHaveLength(1);
  run();
  expect(frames).toHaveLength(0);
  expect(clock.idle).toBe(true);
});

it('plays to the last step and says so, twice as fast at speed 2', () => {
  const { clock, rests, seen } = made();
  clock.play();
  const slow = run();
  expect(rests.at(-1)).toEqual({ at: 9, ended: true });
  expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  clock.seek(0);
  clock.speed = 2;
  clock.play();
  expect(Math.abs(run() - slow / 2)).toBeLessThan(3);
});

it('a pause comes to rest on the step reached last', () => {
  const { clock, rests } = made();
  clock.play();
  run(18);
  clock.pause();
  expect(clock.playhead).toBe(Math.floor(clock.playhead));
  expect(rests.at(-1)).toEqual({ at: clock.playhead, ended: false });
});

it('seek to a, then to b, is seek to b', () => {
  const { clock } = made();
  clock.seek(7.25);
  clock.seek(2);
  expect(clock.playhead).toBe(2);
  clock.seek(99);
  expect(clock.playhead).toBe(9);
});

it('glides forward and back, and ends exactly there', () => {
  const { clock, seen } = made();
  clock.glide(6);
  expect(clock.target).toBe(6);
  run();
  expect(clock.playhead).toBe(6);
  expect(Math.max(...seen)).toBeLessThan(6);
  clock.glide(1);
  run();
  expect(clock.playhead).toBe(1);
});

it('with reduced motion it stands at stops only, one a second', () => {
  const { clock, seen } = made();
  clock.reduced = true;
  clock.play();
  expect(run()).toBeGreaterThan(95);
  expect(seen).toEqual([4, 9]);
  clock.glide(3);
  expect(clock.playhead).toBe(3);
});

it('says that all is at rest only once what ran besides has ended', () => {
  const { clock, idle } = made();
  let left = 3;
  clock.run(() => {
    // Nothing is at rest while the last step of it is still under way.
    if (left === 1) expect(idle).toEqual([false]);
    return --left > 0;
  });
  expect(idle).toEqual([false]);
  run();
  expect(idle).toEqual([false, true]);
});

it('is idle once both the playhead and the camera stand', () => {
  const { clock, idle } = made();
  let left = 10;
  clock.run(() => --left > 0);
  clock.glide(1);
  run();
  expect(idle).toEqual([false, true]);
  const step = () => true;
  clock.run(step);
  clock.stop(step);
  expect(idle).toEqual([false, true, false, true]);
});
