import type { HookName, TableName } from '../../engine';
import { type Point, point, type Rect, rect } from '../plane/geometry';
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
export const NAME_H = 28;
export const POD_H = 56;
/** On a low stage: name, then address and state in one line. */
export const POD_H_LOW = 42;
export const POD_GAP = 8;
export const VETH_H = 14;
export const BRIDGE_H = 20;
export const GATE_H = 34;
export const ROAD_W = 9;
export const TURNED_Y = 63;
export const HOST_Y = 101;
export const HOST_H = 22;
export const LOOP_Y = 118.5;
export const VXLAN_Y = 125;
export const VXLAN_H = 20;
export const NIC_Y = 151;
export const NIC_H = 26;
export const WALL_BOTTOM = 167;
export const NIC_BOTTOM = NIC_Y + NIC_H;
export const DIAMOND = 7.8;
export const TOKEN_R = 6.5;
/** Smallest text, so that it stays above 10.5 px when the Map is scaled a little down. */
export const LABEL_SIZE = 11;

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

export function anatomy(w: number, air: number, podRows: number, podH: number): Anatomy {
  const left = RISER;
  const right = w - RISER;
  const at = (share: number) => left + share * (right - left);
  const cniBottom = -GATE_H / 2 - air;
  const cniTop = cniBottom - BRIDGE_H;
  const podBottom = cniTop - VETH_H;
  const podTop = podBottom - podRows * podH - (podRows - 1) * POD_GAP;
  const hostX = at(0.34) + 11;
  return {
    w,
    left,
    right,
    gate: {
      prerouting: point(at(0.19), 0),
      forward: point(at(0.5), 0),
      postrouting: point(at(0.81), 0),
      input: point(at(0.34), TURNED_Y),
      output: point(at(0.66), TURNED_Y),
    },
    diamond: point(at(0.34), 0),
    merge: point(at(0.66), 0),
    host: rect(hostX, HOST_Y - HOST_H / 2, at(0.66) - 11 - hostX, HOST_H),
    cniTop,
    cniBottom,
    podBottom,
    podRows,
    podH,
    podTop,
    wallTop: podTop - NAME_H,
  };
}

/** The box of a gate, machine-local. */
export function gateBox(a: Anatomy, hook: HookName): Rect {
  const c = a.gate[hook];
  const along = 10 + 7 * SLATS[hook].length;
  const [w, h] = isTurned(hook) ? [GATE_H, along] : [along, GATE_H];
  return rect(c.x - w / 2, c.y - h / 2, w, h);
}

export const GATE_LABEL_SIZE = 11;
export const hookLabel = (hook: HookName): string => hook.toUpperCase();

/** Where a gate's name stands: the baseline point and how it is anchored. */
export function gateLabel(a: Anatomy, hook: HookName): { at: Point; anchor: 'start' | 'middle' | 'end' } {
  const box = gateBox(a, hook);
  if (hook === 'input') return { at: point(box.x - 5, TURNED_Y + 8), anchor: 'end' };
  if (hook === 'output') return { at: point(box.x + box.w + 5, TURNED_Y + 8), anchor: 'start' };
  return { at: point(a.gate[hook].x, GATE_H / 2 + 15), anchor: 'middle' };
}

/** The area of a gate's name, bold, as it is while the gate is current. */
export function gateLabelBox(a: Anatomy, hook: HookName): Rect {
  const { at, anchor } = gateLabel(a, hook);
  const w = estimate(hookLabel(hook), GATE_LABEL_SIZE, 'bold');
  const x = anchor === 'middle' ? at.x - w / 2 : anchor === 'end' ? at.x - w : at.x;
  return rect(x, at.y - 9, w, 11);
}

export const ROUTE_LABEL_Y = -13;
