import { useSyncExternalStore } from 'react';

/** As in the style sheets: a phone. */
const QUERY = '(max-width: 719px)';

function subscribe(changed: () => void): () => void {
  const list = matchMedia(QUERY);
  list.addEventListener('change', changed);
  return () => list.removeEventListener('change', changed);
}

/** Whether the page is driven by the thumb: rows are 44 px then. */
export const useThumb = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(QUERY).matches);
