import type { LastChange } from '../../state/history/model';
import { appStore } from '../../state/store';
import type { AppState } from '../../state/types';

/** On which side of the last change the page stands; undefined where something else was done since. */
export function sideOf(state: AppState): LastChange['at'] | undefined {
  const { change } = state;
  if (!change) return undefined;
  const { text, settings, network, exchange } = change[change.at];
  const isThere =
    state.text === text &&
    state.settings === settings &&
    state.network === network &&
    state.exchange === exchange;
  return isThere ? change.at : undefined;
}

/** To a step of the exchange before or after the change; that may take the change back, or do it again. */
export function lookAt(side: LastChange['at'], step: number): void {
  const state = appStore.getState();
  const here = sideOf(state);
  if (!here) return;
  if (here !== side) (side === 'before' ? state.undo : state.redo)();
  appStore.getState().pause();
  appStore.getState().seek(step);
}
