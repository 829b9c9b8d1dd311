import { type Selection, select, type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from 'd3';
import type { Layer } from './draw/paint';
import type { Layout } from './layout/layout.types';
import { PAD, READABLE } from './layout/layout-width';
import { clamp, type Rect, rect } from './plane/geometry';

const FOLLOW_SCALE = 0.96;

/** What the window on the Map shows: all, or in small windows the machine where the packet is; or what a person chose. */
export class Camera {
  private readonly svg: Selection<SVGSVGElement, unknown, null, undefined>;
  private readonly behavior: ZoomBehavior<SVGSVGElement, unknown>;
  private taken = false;
  private layout: Layout | undefined;
  private focus: Rect | undefined;

  constructor(element: SVGSVGElement, root: Layer) {
    this.svg = select(element);
    this.behavior = zoom<SVGSVGElement, unknown>()
      .scaleExtent([0.2, 4])
      .filter((event: Event) => this.accepts(event))
      .on('zoom', (event: { transform: ZoomTransform; sourceEvent: Event | null }) => {
        if (event.sourceEvent) this.taken = true;
        root.attr('transform', event.transform.toString());
      });
    this.svg.call(this.behavior).on('dblclick.zoom', null);
  }

  /** A page that embeds the Map keeps its own wheel. */
  private accepts(event: Event): boolean {
    if (event instanceof WheelEvent) return this.layout?.mode !== 'embed' || event.ctrlKey;
    return !(event instanceof MouseEvent) || (event.button === 0 && !event.ctrlKey);
  }

  use(layout: Layout): void {
    this.layout = layout;
    if (!this.taken) this.home();
  }

  follow(focus: Rect | undefined): void {
    this.focus = focus ?? this.focus;
    if (!this.taken && this.layout && this.follows(this.layout)) this.home();
  }

  /** All of it again. */
  fit(): void {
    this.taken = false;
    this.home();
  }

  zoomBy(factor: number): void {
    this.taken = true;
    this.svg.call(this.behavior.scaleBy, factor);
  }

  destroy(): void {
    this.svg.on('.zoom', null);
  }

  private follows(layout: Layout): boolean {
    return layout.mode !== 'full' || fitScale(layout, layout.bounds) < READABLE;
  }

  private home(): void {
    const { layout } = this;
    if (!layout) return;
    const t = homeTransform(layout, this.follows(layout) ? this.focus : undefined);
    this.svg.call(this.behavior.transform, zoomIdentity.translate(t.x, t.y).scale(t.k));
  }
}

export function fitScale(layout: Layout, area: Rect): number {
  const { width, height } = layout.size;
  return Math.min((width - 2 * PAD) / area.w, (height - 2 * PAD) / area.h);
}

/** The view that shows `focus`, or everything without one; in the middle, and never larger than the layout meant. */
export function homeTransform(layout: Layout, focus: Rect | undefined): { x: number; y: number; k: number } {
  const { width, height } = layout.size;
  const full = layout.mode === 'full';
  const limit = full ? Math.max(layout.scale, focus ? FOLLOW_SCALE : 0) : 1.26;
  const near = focus ?? layout.bounds;
  // Where only the width is short, the whole height is shown, so that no Service is cut in two.
  const upright = (height - 2 * PAD) / layout.bounds.h;
  const whole = focus !== undefined && full && upright >= READABLE * 0.85;
  const area = whole ? rect(near.x, layout.bounds.y, near.w, layout.bounds.h) : near;
  const least = focus && full && !whole ? READABLE : 0.05;
  const k = clamp(whole ? upright : fitScale(layout, near), least, limit);
  const x = width / 2 - (area.x + area.w / 2) * k;
  // What is higher than the window is shown from its top.
  const y = area.h * k > height ? PAD - area.y * k : height / 2 - (area.y + area.h / 2) * k;
  return { x, y, k };
}
