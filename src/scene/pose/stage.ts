import type { Exchange, MachineId } from '../../engine';
import type { Slat } from '../layout/anatomy';
import { type LayoutInput, layoutOf } from '../layout/layout';
import type { Envelope, Layout } from '../layout/layout.types';
import type { SceneLabels } from '../model';
import { type Point, point, type Rect } from '../plane/geometry';
import { pointAt } from '../plane/polyline';
import type { GateVisit, Vertex } from '../way/journey';
import { type Trail, trailsOf } from '../way/way';
import { type CardPlace, inGap, placeCard } from './card-place';
import { cardSize } from './card-size';
import { type Note, notesOf } from './note';
import { type PacketView, rewritesOf } from './packet-view';

/** Something that a visit to a gate lights up, and the step that does. */
export interface Lamp {
  readonly step: number;
  readonly slat: Slat;
}

export interface LitVisit extends GateVisit {
  readonly lamps: readonly Lamp[];
}

/** All that a pose is read from: made once for each exchange and stage size. */
export interface Stage {
  readonly exchange: Exchange | undefined;
  readonly layout: Layout;
  readonly views: readonly PacketView[];
  readonly trails: readonly Trail[];
  readonly visits: readonly LitVisit[];
  readonly deaths: readonly number[];
  readonly notes: readonly Note[];
  readonly labels: SceneLabels;
  /** Steps at which a routing decision is passed. */
  readonly routings: readonly { readonly step: number; readonly machine: MachineId }[];
  /** By step index, filled as they are asked for. */
  readonly places: Map<number, CardPlace>;
  /** What the camera shows, by machine; likewise. */
  readonly windows: Map<string, Rect | undefined>;
}

export function stageOf(input: LayoutInput): Stage {
  const { layout, views } = layoutOf(input);
  const { exchange, labels } = input.model;
  const steps = exchange?.steps ?? [];
  return {
    exchange,
    layout,
    views,
    labels,
    trails: trailsOf(layout),
    visits: layout.journey.gates.map((v) => ({ ...v, lamps: exchange ? lampsOf(v, exchange) : [] })),
    deaths: steps.flatMap((s) => (s.kind === 'drop' ? [s.index] : [])),
    notes: notesOf(layout, exchange, labels),
    routings: steps.flatMap((s) => {
      const on = s.kind === 'route' && s.when === 'input' && s.machine.startsWith('node/');
      return on ? [{ step: s.index, machine: s.machine }] : [];
    }),
    places: new Map(),
    windows: new Map(),
  };
}

function lampsOf(visit: GateVisit, exchange: Exchange): Lamp[] {
  return exchange.steps.slice(visit.start, visit.end).flatMap((s): Lamp[] => {
    if (s.station.at !== 'hook' || s.station.hook !== visit.hook) return [];
    if (s.kind === 'conntrack' && s.op === 'lookup') return [{ step: s.index, slat: 'ct' }];
    return s.kind === 'rule' && s.matched ? [{ step: s.index, slat: s.table }] : [];
  });
}

export function trailAt(stage: Stage, step: number): Trail | undefined {
  return stage.trails.find((t) => step >= t.start && step < t.end);
}

export function restAt(
  stage: Stage,
  step: number,
): { readonly at: Point; readonly length: number; readonly vertex: Vertex } | undefined {
  const trail = trailAt(stage, step);
  const leg = trail && stage.layout.journey.legs.find((l) => l.trace === trail.trace);
  const vertex = leg?.vertices[leg.rests[step - leg.start] ?? 0];
  if (!trail || !vertex) return undefined;
  const length = trail.stops[step - trail.start] ?? 0;
  return { at: trail.line.points.length > 0 ? pointAt(trail.line, length) : point(0, 0), length, vertex };
}

/** Share of a rewriting step in which the address rolls; then the mark wipes and the packet moves on. */
export const ROLL_SHARE = 0.57;

export function rewritesAt(stage: Stage, step: number): boolean {
  const s = stage.exchange?.steps[step];
  return s !== undefined && rewritesOf(s).length > 0;
}

/** How far the token is on its way from `index` to the next step. A packet waits while it is rewritten. */
export function travelShare(stage: Stage, index: number, f: number): number {
  return rewritesAt(stage, index + 1) ? Math.max(0, (f - ROLL_SHARE) / (1 - ROLL_SHARE)) : f;
}

/** The form of the envelope at a place. */
export function envelopeAt(vertex: Vertex, layout: Layout): Envelope {
  return inGap(vertex, layout) ? 'tall' : layout.envelope;
}

/** The corners of the ways gone up to a step. */
function pastAt({ trails }: Stage, step: number): (readonly Point[])[] {
  return trails.flatMap(({ start, end, line, stops }) => {
    if (start > step) return [];
    const at = stops[Math.min(step, end - 1) - start] ?? 0;
    return [[...line.points.filter((_, i) => (line.lengths[i] ?? 0) < at), pointAt(line, at)]];
  });
}

/** The card's place after a step; the same for every frame that shows it. */
export function placeAt(stage: Stage, step: number): CardPlace | undefined {
  const known = stage.places.get(step);
  if (known) return known;
  const view = stage.views[step];
  const rest = restAt(stage, step);
  if (!view || !rest) return undefined;
  const place = placeCard(
    rest.vertex,
    rest.at,
    cardSize(view, envelopeAt(rest.vertex, stage.layout)),
    stage.layout,
    () => pastAt(stage, step),
  );
  stage.places.set(step, place);
  return place;
}
