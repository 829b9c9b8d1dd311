import { useSyncExternalStore } from 'react';

/** As in the style sheets: a phone. */
const QUERY = '(max-width: 719px)';

/** Made when it is asked first, once: to make one costs more than to ask it. */
let list: MediaQueryList | undefined;
function media(): MediaQueryList {
  list ??= matchMedia(QUERY);
  return list;
}

function subscribe(changed: () => void): () => void {
  media().addEventListener('change', changed);
  return () => media().removeEventListener('change', changed);
}

/** Whether the page is driven by the thumb: rows are 44 px then. */
export const useThumb = (): boolean => useSyncExternalStore(subscribe, () => media().matches);
