import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { loadPanels, NO_PANELS, type PanelName, type Panels, savePanels } from '../../state/panels';
import type { KeyValue } from '../../state/storage';

const store = createStore<Panels>(() => NO_PANELS);

/** Brings back the arrangement of the last visit, and saves it from now on. */
export function keepPanels(storage: KeyValue | undefined): void {
  if (!storage) return;
  store.setState(loadPanels(storage));
  store.subscribe((panels) => savePanels(storage, panels));
}

export const usePanels = (): Panels => useStore(store);
/** One panel's size by hand, px. */
export const usePanelSize = (name: PanelName): number | undefined => useStore(store, (s) => s.sizes[name]);

/** `undefined` gives a panel the size that it has by itself. */
export function resizePanel(name: PanelName, size: number | undefined): void {
  store.setState(({ sizes: { [name]: _, ...others } }) => ({
    sizes: size === undefined ? others : { ...others, [name]: Math.round(size) },
  }));
}

export function openPanel(name: PanelName, open: boolean): void {
  store.setState((s) => ({
    open: { ...s.open, [name]: open },
    ...(open && (name === 'editor' || name === 'inspector') ? { last: name } : {}),
  }));
}
