import { type RefObject, useLayoutEffect } from 'react';
import { placeBy } from './place';

export interface PlacedOptions {
  /** px between anchor and popover. */
  readonly gap: number;
  /** The popover gets no higher, px. */
  readonly most: number;
}

/**
 * Keeps a shown popover beside its anchor while `on`. Sets `--anchor-width` and `max-height` for the style sheet; the popover is `position: fixed`, in the top layer.
 */
export function usePlaced(
  on: boolean,
  anchor: RefObject<HTMLElement | null>,
  popup: RefObject<HTMLElement | null>,
  { gap, most }: PlacedOptions,
): void {
  useLayoutEffect(() => {
    const box = popup.current;
    if (!on || !box) return;
    const place = () => {
      const beside = anchor.current?.getBoundingClientRect();
      if (!beside) return;
      box.style.setProperty('--anchor-width', `${beside.width}px`);
      const view = { width: document.documentElement.clientWidth, height: window.innerHeight };
      // What it would like to be, not what an earlier place has left it.
      const height = Math.min(most, box.scrollHeight + box.offsetHeight - box.clientHeight);
      const { left, top, room } = placeBy(beside, { width: box.offsetWidth, height }, view, gap);
      box.style.left = `${left}px`;
      box.style.top = `${top}px`;
      box.style.maxHeight = `${Math.min(most, room)}px`;
    };
    const onScroll = (event: Event) => {
      if (!(event.target instanceof Node && box.contains(event.target))) place();
    };
    place();
    const sizes = new ResizeObserver(place);
    sizes.observe(box);
    window.addEventListener('resize', place);
    window.addEventListener('scroll', onScroll, { capture: true, passive: true });
    return () => {
      sizes.disconnect();
      window.removeEventListener('resize', place);
      window.removeEventListener('scroll', onScroll, { capture: true });
    };
  }, [on, anchor, popup, gap, most]);
}
