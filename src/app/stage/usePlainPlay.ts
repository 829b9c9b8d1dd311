import { useEffect } from 'react';
import { nextStop } from '../../state/cursor/cursor';
import { appStore, useApp } from '../../state/store';

/** A stop, where no Map is there to move the packet between two; as with reduced motion. */
const STOP_MS = 1000;

/** Plays from stop to stop while `on`: the Map's clock does it otherwise. */
export function usePlainPlay(on: boolean): void {
  const running = useApp((s) => s.playing) && on;
  const speed = useApp((s) => s.speed);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => {
      const { exchange, grain, cursor, seek, pause } = appStore.getState();
      const next = exchange ? nextStop(exchange, grain, cursor, 1) : cursor;
      if (next === cursor) pause();
      else seek(next);
    }, STOP_MS / speed);
    return () => clearInterval(timer);
  }, [running, speed]);
}
