import type { MachineId } from '../engine';
import { gateBox, hookLabel } from './layout/anatomy';
import type { Layout } from './layout/layout.types';
import type { SceneLabels, Selection } from './model';
import { type Rect, rect } from './plane/geometry';
import type { LegWay, Vertex } from './way/journey';
import { kindOfKey, podOfKey } from './way/road';
import { finder } from './way/spots';

/** A place on the Map that the keyboard reaches. */
export interface Station {
  readonly id: string;
  readonly box: Rect;
  /** For whoever does not see it: what it is, where, and what Enter does. */
  readonly label: string;
  /** The first step of the packet there. */
  readonly step?: number;
  /** Or what stands there without a packet's visit. */
  readonly select?: Selection;
}

/** Pods, gates and hosts in the order in which the packet comes to them; then what it does not visit. */
export function stationsOf(layout: Layout, labels: SceneLabels): readonly Station[] {
  const found = new Map<string, Station>();
  for (const leg of layout.journey.legs) {
    leg.vertices.forEach((vertex, i) => {
      const place = placeOf(vertex, layout);
      if (!place || found.has(place.id)) return;
      const step = firstAt(leg, i);
      if (step !== undefined)
        found.set(place.id, { ...place, step, label: labels.station(place.what, place.on, step) });
    });
  }
  const folded = layout.folded.map(
    (m): Station => ({
      id: m.id,
      box: m.wall,
      label: labels.openStation(m.name),
      select: { kind: 'machine', id: m.id },
    }),
  );
  const opened = layout.machines
    .filter((m) => !layout.journey.touched.has(m.id) && layout.journey.legs.length > 0)
    .map(
      (m): Station => ({
        id: m.id,
        box: m.wall,
        label: labels.closeStation(m.name),
        select: { kind: 'machine', id: m.id },
      }),
    );
  return [...found.values(), ...opened, ...folded];
}

function firstAt(leg: LegWay, vertex: number): number | undefined {
  const n = leg.rests.findIndex((rest) => rest >= vertex);
  return n < 0 ? undefined : leg.start + n;
}

interface Place {
  readonly id: string;
  readonly box: Rect;
  readonly what: string;
  readonly on: string;
}

const GATE = /^(prerouting|input|forward|output|postrouting)In$/;

function placeOf(vertex: Vertex, layout: Layout): Place | undefined {
  if (vertex.at === 'wire') return undefined;
  const { key } = vertex;
  const machine: MachineId = vertex.pass.machine;
  const m = finder(layout)(machine);
  if (!m) return undefined;
  if (!('a' in m)) return { id: m.id, box: m.box, what: m.title, on: '' };
  const pod = podOfKey(key);
  if (pod) {
    const drawn = m.pods.find((p) => `pod/${p.key}` === pod);
    return drawn && /pod$/.test(kindOfKey(key))
      ? { id: pod, box: drawn.box, what: drawn.fullName, on: m.name }
      : undefined;
  }
  const on = (r: Rect) => rect(m.x + r.x, r.y, r.w, r.h);
  const hook = GATE.exec(key)?.[1] as Parameters<typeof hookLabel>[0] | undefined;
  if (hook) return { id: `${m.id}/${hook}`, box: on(gateBox(m.a, hook)), what: hookLabel(hook), on: m.name };
  if (key === 'hostIn' || key === 'hostOut')
    return { id: `${m.id}/host`, box: on(m.a.host), what: 'host', on: m.name };
  return undefined;
}
