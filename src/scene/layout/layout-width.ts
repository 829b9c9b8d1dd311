import type { SceneMode, Size } from '../model';
import { clamp } from '../plane/geometry';
import { LEGIBLE } from './anatomy';

export const PAD = 5;
/** The names of the gates on the road have room, and the Pods' addresses. */
export const MIN_WIDTH = 344;
/** What a machine has on both sides of its card: risers with their lanes, and a leader. */
export const BESIDE_CARD = 88;
export const MAX_WIDTH = 414;
export const FOLDED_WIDTH = 214;
/** Under this the camera shows a part (see `camera.ts`). */
export const READABLE = LEGIBLE * 0.998;
const MIN_GAP = 16;
const MAX_GAP = 320;
/** Larger than life only on a wall. */
const MAX_SCALE = 1.26;

export interface WidthInput {
  readonly size: Size;
  readonly mode: SceneMode;
  readonly open: number;
  readonly folded: number;
  /** Width that the client outside takes. */
  readonly outside: number;
  /** The height of all, at scale 1. */
  readonly height: number;
  /** The widest the packet's card gets: the least that a machine or a gap must offer. */
  readonly card: number;
  /** Some packet crosses from node to node, where its card would like to stand. */
  readonly crossing: boolean;
}

export interface Widths {
  readonly scale: number;
  readonly machine: number;
  readonly gap: number;
}

/** How wide machines and gaps are on a stage of this size, and the scale that shows all of it. */
export function widths(input: WidthInput): Widths {
  const { size, mode, open, folded, outside, height, card } = input;
  const least = Math.max(MIN_WIDTH, card + BESIDE_CARD);
  if (mode !== 'full') return single(input, least);
  const gaps = Math.max(0, open + folded - 1);
  const fixed = outside + folded * FOLDED_WIDTH + 2 * PAD;
  const needed = fixed + open * least + gaps * MIN_GAP;
  const scale = Math.min(MAX_SCALE, size.width / needed, size.height / (height + 2 * PAD));
  // Where all of it would be too small to read, only a part is shown: no width is gained by shrinking.
  const spare = size.width / Math.max(scale, READABLE) - needed;
  const wanted = input.crossing && gaps > 0 ? card + 34 - MIN_GAP : 0;
  if (wanted > 0 && spare >= wanted * gaps) {
    const gap = Math.min(MAX_GAP, MIN_GAP + wanted);
    const left = spare - (gap - MIN_GAP) * gaps;
    return {
      scale,
      gap,
      machine: clamp(least + left / Math.max(1, open), least, Math.max(least, MAX_WIDTH)),
    };
  }
  const machine = clamp(least + (spare * 0.8) / Math.max(1, open), least, Math.max(least, MAX_WIDTH));
  const left = spare - (machine - least) * open;
  return { scale, machine, gap: MIN_GAP + clamp(left / Math.max(1, gaps), 0, 60) };
}

/** Machines as narrow as they get, and between them room for the card. */
export function leanWidths({ size, open, folded, outside, height, card }: WidthInput): Widths {
  const gap = card + LEAN_MARGIN;
  const needed = outside + folded * FOLDED_WIDTH + open * MIN_WIDTH + (open + folded - 1) * gap + 2 * PAD;
  const scale = Math.min(MAX_SCALE, size.width / needed, size.height / (height + 2 * PAD));
  const spare = size.width / scale - needed;
  return { scale, machine: Math.min(MAX_WIDTH, MIN_WIDTH + (spare * 0.8) / open), gap };
}

/** The card in the middle of a gap leaves this: its leader comes straight out of the machine. */
const LEAN_MARGIN = 12;

/** One machine at a time: its neighbours stand out of sight. */
function single({ size, mode, height, card }: WidthInput, least: number): Widths {
  const beside = mode === 'embed' && size.width >= 600;
  const column = beside ? Math.max(card, 280) + COLUMN_GAP : 0;
  const base = beside ? MIN_WIDTH : least;
  const scale = Math.min(MAX_SCALE, size.width / (base + column + 2 * PAD), size.height / (height + 2 * PAD));
  const spare = size.width / scale - 2 * PAD - base - column;
  return {
    scale,
    machine: clamp(base + (beside ? spare * 0.4 : spare), base, MAX_WIDTH),
    gap: 2 * column + Math.max(80, size.width / scale),
  };
}

/** Between a machine and what stands beside it. */
export const COLUMN_GAP = 24;

/** Width of the column beside a machine: what the machine leaves. */
export function columnWidth(size: Size, scale: number, machine: number, card: number): number {
  return clamp(size.width / scale - machine - COLUMN_GAP - 2 * PAD, Math.max(card, 280), 400);
}
