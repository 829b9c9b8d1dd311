import type { Step } from '../../engine';
import { windowOf } from '../frame';
import { HOOKS, type Slat } from '../layout/anatomy';
import { machineArea } from '../layout/layout';
import type { Layout } from '../layout/layout.types';
import { clamp, lerp, type Point, type Rect, rect, union } from '../plane/geometry';
import { pathOf, pointAt, slicePath } from '../plane/polyline';
import type { Pass, Wire } from '../way/journey';
import type { Trail } from '../way/way';
import { besideColumn } from './card-place';
import { cardPose } from './card-pose';
import { type GatePose, gateKey, type Pose, type TrailPose } from './pose.types';
import { type LitVisit, restAt, rewritesAt, type Stage, trailAt, travelShare } from './stage';

/** Rounding errors of a playhead that was summed up from frames. */
const EPSILON = 1e-6;
export const smooth = (t: number): number => t * t * (3 - 2 * t);

/**
 * The Map at one moment. `playhead` counts steps: 11.25 is a quarter of the way from step 11 to step 12. At a whole
 * number the step has just happened. The same stage and playhead always give the same pose.
 */
export function poseOf(stage: Stage, playhead: number): Pose {
  const steps = stage.exchange?.steps ?? [];
  const last = steps.length - 1;
  if (last < 0) return stillPose(stage);
  const p = clamp(playhead, 0, last);
  const index = Math.floor(p + EPSILON);
  const f = p - index < EPSILON ? 0 : p - index;
  const step = steps[index];
  const death = deathAt(stage, p);
  const leg = step?.leg;
  return {
    index,
    leg,
    token: death?.own ? undefined : tokenAt(stage, index, f),
    trails: trailPoses(stage, index, f),
    gates: gatePoses(stage, index, f),
    routed: new Set(stage.routings.filter((r) => r.step <= index).map((r) => r.machine)),
    routing: step && isRouting(step) ? step.machine : undefined,
    pipes: pipesAt(stage, index),
    card: cardPose(stage, index, f),
    death: death && { at: death.at, reject: death.reject, stamp: death.stamp },
    focus: focusAt(stage, index, f),
  };
}

function isRouting(step: Step): boolean {
  return step.station.at === 'routing' && step.station.when === 'input' && step.machine.startsWith('node/');
}

function stillPose(stage: Stage): Pose {
  return {
    index: -1,
    leg: undefined,
    token: undefined,
    trails: [],
    gates: gatePoses(stage, -1, 0),
    routed: new Set(),
    routing: undefined,
    pipes: new Set(),
    card: undefined,
    death: undefined,
    focus: undefined,
  };
}

/** Length along the trail of the packet that is under way. */
function lengthAt(stage: Stage, trail: Trail, index: number, f: number): number {
  const from = trail.stops[index - trail.start] ?? 0;
  const to = trail.stops[index + 1 - trail.start] ?? from;
  return lerp(from, to, travelShare(stage, index, f));
}

function tokenAt(stage: Stage, index: number, f: number): Point | undefined {
  const trail = trailAt(stage, index);
  if (!trail || trail.line.points.length === 0) return undefined;
  return pointAt(trail.line, lengthAt(stage, trail, index, f));
}

function trailPoses(stage: Stage, index: number, f: number): TrailPose[] {
  const current = trailAt(stage, index);
  return stage.trails.flatMap((trail): TrailPose[] => {
    if (trail.line.points.length === 0) return [];
    const base = { trace: trail.trace, leg: trail.leg };
    const { total } = trail.line;
    if (index >= trail.end) {
      // A later packet goes the same way: its trail is drawn anew.
      const { way, start } = trail;
      if (stage.trails.some((t) => t.way === way && t.start > start && t.start <= index)) return [];
      const past = slicePath(trail.line, 0, trail.stops.at(-1) ?? total);
      return [
        { ...base, past, future: '', arrows: trail.arrows, fall: trail.fall ? pathOf(trail.fall) : '' },
      ];
    }
    if (trail === current) {
      const at = lengthAt(stage, trail, index, f);
      return [
        {
          ...base,
          past: slicePath(trail.line, 0, at),
          future: slicePath(trail.line, at, total),
          arrows: trail.arrows.filter((a) => a.length <= at - 4),
          fall: trail.fall ? pathOf(trail.fall) : '',
        },
      ];
    }
    // An answer is foreseen only once the packet before it has ended.
    if (trail.start === index + 1)
      return [{ ...base, past: '', future: slicePath(trail.line, 0, total), arrows: [], fall: '' }];
    return [];
  });
}

export function gatePoses(stage: Stage, index: number, f: number): Map<string, GatePose> {
  const poses = new Map<string, GatePose>();
  const step = stage.exchange?.steps[index];
  for (const m of stage.layout.machines) {
    for (const hook of HOOKS) {
      const visit = latestVisit(stage, m.id, hook, index, f);
      const here = step?.station.at === 'hook' && step.station.hook === hook && step.machine === m.id;
      const dead = stage.deaths.some((d) => {
        const s = stage.exchange?.steps[d];
        return d <= index && s?.machine === m.id && s.station.at === 'hook' && s.station.hook === hook;
      });
      const entered = visit !== undefined && visit.start <= index;
      poses.set(gateKey(m.id, hook), {
        machine: m.id,
        hook,
        state: dead ? 'dead' : here ? 'current' : entered ? 'visited' : 'rest',
        rewrote: here && (rewritesAt(stage, index) || (f > 0 && rewritesAt(stage, index + 1))),
        lit: visit ? litAt(visit, index, f) : {},
      });
    }
  }
  return poses;
}

function latestVisit(
  stage: Stage,
  machine: string,
  hook: string,
  index: number,
  f: number,
): LitVisit | undefined {
  const reached = f > 0 ? index + 1 : index;
  return stage.visits.findLast((v) => v.machine === machine && v.hook === hook && v.start <= reached);
}

function litAt(visit: LitVisit, index: number, f: number): Partial<Record<Slat, number>> {
  const lit: Partial<Record<Slat, number>> = {};
  for (const lamp of visit.lamps) {
    const amount = lamp.step <= index ? 1 : lamp.step === index + 1 ? f : 0;
    if (amount > (lit[lamp.slat] ?? 0)) lit[lamp.slat] = amount;
  }
  return lit;
}

/** Tunnels of packets that have been sent; that of an answer appears with the answer. */
function pipesAt(stage: Stage, index: number): Set<number> {
  const begun = new Set(stage.trails.filter((t) => t.start <= index).map((t) => t.trace));
  return new Set(stage.layout.journey.wires.filter((w) => w.tunnel && begun.has(w.trace)).map((w) => w.id));
}

/** `own`: the packet under way is the one that died; a later one may still be moving. */
function deathAt(
  stage: Stage,
  p: number,
): { at: Point; reject: boolean; stamp: number; own: boolean } | undefined {
  const died = stage.deaths.findLast((d) => d - 1 < p);
  if (died === undefined) return undefined;
  const rest = restAt(stage, died);
  const step = stage.exchange?.steps[died];
  if (!rest || step?.kind !== 'drop') return undefined;
  return {
    at: rest.at,
    reject: step.code === 'rule-reject',
    stamp: clamp(p - (died - 1), 0, 1),
    own: p >= died && trailAt(stage, Math.floor(p + EPSILON)) === trailAt(stage, died),
  };
}

function focusAt(stage: Stage, index: number, f: number): Rect | undefined {
  const a = focusOf(stage, index);
  const b = focusOf(stage, index + 1) ?? a;
  if (!a || !b || f === 0) return a;
  const t = smooth(f);
  return rect(lerp(a.x, b.x, t), lerp(a.y, b.y, t), lerp(a.w, b.w, t), lerp(a.h, b.h, t));
}

function focusOf(stage: Stage, index: number): Rect | undefined {
  const rest = restAt(stage, index);
  if (!rest) return undefined;
  const { vertex } = rest;
  const { windows, layout } = stage;
  const full = layout.mode === 'full';
  const { machine } = vertex.at === 'key' ? vertex.pass : full ? inSight(vertex.wire) : vertex.wire.to;
  if (!windows.has(machine)) {
    const area = areaOf(layout, machine);
    windows.set(machine, area && full ? windowOf(layout, area) : area);
  }
  return windows.get(machine);
}

/** From which end a token on the wire is seen: beside a client it is out of sight of the machines. */
const inSight = ({ from, to }: Wire): Pass => (from.machine.startsWith('node/') ? to : from);

/** A machine, its card's column, and the LAN under it; the strip of the client likewise. */
export function areaOf(layout: Layout, machine: string): Rect | undefined {
  const m = layout.machines.find((x) => x.id === machine);
  if (m) {
    const column = besideColumn(layout, m);
    const area = machineArea(layout, m);
    return column ? union([area, column]) : area;
  }
  const client = layout.clients.find((c) => c.id === machine);
  if (!client) return undefined;
  const other = layout.machines[0];
  const top = other?.wall.y ?? client.box.y - 160;
  return rect(0, top, layout.card.width + 24, layout.lan.y + 6 - top);
}
