import type { Envelope } from '../layout/layout.types';
import type { Size } from '../model';
import { estimate } from '../plane/measure';
import type { FieldRow, PacketView } from './packet-view';

/** Measures of the packet's card, px at scale 1. */
export const CARD = {
  pad: 10,
  header: 21,
  row: 17,
  /** Under the header, and under the last row. */
  top: 5,
  bottom: 5,
  label: 29,
  glyph: 14,
  size: 11,
  minWidth: 212,
  /** The envelope around it. */
  outerPad: 6,
  outerTitle: 16,
  outerRow: 14,
} as const;

/** Between an address and the word that says how it was written. */
const BEFORE_WORD = 8;

const withAddress = (text: string): number =>
  2 * CARD.pad + CARD.label + CARD.glyph + estimate(text, CARD.size, 'mono');
const wordWidth = (word: string): number => estimate(word, CARD.size, 'bold') + BEFORE_WORD + 4;

/**
 * Does the word of a rewritten row stand beside what the address was? Beside the new address it is only where it makes the
 * card no wider, as the card's width is what the gaps between machines are made for.
 */
export function wordBelow({ address, mark }: FieldRow, view: PacketView): boolean {
  if (!mark || view.outer) return false;
  const beside = withAddress(address.text) + wordWidth(mark.word);
  const below = withAddress(mark.was.text) + wordWidth(mark.word);
  return beside > CARD.minWidth && below < beside;
}

const rowWidth = (row: FieldRow, view: PacketView): number => {
  const main = withAddress(row.address.text);
  if (!row.mark) return main;
  const was = view.outer ? 0 : withAddress(row.mark.was.text);
  const word = wordWidth(row.mark.word);
  return wordBelow(row, view) ? Math.max(main, was + word) : Math.max(main + word, was);
};

/** Rows that the card shows for a view: each field, and under it what it was. */
export function cardRows(view: PacketView): number {
  return (
    view.rows.length + (view.outer ? 0 : view.rows.filter((r) => r.mark).length) + (view.unwritten ? 1 : 0)
  );
}

export function innerSize(view: PacketView): Size {
  const title = estimate(view.title, CARD.size, 'bold') + 90;
  const width = Math.ceil(Math.max(CARD.minWidth, title, ...view.rows.map((r) => rowWidth(r, view))));
  const trim = view.outer ? 6 : 0;
  return { width, height: CARD.header + CARD.top + cardRows(view) * CARD.row + CARD.bottom - trim };
}

/** Between the outer addresses when they stand side by side. */
export const FLAT_ARROW = 18;
/** Size of the outer addresses when side by side. */
export const FLAT_SIZE = 11;

export function flatWidth(outer: NonNullable<PacketView['outer']>): number {
  const one = (text: string) => CARD.glyph + estimate(text, FLAT_SIZE, 'mono');
  return one(outer.src.text) + FLAT_ARROW + one(outer.dst.text);
}

/** The card with its envelope, if it is in one. */
export function cardSize(view: PacketView, envelope: Envelope): Size {
  const inner = innerSize(view);
  if (!view.outer) return inner;
  const flat = envelope === 'flat';
  const longest = Math.max(view.outer.src.text.length, view.outer.dst.text.length);
  const stacked = CARD.label + CARD.glyph + estimate('0'.repeat(longest), CARD.size, 'mono') + 8;
  const width = Math.max(inner.width, (flat ? flatWidth(view.outer) : stacked) + 12);
  const rows = flat ? CARD.outerRow : 2 * CARD.outerRow;
  return {
    width: width + 2 * CARD.outerPad,
    height: inner.height + CARD.outerPad + CARD.outerTitle + rows + CARD.outerPad + 3,
  };
}
