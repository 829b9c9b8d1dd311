import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { debugActions } from './actions/debug';
import { editActions } from './actions/edit';
import { playbackActions } from './actions/playback';
import { sendActions } from './actions/send';
import { viewActions } from './actions/view';
import { keepUndo } from './history/undoable';
import { initialState } from './initial';
import type { AppState } from './types';

export type AppStore = StoreApi<AppState>;

/** A store of its own, at the first sample with its packet sent. `now` is a clock in milliseconds. */
export function createAppStore(now: () => number = Date.now): AppStore {
  return createStore<AppState>((set, get) => {
    const undoable = keepUndo(set, get, now);
    return {
      ...initialState(),
      ...editActions(get, undoable),
      ...sendActions(set, get, undoable),
      ...playbackActions(set, get),
      ...debugActions(set, get),
      ...viewActions(set, get),
      undo: undoable.undo,
      redo: undoable.redo,
    };
  });
}

/** The page's one store. */
export const appStore = createAppStore();

/** Reads the page's store in a component; `selector` must return a stable value for an unchanged state. */
export function useApp<T>(selector: (state: AppState) => T): T {
  return useStore(appStore, selector);
}
