import { type Layer, layer } from './draw/paint';
import { fmt, grow } from './plane/geometry';
import type { Station } from './stations';

export interface RoverHost {
  /** Enter or Space on a station. */
  onPress(station: Station): void;
  /** It has the focus: it should be in view. */
  onFocus(station: Station): void;
}

const SVG = 'http://www.w3.org/2000/svg';
const MOVES: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowRight: (at, last) => Math.min(at + 1, last),
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowLeft: (at) => Math.max(at - 1, 0),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** Roving focus (WAI-ARIA's toolbar): Tab comes to the Map once, arrows go along the packet's way. */
export class Rover {
  private readonly into: Layer;
  private readonly host: RoverHost;
  private stations: readonly Station[] = [];
  private at = 0;

  constructor(root: Layer, host: RoverHost) {
    this.into = layer(root, 'stations').attr('role', 'toolbar').attr('data-aid', '');
    this.host = host;
    this.into.on('keydown', (event: KeyboardEvent) => this.pressed(event));
    this.into.on('focusin', (event: FocusEvent) => this.focused(event));
  }

  show(stations: readonly Station[], label: string): void {
    const kept = this.stations[this.at]?.id;
    const focused = this.into.node()?.contains(document.activeElement) === true;
    this.stations = stations;
    this.at = Math.max(
      0,
      stations.findIndex((s) => s.id === kept),
    );
    this.into
      .attr('aria-label', label)
      .attr('display', stations.length > 0 ? null : 'none')
      .selectChildren<SVGRectElement, Station>()
      .data(stations, (s) => s.id)
      .join((enter) =>
        enter
          .append(() => document.createElementNS(SVG, 'rect'))
          .attr('class', 'station')
          .attr('role', 'button')
          .attr('rx', 8),
      )
      .order()
      .attr('aria-label', (s) => s.label)
      .attr('tabindex', (_, i) => (i === this.at ? 0 : -1))
      .each(function ({ box }) {
        const { x, y, w, h } = grow(box, 4);
        for (const [name, value] of Object.entries({ x, y, width: w, height: h }))
          this.setAttribute(name, fmt(value));
      });
    // What had the focus may be gone.
    if (focused && !this.into.node()?.contains(document.activeElement)) this.moveTo(this.at, true);
  }

  /** Which station stands for this step: Tab leads there. */
  rest(step: number): void {
    const here = this.stations.findLastIndex((s) => s.step !== undefined && s.step <= step);
    if (here >= 0 && !this.into.node()?.contains(document.activeElement)) this.moveTo(here, false);
  }

  private moveTo(at: number, focus: boolean): void {
    if (at === this.at && !focus) return;
    this.at = at;
    this.into
      .selectChildren<SVGRectElement, Station>()
      .attr('tabindex', (_, i) => (i === at ? 0 : -1))
      .filter((_, i) => focus && i === at)
      .each(function () {
        this.focus();
      });
  }

  private focused({ target }: FocusEvent): void {
    const at = this.stations.findIndex((s) => s.label === (target as Element).getAttribute('aria-label'));
    const station = this.stations[at];
    if (!station) return;
    this.moveTo(at, false);
    this.host.onFocus(station);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const station = this.stations[this.at];
    const move = MOVES[event.key];
    if (event.key === 'Escape') (event.target as SVGElement).blur();
    else if (move) this.moveTo(move(this.at, this.stations.length - 1), true);
    else if ((event.key === 'Enter' || event.key === ' ') && station) this.host.onPress(station);
    else return;
    // The page's own keys mean other things.
    event.preventDefault();
    event.stopPropagation();
  }
}
