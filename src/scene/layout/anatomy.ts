import type { HookName, TableName } from '../../engine';
import { lerp, type Point, point, type Rect, rect } from '../plane/geometry';
import { estimate } from '../plane/measure';

/**
 * A node cut open. Units are px at scale 1; x counts from the wall's outer left edge, y from the kernel road,
 * so that more Pods grow a machine upwards and move nothing below.
 *
 *     wall
 *       name
 *       Pods (rows)
 *       veth
 *       cni0 ─────────────────────────
 *       │  air, for the packet card  │
 *       └ PREROUTING ◇ FORWARD POSTROUTING ┘   y = 0
 *             INPUT │   │ OUTPUT
 *                   host
 *       flannel.1 ────────────────────
 *       NIC (pierces the wall)
 */
export const WALL = 5;
export const RISER = 28;
export const ROAD_W = 9;
export const DIAMOND = 7.8;
export const TOKEN_R = 6.5;
/** Smallest text, so that it stays above 10.5 px when the Map is scaled a little down. */
export const LABEL_SIZE = 11;
/** The scale at which the smallest text has 10.5 px (LOOK.md's floor). */
export const LEGIBLE = 10.5 / LABEL_SIZE;

/** Heights and heights above or below the road, on one stage the same for all machines. */
export interface Levels {
  readonly nameH: number;
  /** With three lines, and with two: name, then address and state. */
  readonly podH: number;
  readonly podLowH: number;
  readonly podGap: number;
  readonly vethH: number;
  readonly bridgeH: number;
  readonly gateH: number;
  readonly routeY: number;
  /** From slat to slat in the gates that stand turned. */
  readonly turnedPitch: number;
  readonly turnedY: number;
  readonly hostY: number;
  readonly hostH: number;
  readonly vxlanY: number;
  readonly vxlanH: number;
  readonly nicY: number;
  readonly nicH: number;
  /** How far the NIC sticks out of the wall. */
  readonly pierce: number;
  readonly wireFirst: number;
  readonly wireStep: number;
  /** Least from the NICs to the LAN line, and room for its name under it. */
  readonly lanDrop: number;
  readonly lanLabel: number;
  readonly ghostSlimH: number;
  readonly ghostGap: number;
}

const ROOMY: Levels = {
  nameH: 28,
  podH: 56,
  podLowH: 42,
  podGap: 8,
  vethH: 14,
  bridgeH: 20,
  gateH: 34,
  routeY: -13,
  turnedPitch: 7,
  turnedY: 63,
  hostY: 101,
  hostH: 22,
  vxlanY: 125,
  vxlanH: 20,
  nicY: 151,
  nicH: 26,
  pierce: 10,
  wireFirst: 11,
  wireStep: 13,
  lanDrop: 22,
  lanLabel: 18,
  ghostSlimH: 28,
  ghostGap: 8,
};

/** As low as it gets with the same text. */
const TIGHT: Levels = {
  nameH: 22,
  podH: 51,
  podLowH: 35,
  podGap: 5,
  vethH: 9,
  bridgeH: 16,
  gateH: 30,
  routeY: -12,
  turnedPitch: 5.6,
  turnedY: 51,
  hostY: 83,
  hostH: 18,
  vxlanY: 97,
  vxlanH: 16,
  nicY: 115.5,
  nicH: 20,
  pierce: 7,
  wireFirst: 9,
  wireStep: 11,
  lanDrop: 17,
  lanLabel: 14,
  ghostSlimH: 24,
  ghostGap: 4,
};

/** `tight`: 0 as LOOK.md has it, 1 for the lowest stages. */
export function levels(tight: number): Levels {
  const mixed = { ...ROOMY };
  for (const key of Object.keys(ROOMY) as (keyof Levels)[])
    Object.assign(mixed, { [key]: lerp(ROOMY[key], TIGHT[key], tight) });
  return mixed;
}

export const nicBottom = (v: Levels): number => v.nicY + v.nicH;
export const wallBottom = (v: Levels): number => nicBottom(v) - v.pierce;
/** The way through `lo`, between the host and flannel.1. */
export const loopY = (v: Levels): number => (v.hostY + v.hostH / 2 + v.vxlanY) / 2;

/** The base line of a machine's name, below its wall: with air above it where height is short too. */
export const nameLine = (v: Levels): number => v.nameH * 0.75;

/** The middle of the word over the routing diamond: a marker has room beside it. */
export const ROUTE_X = 8;

/** What a gate shows, in the order in which a packet meets it; `ct` is the conntrack ring. */
export type Slat = TableName | 'ct';
export const SLATS: Record<HookName, readonly Slat[]> = {
  prerouting: ['raw', 'ct', 'mangle', 'nat'],
  input: ['mangle', 'filter', 'nat'],
  forward: ['mangle', 'filter'],
  output: ['raw', 'ct', 'mangle', 'nat', 'filter'],
  postrouting: ['mangle', 'nat'],
};
export const HOOKS: readonly HookName[] = ['prerouting', 'forward', 'postrouting', 'input', 'output'];
const TURNED: ReadonlySet<HookName> = new Set(['input', 'output']);
export const isTurned = (hook: HookName): boolean => TURNED.has(hook);

/** Where things stand on a machine of one width. */
export interface Anatomy {
  readonly w: number;
  readonly v: Levels;
  readonly left: number;
  readonly right: number;
  readonly gate: Record<HookName, Point>;
  readonly diamond: Point;
  readonly merge: Point;
  readonly host: Rect;
  /** Upper edges, all negative. */
  readonly cniTop: number;
  readonly cniBottom: number;
  /** Lower edge of the last row of Pods. */
  readonly podBottom: number;
  readonly podRows: number;
  readonly podH: number;
  readonly podTop: number;
  readonly wallTop: number;
}

export function anatomy(w: number, air: number, podRows: number, podH: number, v: Levels): Anatomy {
  const left = RISER;
  const right = w - RISER;
  const at = (share: number) => left + share * (right - left);
  const cniBottom = -v.gateH / 2 - air;
  const cniTop = cniBottom - v.bridgeH;
  const podBottom = cniTop - v.vethH;
  const podTop = podBottom - podRows * podH - (podRows - 1) * v.podGap;
  const hostX = at(0.34) + 11;
  return {
    w,
    v,
    left,
    right,
    gate: {
      prerouting: point(at(0.19), 0),
      forward: point(at(0.5), 0),
      postrouting: point(at(0.81), 0),
      input: point(at(0.34), v.turnedY),
      output: point(at(0.66), v.turnedY),
    },
    diamond: point(at(0.34), 0),
    merge: point(at(0.66), 0),
    host: rect(hostX, v.hostY - v.hostH / 2, at(0.66) - 11 - hostX, v.hostH),
    cniTop,
    cniBottom,
    podBottom,
    podRows,
    podH,
    podTop,
    wallTop: podTop - v.nameH,
  };
}

/** From slat to slat. */
export const slatPitch = (a: Anatomy, hook: HookName): number => (isTurned(hook) ? a.v.turnedPitch : 7);

/** The box of a gate, machine-local. */
export function gateBox(a: Anatomy, hook: HookName): Rect {
  const c = a.gate[hook];
  const pitch = slatPitch(a, hook);
  const along = pitch + 3 + pitch * SLATS[hook].length;
  const [w, h] = isTurned(hook) ? [a.v.gateH, along] : [along, a.v.gateH];
  return rect(c.x - w / 2, c.y - h / 2, w, h);
}

export const GATE_LABEL_SIZE = 11;
export const hookLabel = (hook: HookName): string => hook.toUpperCase();

/** Where a gate's name stands: the baseline point and how it is anchored. */
export function gateLabel(a: Anatomy, hook: HookName): { at: Point; anchor: 'start' | 'middle' | 'end' } {
  const box = gateBox(a, hook);
  const beside = a.v.turnedY + 8;
  if (hook === 'input') return { at: point(box.x - 5, beside), anchor: 'end' };
  if (hook === 'output') return { at: point(box.x + box.w + 5, beside), anchor: 'start' };
  return { at: point(a.gate[hook].x, a.v.gateH / 2 + 14), anchor: 'middle' };
}

/** The area of a gate's name, bold, as it is while the gate is current. */
export function gateLabelBox(a: Anatomy, hook: HookName): Rect {
  const { at, anchor } = gateLabel(a, hook);
  const w = estimate(hookLabel(hook), GATE_LABEL_SIZE, 'bold');
  const x = anchor === 'middle' ? at.x - w / 2 : anchor === 'end' ? at.x - w : at.x;
  return rect(x, at.y - 9, w, 11);
}
