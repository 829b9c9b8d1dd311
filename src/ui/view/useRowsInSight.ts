import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { rowsInSight, type Span } from './rowsInSight';

interface View {
  readonly top: number;
  readonly height: number;
}

export interface RowsInSight extends Span {
  /** The scroller as it was seen last: known without asking for a layout. */
  readonly seen: RefObject<View>;
  scrollTo(top: number): void;
}

/** The rows of a long list that are worth drawing, while one scrolls. Heights are known: `tops` as in `rowsInSight`. */
export function useRowsInSight(
  scroller: RefObject<HTMLElement | null>,
  tops: readonly number[],
  on = true,
): RowsInSight {
  const seen = useRef<View>({ top: 0, height: 0 });
  const [view, setView] = useState<View>(seen.current);
  const now = useRef(tops);
  /** Draws what was seen last, where that is not drawn already. */
  const settle = useCallback(() => {
    const { top, height } = seen.current;
    setView((last) => {
      const [a, b] = [rowsInSight(now.current, last.top, last.height), rowsInSight(now.current, top, height)];
      return a.from === b.from && a.to === b.to ? last : seen.current;
    });
  }, []);
  const look = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    seen.current = { top: element.scrollTop, height: element.clientHeight };
    settle();
  }, [scroller, settle]);

  // Other rows are in sight then, but the scroller is where it was: to ask it would cost a layout of the page.
  useLayoutEffect(() => {
    now.current = tops;
    settle();
  }, [tops, settle]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!on || !element) return;
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller, on, look]);

  const scrollTo = useCallback(
    (top: number) => {
      if (!scroller.current) return;
      scroller.current.scrollTop = top;
      look();
    },
    [scroller, look],
  );
  return { ...rowsInSight(tops, view.top, view.height), seen, scrollTo };
}
