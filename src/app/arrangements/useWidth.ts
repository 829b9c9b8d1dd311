import { useSyncExternalStore } from 'react';

function subscribe(onChange: () => void): () => void {
  window.addEventListener('resize', onChange);
  return () => window.removeEventListener('resize', onChange);
}

/** The window's width in CSS pixels. */
export const useWidth = (): number => useSyncExternalStore(subscribe, () => window.innerWidth);

/** The window's height in CSS pixels. */
export const useHeight = (): number => useSyncExternalStore(subscribe, () => window.innerHeight);
