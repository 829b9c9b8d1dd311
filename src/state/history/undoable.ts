import type { AppState } from '../types';
import type { ChangeSide, LastChange } from './model';
import { back, emptyUndo, forth, type Moved, record } from './undo';

/** The part of the state that undo brings back: what was typed, what was sent, and where the cursor stood. */
const KEYS = [
  'text',
  'sample',
  'typed',
  'notes',
  'broken',
  'cluster',
  'network',
  'settings',
  'stale',
  'send',
  'sendProblem',
  'session',
  'wanted',
  'world',
  'counters',
  'history',
  'exchange',
  'cursor',
  'kept',
] as const satisfies readonly (keyof AppState)[];

type Snapshot = Pick<AppState, (typeof KEYS)[number]>;
type Set = (part: Partial<AppState>) => void;
type Get = () => AppState;

export interface Undoable {
  /** Makes a change that can be undone; with `merge` together with the one before, if that has the same label. */
  change(label: string, part: Partial<AppState>, merge?: boolean): void;
  /** ms since the last change; infinite where something was taken back since, or nothing was changed. */
  idle(): number;
  undo(): void;
  redo(): void;
}

const snapshot = (state: AppState): Snapshot =>
  Object.fromEntries(KEYS.map((key) => [key, state[key]])) as unknown as Snapshot;

function sideOf({ text, sample, settings, cluster, network, exchange }: Snapshot): ChangeSide {
  return { text, sample, settings, cluster, network, exchange };
}

/** Sends, and texts that cannot be read, change no network: then the last change stays what it was. */
function changeBetween(label: string, before: Snapshot, after: Snapshot, at: LastChange['at']) {
  if (before.network === after.network) return {};
  return { change: { label, before: sideOf(before), after: sideOf(after), at } };
}

export function keepUndo(set: Set, get: Get, now: () => number): Undoable {
  let stack = emptyUndo<Snapshot>();
  let lastAt = Number.NEGATIVE_INFINITY;
  const flags = () => ({ canUndo: stack.past.length > 0, canRedo: stack.future.length > 0 });
  const move = (moved: Moved<Snapshot> | undefined, at: LastChange['at']) => {
    if (!moved) return;
    const { state, label } = moved;
    const here = snapshot(get());
    const [before, after] = at === 'before' ? [state, here] : [here, state];
    stack = moved.stack;
    lastAt = Number.NEGATIVE_INFINITY;
    set({ ...state, ...changeBetween(label, before, after, at), ...flags(), playing: false });
  };
  return {
    change(label, part, merge = false) {
      const here = snapshot(get());
      stack = record(stack, label, here, merge);
      lastAt = now();
      const before = stack.past.at(-1)?.state ?? here;
      set({ ...part, ...changeBetween(label, before, { ...here, ...part }, 'after'), ...flags() });
    },
    idle: () => now() - lastAt,
    undo: () => move(back(stack, snapshot(get())), 'before'),
    redo: () => move(forth(stack, snapshot(get())), 'after'),
  };
}
