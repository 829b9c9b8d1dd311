/** A box in px of the window, as `getBoundingClientRect` gives it. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Placed {
  readonly left: number;
  readonly top: number;
  /** What there is room for on the chosen side, px. */
  readonly room: number;
}

/** px that stay free at the window's edge. */
const MARGIN = 8;

/**
 * Where a popup of this size stands beside its anchor, in px of the window: below it and starting with it; above where
 * only there is room, or more of it; moved in where it would leave the window.
 */
export function placeBy(
  anchor: Box,
  popup: { readonly width: number; readonly height: number },
  view: { readonly width: number; readonly height: number },
  gap: number,
): Placed {
  const below = view.height - MARGIN - gap - (anchor.top + anchor.height);
  const above = anchor.top - gap - MARGIN;
  const up = popup.height > below && above > below;
  const room = Math.max(0, up ? above : below);
  const height = Math.min(popup.height, room);
  return {
    left: Math.max(MARGIN, Math.min(anchor.left, view.width - MARGIN - popup.width)),
    top: up ? anchor.top - gap - height : anchor.top + anchor.height + gap,
    room,
  };
}
