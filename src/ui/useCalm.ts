import { useDeferredValue, useSyncExternalStore } from 'react';
import { type CalmStep, calm } from '../state/calm';

/**
 * The packet and its step for what stands beside the Map. While it plays they come in beats and are drawn between the
 * Map's frames; else it is the cursor itself. What is drawn for them must be memoized: its host renders for both.
 */
export function useCalmStep(): CalmStep {
  const now = useSyncExternalStore(calm.subscribe, calm.now);
  const later = useDeferredValue(now);
  return now.playing ? later : now;
}
