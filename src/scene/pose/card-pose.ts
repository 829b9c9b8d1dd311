import { lerp, type Rect, rect } from '../plane/geometry';
import { CARD, innerSize, wordBelow } from './card-size';
import type { FieldRow, PacketView } from './packet-view';
import type { CardPose, RowPose } from './pose.types';
import { envelopeAt, placeAt, ROLL_SHARE, restAt, type Stage, travelShare } from './stage';

/** The packet's card between step `index` and the next, `f` of the way. */
export function cardPose(stage: Stage, index: number, f: number): CardPose | undefined {
  const from = stage.views[index];
  const place = placeAt(stage, index);
  if (!from || !place) return undefined;
  const next = f > 0 ? stage.views[index + 1] : undefined;
  const nextPlace = f > 0 ? placeAt(stage, index + 1) : undefined;
  const flips = next?.rows.some((r) => r.fresh) === true && next.leg === from.leg;
  const view = next && (flips || f >= 0.5) ? next : from;
  const died = diedAt(stage, f >= 0.5 ? index + 1 : index);
  const g = travelShare(stage, index, f);
  const t = g * g * (3 - 2 * g);
  const box = nextPlace
    ? between(place.box, nextPlace.box, t, grown(place.box, nextPlace.box, f, flips))
    : place.box;
  const innerFrom = innerBox(place.box, from);
  const innerTo = next && nextPlace ? innerBox(nextPlace.box, next) : innerFrom;
  const inner = between(innerFrom, innerTo, t, grown(innerFrom, innerTo, f, flips));
  const moved = nextPlace !== undefined && travelled(stage, index) > 1;
  const outer = next?.outer && from.outer ? view.outer : (next?.outer ?? from.outer);
  return {
    box,
    inner,
    title: view.title,
    right: died ?? `ttl ${view.ttl}`,
    rows: fading(rowsOf(view, flips ? f : 1, flips ? from : undefined), flips ? undefined : next, f),
    dead: died !== undefined,
    // A note takes a row's height: it goes, or comes, with it.
    unwritten: view.unwritten ? Math.max(0, view === from ? 1 - 2 * f : 2 * f - 1) : 0,
    ...(outer ? { outer } : {}),
    flat: isFlat(stage, f >= 0.5 ? index + 1 : index),
    wrap: lerp(from.outer ? 1 : 0, (next ?? from).outer ? 1 : 0, t),
    leader: (g >= 0.5 && nextPlace ? nextPlace : place).leader,
    leaderShown: moved ? Math.max(0, 1 - g * 8, (g - 0.875) * 8) : 1,
  };
}

function isFlat(stage: Stage, index: number): boolean {
  const rest = restAt(stage, index);
  return rest !== undefined && envelopeAt(rest.vertex, stage.layout) === 'flat';
}

function travelled(stage: Stage, index: number): number {
  const a = restAt(stage, index);
  const b = restAt(stage, index + 1);
  if (!a || !b) return 0;
  return Math.abs(a.at.x - b.at.x) + Math.abs(a.at.y - b.at.y);
}

/** The word of the end, once this packet has met it. */
function diedAt(stage: Stage, index: number): string | undefined {
  const died = stage.deaths.find((d) => d === index);
  const ttl = stage.views[index]?.ttl;
  return died === undefined ? undefined : `${stage.labels.death(died)} • ttl ${ttl}`;
}

/** Place by `t`, height by `h`: the card grows for a row that rolls in, whether or not its token moves yet. */
function between(a: Rect, b: Rect, t: number, h: number): Rect {
  return rect(lerp(a.x, b.x, t), lerp(a.y, b.y, t), lerp(a.w, b.w, t), lerp(a.h, b.h, h));
}

/** It is as high as its rows need: a row that goes is gone by half the way, one that comes begins there. */
function grown(a: Rect, b: Rect, f: number, flips: boolean): number {
  if (flips) return Math.min(1, f / ROLL_SHARE);
  return b.h < a.h ? Math.min(1, f * 2) : Math.max(0, f * 2 - 1);
}

/** A struck row that the next card does not have fades with the height it took. */
function fading(rows: RowPose[], next: PacketView | undefined, f: number): RowPose[] {
  if (!next || f >= 0.5) return rows;
  const stays = next.outer ? 0 : next.rows.filter((r) => r.mark).length;
  return stays > 0 ? rows : rows.map((r) => (r.struck ? { ...r, shown: 1 - 2 * f } : r));
}

/** The packet inside its envelope: at the bottom, the outer addresses stand above. */
function innerBox(box: Rect, view: PacketView): Rect {
  if (!view.outer) return box;
  const { height } = innerSize(view);
  const pad = CARD.outerPad;
  return rect(box.x + pad, box.y + box.h - pad - height, box.w - 2 * pad, height);
}

function rowsOf(view: PacketView, f: number, from: PacketView | undefined): RowPose[] {
  return view.rows.flatMap((row): RowPose[] => {
    const flipping = from !== undefined && row.fresh;
    const roll = flipping ? Math.min(1, f / ROLL_SHARE) : 1;
    const mark = flipping ? Math.max(0, (f - ROLL_SHARE) / (1 - ROLL_SHARE)) : 1;
    const old = flipping ? from.rows.find((r) => r.field === row.field)?.address : undefined;
    const below = wordBelow(row, view);
    const main: RowPose = {
      label: row.field,
      address: row.address,
      struck: false,
      word: row.mark && !below ? row.mark.word : '',
      mark: row.mark ? mark : 0,
      roll,
      shown: 1,
      ...(old ? { old } : {}),
    };
    return row.mark && !view.outer
      ? [main, wasRow(row.mark.was, below ? row.mark.word : '', flipping ? Math.max(0, roll * 2 - 1) : 1)]
      : [main];
  });
}

function wasRow(was: FieldRow['address'], word: string, shown: number): RowPose {
  return { label: 'was', address: was, struck: true, word, mark: 0, roll: 1, shown };
}
