import { useCallback, useDeferredValue, useSyncExternalStore } from 'react';
import { type CalmStep, calm, type Turn } from '../state/cursor/calm';

/**
 * The packet and its step for what stands beside the Map. While it plays they come in beats, to each turn in its own,
 * and are drawn between the Map's frames; else it is the cursor itself. What is drawn for them must be memoized: its
 * host renders for both.
 */
export function useCalmStep(turn: Turn): CalmStep {
  const subscribe = useCallback((changed: () => void) => calm.subscribe(turn, changed), [turn]);
  const now = useSyncExternalStore(subscribe, () => calm.now(turn));
  const later = useDeferredValue(now);
  return now.playing ? later : now;
}
