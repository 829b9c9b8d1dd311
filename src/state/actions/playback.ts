import { hitsOf, nextHit } from '../cursor/breakpoints';
import { clampCursor, nextStop, stopsOf } from '../cursor/cursor';
import type { Actions, AppState } from '../types';

type Set = (part: Partial<AppState>) => void;
type Names = 'seek' | 'stepBy' | 'seekStart' | 'seekEnd' | 'setGrain' | 'play' | 'pause' | 'setSpeed';

/** The cursor is all there is of time here; what runs between two steps lives in the scene's clock. */
export function playbackActions(set: Set, get: () => AppState): Pick<Actions, Names> {
  const last = () => clampCursor(get().exchange, Number.MAX_SAFE_INTEGER);
  const stepTo = (cursor: number) => set({ cursor: clampCursor(get().exchange, cursor), playing: false });
  return {
    seek(index) {
      const { exchange, playing, breakpoints, cursor: from } = get();
      const cursor = clampCursor(exchange, Math.round(index));
      const hit = exchange && playing ? nextHit(hitsOf(exchange, breakpoints), from, 1) : undefined;
      if (exchange && hit && hit.index <= cursor)
        set({ cursor: hit.index, playing: false, stopped: { exchange, index: hit.index, by: hit.by.point } });
      else set(cursor >= last() ? { cursor, playing: false } : { cursor });
    },
    stepBy(direction) {
      const { exchange, grain, cursor } = get();
      if (exchange) stepTo(nextStop(exchange, grain, cursor, direction));
    },
    seekStart() {
      const { exchange, grain } = get();
      if (exchange) stepTo(stopsOf(exchange, grain)[0] ?? 0);
    },
    seekEnd: () => stepTo(last()),
    setGrain: (grain) => set({ grain }),
    play() {
      const { exchange, cursor } = get();
      if (exchange) set({ playing: true, cursor: cursor >= last() ? 0 : cursor });
    },
    pause: () => set({ playing: false }),
    setSpeed: (speed) => set({ speed: Math.max(0.25, Math.min(8, speed)) }),
  };
}
