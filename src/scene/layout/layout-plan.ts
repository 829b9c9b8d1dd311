import type { Size } from '../model';
import { anatomy, NIC_BOTTOM, POD_H, POD_H_LOW } from './anatomy';
import { GHOST_H, SLIM_H } from './layout-ghost';
import { foldedTop } from './layout-machines';
import { leanWidths, type WidthInput, type Widths, widths } from './layout-width';

export const GHOST_GAP = 8;
/** Air under the bridge where the card stands elsewhere. */
const NO_CARD = 26;
const LEAST_AIR = 96;
/** The card keeps this from the bridge above and the gates below, together. */
const CARD_MARGIN = 23;
const ENVELOPE_MARGIN = 15;

export interface PlanInput extends Omit<WidthInput, 'height' | 'card'> {
  /** Rows of Pods in the fullest open machine. */
  readonly rows: number;
  /** Pods on the fullest folded machine. */
  readonly foldedPods: number;
  readonly ghosted: boolean;
  /** Under the NICs. */
  readonly below: number;
  /** The largest card, with its envelope; and the largest without. */
  readonly card: Size;
  readonly bare: Size;
}

export interface Form extends Widths {
  /** Height of the Service's ghost; 0 where there is none. */
  readonly ghost: number;
  readonly podH: number;
  readonly air: number;
  /** The card stands between the machines at all times: for stages that are wide and low. */
  readonly lean: boolean;
}

/** Chooses among forms of the same picture, from roomy to low, until its text can be read. */
export function planForm(input: PlanInput): Form {
  const beside = input.mode === 'embed' && input.size.width >= 600;
  if (beside) return formOf(input, GHOST_H, POD_H, false);
  const roomy = formOf(input, GHOST_H, POD_H, false);
  if (roomy.scale >= 1) return roomy;
  const slim = formOf(input, SLIM_H, POD_H, false);
  if (slim.scale >= 0.94) return slim;
  const low = formOf(input, SLIM_H, POD_H_LOW, false);
  const between = input.mode === 'full' && input.open + input.folded > 1 && input.open > 0;
  if (low.scale >= 0.86 || !between) return low.scale > slim.scale * 1.01 ? low : slim;
  const lean = formOf(input, SLIM_H, POD_H_LOW, true);
  return lean.scale > low.scale * 1.08 ? lean : low;
}

function formOf(input: PlanInput, ghostH: number, podH: number, lean: boolean): Form {
  const { mode, size, card, bare, rows, open, folded } = input;
  const beside = mode === 'embed' && size.width >= 600;
  const enveloped = input.crossing ? card.height + ENVELOPE_MARGIN : 0;
  const air = beside || lean ? NO_CARD : Math.max(LEAST_AIR, bare.height + CARD_MARGIN, enveloped);
  const ghost = input.ghosted ? ghostH : 0;
  const top = Math.min(
    ...(folded > 0 ? [foldedTop(input.foldedPods, podH)] : []),
    ...(open > 0 || folded === 0 ? [anatomy(360, air, rows, podH).wallTop] : []),
  );
  const above = ghost > 0 && !beside ? ghost + GHOST_GAP : 0;
  const measures = { ...input, height: above + NIC_BOTTOM - top + input.below, card: card.width };
  return { ghost, podH, air, lean, ...(lean ? leanWidths(measures) : widths(measures)) };
}
