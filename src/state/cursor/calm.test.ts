import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BEAT, Calm, type CalmStep, TURNS, type Turn } from './calm';

describe('the step that panels show', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const made = () => {
    let at: CalmStep = { exchange: undefined, cursor: 0, playing: false };
    const calm = new Calm(() => at);
    let told = 0;
    calm.subscribe('steps', () => told++);
    const put = (change: Partial<CalmStep>) => {
      at = { ...at, ...change };
      calm.look();
    };
    return { calm, put, told: () => told };
  };

  it('is the cursor itself while nothing plays', () => {
    const { calm, put, told } = made();
    put({ cursor: 4 });
    expect(calm.now('steps').cursor).toBe(4);
    put({});
    expect(told()).toBe(1);
  });

  it('comes once a beat while it plays, however many steps pass', () => {
    const { calm, put, told } = made();
    put({ playing: true });
    for (let cursor = 1; cursor <= 20; cursor++) {
      put({ cursor });
      vi.advanceTimersByTime(BEAT / 5);
    }
    expect(told()).toBe(1 + 4);
    expect(calm.now('steps').cursor).toBeGreaterThan(15);
  });

  it('is the last step at once where playing ends, and no beat comes after', () => {
    const { calm, put, told } = made();
    put({ playing: true });
    put({ cursor: 7 });
    put({ cursor: 8, playing: false });
    expect(calm.now('steps')).toEqual({ exchange: undefined, cursor: 8, playing: false });
    const before = told();
    vi.advanceTimersByTime(BEAT * 3);
    expect(told()).toBe(before);
  });

  it('comes to one turn at a time while it plays, and to all of them', () => {
    const { calm, put } = made();
    put({ playing: true });
    const order: Turn[] = [];
    for (const turn of TURNS) calm.subscribe(turn, () => order.push(turn));
    put({ cursor: 1 });
    vi.advanceTimersToNextTimer();
    expect(order).toHaveLength(1);
    put({ cursor: 2 });
    vi.advanceTimersByTime(BEAT);
    expect(new Set(order)).toEqual(new Set(TURNS));
    vi.advanceTimersByTime(BEAT);
    expect(TURNS.map((turn) => calm.now(turn).cursor)).toEqual([2, 2, 2, 2]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('comes once a beat while steps follow each other fast, and the last one to all', () => {
    const { calm, put, told } = made();
    for (let cursor = 1; cursor <= 30; cursor++) {
      put({ cursor });
      put({});
      vi.advanceTimersByTime(16);
    }
    expect(told()).toBeLessThanOrEqual(Math.ceil((30 * 16) / BEAT) + 1);
    expect(calm.now('rules').cursor).toBeGreaterThan(20);
    vi.advanceTimersByTime(BEAT);
    expect(TURNS.map((turn) => calm.now(turn).cursor)).toEqual([30, 30, 30, 30]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is a lone step at once, however many came before', () => {
    const { calm, put } = made();
    put({ cursor: 1 });
    put({ cursor: 2 });
    expect(calm.now('rules').cursor).toBe(1);
    vi.advanceTimersByTime(BEAT + 1);
    put({ cursor: 3 });
    expect(TURNS.map((turn) => calm.now(turn).cursor)).toEqual([3, 3, 3, 3]);
  });

  it('never shows a step of another exchange', () => {
    const { calm, put } = made();
    put({ playing: true, cursor: 30 });
    const exchange = { steps: [] } as unknown as NonNullable<CalmStep['exchange']>;
    put({ exchange, cursor: 0 });
    expect(calm.now('steps')).toEqual({ exchange, cursor: 0, playing: true });
  });
});
