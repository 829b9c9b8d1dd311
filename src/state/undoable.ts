import type { AppState } from './types';
import { back, emptyUndo, forth, record } from './undo';

/** The part of the state that undo brings back: what was typed, what was sent, and where the cursor stood. */
const KEYS = [
  'text',
  'sample',
  'typed',
  'notes',
  'broken',
  'cluster',
  'network',
  'send',
  'sendProblem',
  'session',
  'wanted',
  'world',
  'history',
  'exchange',
  'cursor',
  'kept',
] as const satisfies readonly (keyof AppState)[];

type Snapshot = Pick<AppState, (typeof KEYS)[number]>;
type Set = (part: Partial<AppState>) => void;
type Get = () => AppState;

/** Edits that follow each other faster than this are undone together. */
const BURST_MS = 1500;

export interface Undoable {
  /** Makes a change that can be undone. `burst` changes merge with the one just before. */
  change(label: string, part: Partial<AppState>, burst?: boolean): void;
  undo(): void;
  redo(): void;
}

const snapshot = (state: AppState): Snapshot =>
  Object.fromEntries(KEYS.map((key) => [key, state[key]])) as unknown as Snapshot;

export function keepUndo(set: Set, get: Get, now: () => number): Undoable {
  let stack = emptyUndo<Snapshot>();
  let lastAt = Number.NEGATIVE_INFINITY;
  const flags = () => ({ canUndo: stack.past.length > 0, canRedo: stack.future.length > 0 });
  const move = (moved: ReturnType<typeof back<Snapshot>>) => {
    if (!moved) return;
    stack = moved.stack;
    lastAt = Number.NEGATIVE_INFINITY;
    set({ ...moved.state, ...flags(), playing: false });
  };
  return {
    change(label, part, burst = false) {
      const at = now();
      stack = record(stack, label, snapshot(get()), burst && at - lastAt < BURST_MS);
      lastAt = at;
      set({ ...part, ...flags() });
    },
    undo: () => move(back(stack, snapshot(get()))),
    redo: () => move(forth(stack, snapshot(get()))),
  };
}
