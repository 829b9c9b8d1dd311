import { useCallback, useSyncExternalStore } from 'react';
import { type CalmStep, calm, type Turn } from '../../state/cursor/calm';

/**
 * The packet and its step for what stands beside the Map: the cursor itself, but in beats while steps follow each other
 * faster than one reads, to each turn in its own.
 */
export function useCalmStep(turn: Turn): CalmStep {
  const subscribe = useCallback((changed: () => void) => calm.subscribe(turn, changed), [turn]);
  return useSyncExternalStore(subscribe, () => calm.now(turn));
}
