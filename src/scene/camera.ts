import {
  interpolateZoom,
  type Selection,
  select,
  type ZoomBehavior,
  type ZoomTransform,
  zoom,
  zoomIdentity,
} from 'd3';
import type { Clock } from './clock';
import type { Layer } from './draw/paint';
import { fitScale, follows, homeView, type View, wholeView } from './frame';
import type { Layout } from './layout/layout.types';
import { clamp, contains, grow, type Rect, rect } from './plane/geometry';
import { alongRoad } from './pose/easing';

/** ms. */
const GLIDE = 260;
const FLIGHT = { least: 320, most: 900 } as const;
const ZOOM = 160;
/** ms between two looks at what came into view while it moves. */
const LOOK = 120;
/** Share of what was in view at the last look: so far around it one may see before the next. */
const AROUND = 0.4;

export interface CameraEvents {
  /** Another part of the Map is in view: now and then while it moves, and once it stands. */
  onView(view: Rect, scale: number): void;
  /** It follows the packet, or a person has taken it. */
  onTaken(taken: boolean): void;
}

/** What the window on the Map shows: all, or in small windows the machine where the packet is; or what a person chose. */
export class Camera {
  private readonly svg: Selection<SVGSVGElement, unknown, null, undefined>;
  private readonly root: Layer;
  private readonly behavior: ZoomBehavior<SVGSVGElement, unknown>;
  private readonly clock: Clock;
  private readonly events: CameraEvents;
  private isTaken = false;
  private showsAll = false;
  private layout: Layout | undefined;
  private focus: Rect | undefined;
  private now: View = { x: 0, y: 0, k: 1 };
  private flight: ((ms: number) => boolean) | undefined;
  private looked = 0;
  /** What one may see before it looks again. */
  private around: Rect = rect(0, 0, 0, 0);
  private later: ReturnType<typeof setTimeout> | undefined;

  constructor(element: SVGSVGElement, root: Layer, clock: Clock, events: CameraEvents) {
    this.svg = select(element);
    this.root = root;
    this.clock = clock;
    this.events = events;
    this.behavior = zoom<SVGSVGElement, unknown>()
      .filter((event: Event) => this.accepts(event))
      .on('zoom', (event: { transform: ZoomTransform; sourceEvent: Event | null }) => {
        if (event.sourceEvent) {
          this.land();
          this.take(true);
        }
        this.show(event.transform);
      });
    this.svg.call(this.behavior).on('dblclick.zoom', null);
  }

  /** A page that embeds the Map keeps its own wheel. */
  private accepts(event: Event): boolean {
    if (event instanceof WheelEvent) return this.layout?.mode !== 'embed' || event.ctrlKey;
    return !(event instanceof MouseEvent) || (event.button === 0 && !event.ctrlKey);
  }

  /** `smooth`: the Map is the one of before, a little changed. */
  use(layout: Layout, smooth: boolean): void {
    this.layout = layout;
    this.behavior.scaleExtent([0.1, layout.far ? 9 : 4]);
    if (!this.isTaken) this.go(this.homeView(), smooth ? GLIDE : 0);
    else if (this.showsAll) this.go(this.allView(), smooth ? GLIDE : 0);
    this.look();
  }

  follow(focus: Rect | undefined): void {
    this.focus = focus ?? this.focus;
    if (!this.isTaken && !this.flight && this.layout && follows(this.layout)) this.go(this.homeView(), 0);
  }

  /** Everything in view. Where that is what following shows anyway, it follows again. */
  fit(): void {
    const { layout } = this;
    if (!layout) return;
    const more = layout.whole !== layout.bounds || follows(layout);
    if (!more || this.showsAll) {
      this.followAgain();
      return;
    }
    this.take(true);
    this.showsAll = true;
    this.fly(this.allView());
  }

  followAgain(): void {
    this.take(false);
    this.fly(this.homeView());
  }

  zoomBy(factor: number): void {
    const { layout, now } = this;
    if (!layout) return;
    const [least = 0, most = 1] = this.behavior.scaleExtent();
    const k = clamp(now.k * factor, least, most);
    const { width, height } = layout.size;
    const at = (v: number, middle: number) => middle - ((middle - v) / now.k) * k;
    this.take(true);
    this.go({ k, x: at(now.x, width / 2), y: at(now.y, height / 2) }, ZOOM);
  }

  /** To an area of the Map, at a scale where it can be read. */
  flyTo(area: Rect, scale: number): void {
    const { layout } = this;
    if (!layout) return;
    const { width, height } = layout.size;
    const k = Math.min(scale, fitScale(layout, area));
    this.take(true);
    this.fly({ k, x: width / 2 - (area.x + area.w / 2) * k, y: height / 2 - (area.y + area.h / 2) * k });
  }

  /** Brings an area into view, if it is not in it. */
  reveal(area: Rect): void {
    const { layout, now } = this;
    if (!layout || contains(this.inView(), area)) return;
    const { width, height } = layout.size;
    const { x, y, w, h } = area;
    this.take(true);
    this.go({ k: now.k, x: width / 2 - (x + w / 2) * now.k, y: height / 2 - (y + h / 2) * now.k }, GLIDE);
  }

  /** Map coordinates of a place on the screen, px from the corner of the stage. */
  placeAt(x: number, y: number): { readonly x: number; readonly y: number } {
    const { now } = this;
    return { x: (x - now.x) / now.k, y: (y - now.y) / now.k };
  }

  destroy(): void {
    clearTimeout(this.later);
    this.svg.on('.zoom', null);
  }

  private take(taken: boolean): void {
    this.showsAll = false;
    if (taken === this.isTaken) return;
    this.isTaken = taken;
    this.events.onTaken(taken);
  }

  private show({ x, y, k }: View): void {
    const { now } = this;
    if (now.x === x && now.y === y && now.k === k) return;
    this.now = { x, y, k };
    this.root.attr('transform', `translate(${x},${y}) scale(${k})`);
    clearTimeout(this.later);
    this.later = setTimeout(() => this.look(), LOOK);
    if (performance.now() - this.looked > LOOK || !contains(this.around, this.inView())) this.look();
  }

  /** In Map units. */
  private inView(): Rect {
    const { now } = this;
    const { width, height } = this.layout?.size ?? { width: 0, height: 0 };
    return rect(-now.x / now.k, -now.y / now.k, width / now.k, height / now.k);
  }

  private look(): void {
    if (!this.layout) return;
    clearTimeout(this.later);
    this.looked = performance.now();
    const view = this.inView();
    this.around = grow(view, AROUND * view.w);
    this.events.onView(view, this.now.k);
  }

  private homeView(): View {
    const { layout } = this;
    if (!layout) return this.now;
    return homeView(layout, this.focus);
  }

  private allView(): View {
    return this.layout ? wholeView(this.layout) : this.now;
  }

  private put(view: View): void {
    this.svg.call(this.behavior.transform, zoomIdentity.translate(view.x, view.y).scale(view.k));
  }

  private land(): void {
    if (!this.flight) return;
    this.clock.stop(this.flight);
    this.flight = undefined;
  }

  /** As a bird does: out, across, in; longer ways take longer. */
  private fly(to: View): void {
    this.go(to, undefined);
  }

  private go(to: View, ms: number | undefined): void {
    this.land();
    const { layout, now } = this;
    const same = Math.abs(to.x - now.x) + Math.abs(to.y - now.y) < 0.5 && Math.abs(to.k / now.k - 1) < 1e-3;
    if (!layout || same || ms === 0 || this.clock.reduced) {
      this.put(to);
      return;
    }
    const { width, height } = layout.size;
    const middle = (v: View): [number, number, number] => [
      (width / 2 - v.x) / v.k,
      (height / 2 - v.y) / v.k,
      width / v.k,
    ];
    const way = interpolateZoom(middle(now), middle(to));
    const total = ms ?? clamp(way.duration * 0.5, FLIGHT.least, FLIGHT.most);
    let spent = 0;
    this.flight = (dt) => {
      spent += dt;
      if (spent >= total) {
        this.put(to);
        this.flight = undefined;
        return false;
      }
      const [cx, cy, w] = way(alongRoad(spent / total));
      const k = width / w;
      this.put({ k, x: width / 2 - cx * k, y: height / 2 - cy * k });
      return true;
    };
    this.clock.run(this.flight);
  }
}
