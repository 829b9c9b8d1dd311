import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BEAT, Calm, type CalmStep } from './calm';

describe('the step that panels show', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const made = () => {
    let at: CalmStep = { exchange: undefined, cursor: 0, playing: false };
    const calm = new Calm(() => at);
    let told = 0;
    calm.subscribe(() => told++);
    const put = (change: Partial<CalmStep>) => {
      at = { ...at, ...change };
      calm.look();
    };
    return { calm, put, told: () => told };
  };

  it('is the cursor itself while nothing plays', () => {
    const { calm, put, told } = made();
    put({ cursor: 4 });
    expect(calm.now().cursor).toBe(4);
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
    expect(calm.now().cursor).toBeGreaterThan(15);
  });

  it('is the last step at once where playing ends, and no beat comes after', () => {
    const { calm, put, told } = made();
    put({ playing: true });
    put({ cursor: 7 });
    put({ cursor: 8, playing: false });
    expect(calm.now()).toEqual({ exchange: undefined, cursor: 8, playing: false });
    const before = told();
    vi.advanceTimersByTime(BEAT * 3);
    expect(told()).toBe(before);
  });

  it('never shows a step of another exchange', () => {
    const { calm, put } = made();
    put({ playing: true, cursor: 30 });
    const exchange = { steps: [] } as unknown as NonNullable<CalmStep['exchange']>;
    put({ exchange, cursor: 0 });
    expect(calm.now()).toEqual({ exchange, cursor: 0, playing: true });
  });
});
