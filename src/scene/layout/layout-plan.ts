import type { Size } from '../model';
import { anatomy, LEGIBLE, type Levels, levels, nicBottom } from './anatomy';
import { GHOST_H } from './layout-ghost';
import { foldedTop } from './layout-machines';
import { leanWidths, PAD, type WidthInput, type Widths, widths } from './layout-width';

/** Air under the bridge where the card stands elsewhere. */
const NO_CARD = { roomy: 26, tight: 17 } as const;
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
  below(v: Levels): number;
  /** The largest card, with its envelope; with one whose addresses stand below each other; and the largest without. */
  readonly card: Size;
  readonly tall: Size;
  /** Width that the client outside takes where the stage is lean. */
  readonly outsideLean: number;
  readonly bare: Size;
}

export interface Form extends Widths {
  readonly v: Levels;
  /** Height of the Service's ghost; 0 where there is none. */
  readonly ghost: number;
  readonly podH: number;
  readonly air: number;
  /** The card stands between the machines at all times: for stages that are wide and low. */
  readonly lean: boolean;
  /** The scale at which its height is seen whole, whatever its width. */
  readonly upright: number;
}

/** What is given up, one after the other, until the text can be read. */
const ROOMY = { slim: false, low: false, lean: false, tight: 0 } as const;
const STAGES: readonly Choice[] = [
  ROOMY,
  ...[0, 0.25, 0.5].map((tight) => ({ slim: true, low: false, lean: false, tight })),
  ...[0.25, 0.5, 0.75, 1].map((tight) => ({ slim: true, low: true, lean: false, tight })),
];
const LEAN: readonly Choice[] = [0, 0.25, 0.5, 0.75, 1].map((tight) => ({
  slim: true,
  low: true,
  lean: true,
  tight,
}));

interface Choice {
  readonly slim: boolean;
  readonly low: boolean;
  readonly lean: boolean;
  readonly tight: number;
}

/**
 * Chooses among forms of the same picture, from roomy to low: the first in which all text can be read. Where none is narrow
 * enough for that the camera goes along with the packet, but only sideways: no machine and no Service is cut in height.
 */
export function planForm(input: PlanInput): Form {
  const { mode, size, open, folded } = input;
  const beside = mode === 'embed' && size.width >= 600;
  if (beside) return first([0, 0.25, 0.5, 0.75, 1].map((tight) => formOf(input, { ...ROOMY, tight })));
  const form = first(STAGES.map((choice) => formOf(input, choice)));
  const between = mode === 'full' && open + folded > 1 && open > 0;
  if (form.scale >= LEGIBLE || !between) return form;
  const lean = first(LEAN.map((choice) => formOf(input, choice)));
  if (lean.scale >= LEGIBLE) return lean;
  if (form.upright >= LEGIBLE) return form;
  return lean.upright > form.upright * 1.06 ? lean : form;
}

/** The first that can be read, at least by its height, else the largest; a form that gains nothing gives up nothing. */
function first(forms: readonly Form[]): Form {
  const found = forms.find((f) => f.scale >= LEGIBLE) ?? forms.find((f) => f.upright >= LEGIBLE);
  const best = Math.max(...forms.map((f) => f.scale));
  return found ?? (forms.find((f) => f.scale >= best * 0.995) as Form);
}

function formOf(input: PlanInput, { slim, low, lean, tight }: Choice): Form {
  const { mode, size, card, bare, rows, open, folded } = input;
  const v = levels(tight);
  const podH = low ? v.podLowH : v.podH;
  const beside = mode === 'embed' && size.width >= 600;
  const spared = 6 * tight;
  const enveloped = input.crossing ? card.height + ENVELOPE_MARGIN - spared / 4 : 0;
  const air =
    beside || lean
      ? NO_CARD.roomy + (NO_CARD.tight - NO_CARD.roomy) * tight
      : Math.max(LEAST_AIR - spared, bare.height + CARD_MARGIN - spared, enveloped);
  const ghost = input.ghosted ? (slim ? v.ghostSlimH : GHOST_H) : 0;
  const top = Math.min(
    ...(folded > 0 ? [foldedTop(input.foldedPods, podH, v)] : []),
    ...(open > 0 || folded === 0 ? [anatomy(360, air, rows, podH, v).wallTop] : []),
  );
  const above = ghost > 0 && !beside ? ghost + v.ghostGap : 0;
  const height = above + nicBottom(v) - top + input.below(v);
  const form = { v, ghost, podH, air, lean, upright: size.height / (height + 2 * PAD) };
  if (!lean) return { ...form, ...widths({ ...input, height, card: card.width }) };
  return { ...form, ...leanWidths({ ...input, height, card: input.tall.width, outside: input.outsideLean }) };
}
