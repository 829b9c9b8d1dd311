import { LEGIBLE } from './layout/anatomy';
import type { Layout } from './layout/layout.types';
import { PAD, READABLE } from './layout/layout-width';
import { clamp, type Rect, rect, right, union } from './plane/geometry';

/** Screen px of the Map's origin, and screen px a Map unit. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export function fitScale(layout: Layout, area: Rect): number {
  const { width, height } = layout.size;
  return Math.min((width - 2 * PAD) / area.w, (height - 2 * PAD) / area.h);
}

/** All there is. */
export function wholeView(layout: Layout): View {
  return around(layout, layout.whole, Math.min(fitScale(layout, layout.whole), layout.scale));
}

/** All of it does not fit in a size in which it can be read: the camera follows the packet. */
export const follows = (layout: Layout): boolean =>
  layout.mode !== 'full' || fitScale(layout, layout.bounds) < READABLE;

/**
 * The view at rest: all, where that can be read; else `at`: a machine where one is shown at a time, or the part of the
 * Map that `windowOf` chose.
 */
export function homeView(layout: Layout, at: Rect | undefined): View {
  const { bounds, machines, mode, scale, size } = layout;
  const focus = follows(layout) ? (at ?? (mode === 'full' ? undefined : machines[0]?.wall)) : undefined;
  if (mode === 'full' && follows(layout)) {
    const shown = focus ?? windowOf(layout, machines[0]?.wall ?? bounds);
    return around(layout, shown, followScale(layout));
  }
  const near = focus ?? bounds;
  const k = clamp(fitScale(layout, near), 0.05, mode === 'full' ? scale : 1.26);
  const view = around(layout, near, k);
  return near.h * k > size.height ? { ...view, y: PAD - near.y * k } : view;
}

function around({ size: { width, height } }: Layout, area: Rect, k: number): View {
  return { x: width / 2 - (area.x + area.w / 2) * k, y: height / 2 - (area.y + area.h / 2) * k, k };
}

/** Only the width is short, as a rule: then as much of it as can be read. */
const followScale = (layout: Layout): number => {
  const upright = (layout.size.height - 2 * PAD) / layout.bounds.h;
  return clamp(upright, LEGIBLE, Math.max(LEGIBLE, Math.min(1, layout.scale)));
};

/** What it costs that something is cut by the window's edge, or out of sight. */
const COST = {
  focus: { cut: 1000, hidden: 5000 },
  open: { cut: 10, hidden: 6 },
  folded: { cut: 5, hidden: 3 },
  client: { cut: 4, hidden: 1 },
} as const;
/** Px off the middle that weigh as much as 1 above. */
const OFF = 400;

interface Item {
  readonly kind: keyof typeof COST;
  readonly from: number;
  readonly to: number;
}

/**
 * The part of the Map that shows `focus` where not all fits: moved sideways so that what stands beside it is seen whole,
 * or not at all, rather than cut.
 */
export function windowOf(layout: Layout, focus: Rect): Rect {
  const { bounds, size } = layout;
  const k = followScale(layout);
  const [w, h] = [size.width / k, size.height / k];
  const y =
    h >= bounds.h
      ? bounds.y + (bounds.h - h) / 2
      : clamp(focus.y + focus.h / 2 - h / 2, bounds.y, bounds.y + bounds.h - h);
  if (w >= bounds.w + 2 * PAD) return rect(bounds.x + (bounds.w - w) / 2, y, w, h);
  const items = itemsOf(layout, focus);
  const middle = clamp(focus.x + focus.w / 2 - w / 2, bounds.x - PAD, right(bounds) + PAD - w);
  const starts = [middle, ...items.flatMap(({ from, to }) => [from - PAD, to + PAD - w])];
  const cost = (x: number) =>
    items.reduce(
      (sum, { kind, from, to }) => {
        const whole = from >= x - 0.5 && to <= x + w + 0.5;
        const hidden = to <= x || from >= x + w;
        return sum + (whole ? 0 : hidden ? COST[kind].hidden : COST[kind].cut);
      },
      Math.abs(x - middle) / OFF + Math.max(0, bounds.x - PAD - x, x + w - right(bounds) - PAD) / 20,
    );
  const best = starts.reduce((a, b) => (cost(b) < cost(a) ? b : a));
  return rect(best, y, w, h);
}

function itemsOf(layout: Layout, focus: Rect): Item[] {
  const item = (kind: Item['kind'], r: Rect): Item => ({ kind, from: r.x, to: right(r) });
  const { machines, folded, clients } = layout;
  const strip = union(clients.map((c) => c.box));
  return [
    item('focus', focus),
    ...machines.map((m) => item('open', m.wall)),
    ...folded.map((m) => item('folded', m.wall)),
    ...(clients.length > 0 ? [item('client', rect(0, strip.y, right(strip), strip.h))] : []),
  ];
}
