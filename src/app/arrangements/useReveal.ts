import { useEffect, useEffectEvent, useRef } from 'react';
import { useApp } from '../../state/store';
import type { ViewState } from '../../state/types';

/** Calls back when a panel is wished for. If that takes away what had the focus, the tab of what came has it. */
export function useReveal(show: (panel: ViewState['reveal']['panel']) => void): void {
  const { n, panel } = useApp((s) => s.reveal);
  const seen = useRef(n);
  const onWish = useEffectEvent(show);
  useEffect(() => {
    if (n === seen.current) return;
    seen.current = n;
    onWish(panel);
    const frame = requestAnimationFrame(() => {
      if (document.activeElement && document.activeElement !== document.body) return;
      document.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [n, panel]);
}
