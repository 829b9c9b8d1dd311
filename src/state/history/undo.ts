/** What one undo brings back. Immutable states are shared, so that a snapshot costs nothing. */
export interface UndoStack<T> {
  readonly past: readonly { readonly label: string; readonly state: T }[];
  readonly future: readonly { readonly label: string; readonly state: T }[];
}

const LIMIT = 100;

export const emptyUndo = <T>(): UndoStack<T> => ({ past: [], future: [] });

/** Records the state before a change. Changes that follow each other under the same `merge` label become one. */
export function record<T>(stack: UndoStack<T>, label: string, before: T, merge = false): UndoStack<T> {
  if (merge && stack.past.at(-1)?.label === label && stack.future.length === 0) return stack;
  return { past: [...stack.past, { label, state: before }].slice(-LIMIT), future: [] };
}

export interface Moved<T> {
  readonly stack: UndoStack<T>;
  readonly state: T;
  /** What was taken back, or done again. */
  readonly label: string;
}

/** One step back; undefined where there is none. */
export function back<T>(stack: UndoStack<T>, now: T): Moved<T> | undefined {
  const entry = stack.past.at(-1);
  if (!entry) return undefined;
  return {
    state: entry.state,
    label: entry.label,
    stack: { past: stack.past.slice(0, -1), future: [...stack.future, { label: entry.label, state: now }] },
  };
}

/** One step forward again; undefined where there is none. */
export function forth<T>(stack: UndoStack<T>, now: T): Moved<T> | undefined {
  const entry = stack.future.at(-1);
  if (!entry) return undefined;
  return {
    state: entry.state,
    label: entry.label,
    stack: { past: [...stack.past, { label: entry.label, state: now }], future: stack.future.slice(0, -1) },
  };
}
