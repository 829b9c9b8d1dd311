import { detailAt, farMarks, farTexts, textScale } from './draw/draw-far';
import { box } from './draw/mark';
import { type Layer, paint } from './draw/paint';
import { cellAt } from './layout/far';
import type { FarCell, FarField, Layout } from './layout/layout.types';
import { nodeMachine } from './layout/layout-machines';
import type { SceneLabels, Selection } from './model';
import { grow, type Rect, rect } from './plane/geometry';

/** Under this scale the machines' own text is too small to read, and is left out. */
const DISTANT = 0.5;
/** Share of the view around it that is written as well, so that a small move finds it there. */
const MARGIN = 0.15;
/** The same for boxes and dots, which are soon drawn: so far a camera goes before it looks again. */
const WIDE = 0.5;

export interface CrowdHost {
  placeAt(x: number, y: number): { readonly x: number; readonly y: number };
  onSelect(what: Selection): void;
}

/** The nodes under the machines: what is written there depends on where one looks from. */
export class Crowd {
  private readonly svg: SVGSVGElement;
  private readonly still: Layer;
  private readonly text: Layer;
  private readonly host: CrowdHost;
  private layout: Layout | undefined;
  private labels: SceneLabels | undefined;
  private view: Rect = rect(0, 0, 0, 0);
  private scale = 1;
  private hovered: FarCell | undefined;

  constructor(svg: SVGSVGElement, still: Layer, text: Layer, host: CrowdHost) {
    this.svg = svg;
    this.still = still;
    this.text = text;
    this.host = host;
    for (const layer of [still, text]) {
      layer
        .on('pointermove', (event: PointerEvent) => this.hover(this.cellOf(event)))
        .on('pointerleave', () => this.hover(undefined))
        .on('click', (event: MouseEvent) => this.click(event));
    }
  }

  private get far(): FarField | undefined {
    return this.layout?.far;
  }

  show(layout: Layout, labels: SceneLabels): void {
    this.layout = layout;
    this.labels = labels;
    this.hovered = undefined;
    this.write();
  }

  look(view: Rect, scale: number): void {
    this.view = view;
    this.scale = scale;
    this.write();
  }

  private write(): void {
    const { far, labels, scale, view, svg } = this;
    if (far) svg.dataset.detail = detailAt(textScale(scale));
    else delete svg.dataset.detail;
    svg.classList.toggle('is-distant', far !== undefined && scale < DISTANT);
    const seen = grow(view, MARGIN * view.w);
    const step = textScale(scale);
    const marks = far && labels ? farTexts(far, labels, seen, step, view) : [];
    const cell = this.hovered;
    const ring = cell && {
      ...box('hover', cell.box, 4, { fill: 'none', stroke: 'var(--text)', 'stroke-width': 1.5 / scale }),
      title: cell.name,
    };
    paint(this.still, this.layout ? farMarks(this.layout, step, grow(view, WIDE * view.w)) : []);
    paint(this.text, ring ? [...marks, ring] : marks, (what) => this.host.onSelect(what));
  }

  private hover(cell: FarCell | undefined): void {
    if (cell === this.hovered) return;
    this.hovered = cell;
    this.write();
  }

  private cellOf(event: MouseEvent): FarCell | undefined {
    const { left, top } = this.svg.getBoundingClientRect();
    const at = this.host.placeAt(event.clientX - left, event.clientY - top);
    return this.far && cellAt(this.far, at.x, at.y);
  }

  private click(event: MouseEvent): void {
    // A Pod's name has a meaning of its own.
    if (
      event.target instanceof Element &&
      event.target.tagName === 'text' &&
      event.target.hasAttribute('cursor')
    )
      return;
    const cell = this.cellOf(event);
    if (cell) this.host.onSelect({ kind: 'machine', id: nodeMachine(cell.name) });
  }
}
