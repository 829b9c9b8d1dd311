import { useDeferredValue } from 'react';
import type { Exchange } from '../engine';
import { useApp } from '../state/store';

/**
 * The packet and its step for what stands beside the Map. While it plays they are drawn between the Map's frames, and
 * where steps follow each other faster than that, some are left out. Else it is the cursor itself.
 */
export function useCalmStep(): { readonly exchange: Exchange | undefined; readonly cursor: number } {
  const exchange = useApp((s) => s.exchange);
  const cursor = useApp((s) => s.cursor);
  const playing = useApp((s) => s.playing);
  const later = { exchange: useDeferredValue(exchange), cursor: useDeferredValue(cursor) };
  return playing ? later : { exchange, cursor };
}
