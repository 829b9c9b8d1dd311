import type { HookName, Leg, MachineId } from '../../engine';
import type { Slat } from '../layout/anatomy';
import type { AddressText } from '../layout/layout.types';
import type { Point, Rect } from '../plane/geometry';
import type { Arrow } from '../way/arrows';
import type { PacketView } from './packet-view';

export type GateState = 'rest' | 'visited' | 'current' | 'dead';

export interface GatePose {
  readonly machine: MachineId;
  readonly hook: HookName;
  readonly state: GateState;
  /** The current step rewrote an address. */
  readonly rewrote: boolean;
  /** How far each slat is lit, 0 to 1; absent is 0. */
  readonly lit: Readonly<Partial<Record<Slat, number>>>;
}

export interface TrailPose {
  readonly trace: number;
  readonly leg: Leg;
  readonly past: string;
  readonly future: string;
  readonly arrows: readonly Arrow[];
  readonly fall: string;
}

export interface RowPose {
  readonly label: 'src' | 'dst' | 'was';
  readonly address: AddressText;
  readonly struck: boolean;
  readonly word: string;
  /** 1: the yellow mark lies behind the whole field. */
  readonly mark: number;
  /** What rolls out while `roll` goes from 0 to 1. */
  readonly old?: AddressText;
  readonly roll: number;
  /** Rows grow in: 0 to 1. */
  readonly shown: number;
}

export interface CardPose {
  /** Envelope and all. */
  readonly box: Rect;
  /** The packet itself; equal to `box` without an envelope. */
  readonly inner: Rect;
  readonly title: string;
  readonly right: string;
  readonly rows: readonly RowPose[];
  readonly dead: boolean;
  /** Under the addresses: no rule rewrote them. 0 to 1, as the card grows for it. */
  readonly unwritten: number;
  readonly outer?: NonNullable<PacketView['outer']>;
  /** The outer addresses stand side by side. */
  readonly flat: boolean;
  /** How far the envelope is there, 0 to 1. */
  readonly wrap: number;
  readonly leader: readonly Point[];
  readonly leaderShown: number;
}

export interface DeathPose {
  readonly at: Point;
  readonly reject: boolean;
  /** 0 to 1: the octagon stamps. */
  readonly stamp: number;
}

/** Everything on the Map that moves, for one playhead. */
export interface Pose {
  readonly index: number;
  readonly leg: Leg | undefined;
  readonly token: Point | undefined;
  readonly trails: readonly TrailPose[];
  readonly gates: ReadonlyMap<string, GatePose>;
  /** Machines whose routing diamond was passed; the current one is named apart. */
  readonly routed: ReadonlySet<MachineId>;
  readonly routing: MachineId | undefined;
  readonly pipes: ReadonlySet<number>;
  readonly card: CardPose | undefined;
  readonly death: DeathPose | undefined;
  /** What the camera should have in view. */
  readonly focus: Rect | undefined;
}

export const gateKey = (machine: MachineId, hook: HookName): string => `${machine}/${hook}`;
