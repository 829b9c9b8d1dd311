import { useDeferredValue } from 'react';
import type { Exchange } from '../engine';
import { useApp } from '../state/store';

/**
 * The packet and its step for what stands beside the Map: drawn between the Map's frames, and where steps follow
 * each other faster than that, some are left out. At rest it is the cursor itself.
 */
export function useCalmStep(): { readonly exchange: Exchange | undefined; readonly cursor: number } {
  const exchange = useDeferredValue(useApp((s) => s.exchange));
  const cursor = useDeferredValue(useApp((s) => s.cursor));
  return { exchange, cursor };
}
