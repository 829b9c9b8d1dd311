import type { AddressKind, AddressText } from '../layout/layout.types';
import type { Selection } from '../model';
import { fmt, type Point, type Rect } from '../plane/geometry';
import { estimate } from '../plane/measure';

/**
 * One drawn thing. Pure functions make lists of them, `paint` puts a list into the page; so the picture can be
 * tested without a page. Keys are unique in their list.
 */
export interface Mark {
  readonly key: string;
  readonly tag: 'path' | 'rect' | 'text' | 'circle';
  readonly attrs: Readonly<Record<string, string | number>>;
  readonly text?: string;
  /** Shown on hover: the whole of what is shortened. */
  readonly title?: string;
  readonly select?: Selection;
}

/** The palette's names; values are the page's custom properties, so that themes need no redrawing. */
export const ink = (name: string): string => `var(--${name})`;

type Attrs = Record<string, string | number>;

export function box(key: string, r: Rect, radius: number, attrs: Attrs): Mark {
  return {
    key,
    tag: 'rect',
    attrs: {
      x: fmt(r.x),
      y: fmt(r.y),
      width: fmt(Math.max(0, r.w)),
      height: fmt(Math.max(0, r.h)),
      rx: radius,
      ...attrs,
    },
  };
}

export function line(key: string, d: string, color: string, width: number, attrs: Attrs = {}): Mark {
  return {
    key,
    tag: 'path',
    attrs: { d, fill: 'none', stroke: ink(color), 'stroke-width': width, ...attrs },
  };
}

export interface TextStyle {
  readonly size: number;
  readonly color: string;
  readonly font?: 'sans' | 'bold' | 'mono' | 'monobold';
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly opacity?: number;
  readonly struck?: boolean;
}

export function label(key: string, text: string, at: Point, style: TextStyle): Mark {
  return {
    key,
    tag: 'text',
    text,
    attrs: {
      x: fmt(at.x),
      y: fmt(at.y),
      class: `t-${style.font ?? 'sans'}`,
      'font-size': style.size,
      fill: ink(style.color),
      ...(style.anchor && style.anchor !== 'start' ? { 'text-anchor': style.anchor } : {}),
      ...(style.opacity === undefined ? {} : { opacity: fmt2(style.opacity) }),
      ...(style.struck ? { 'text-decoration': 'line-through' } : {}),
    },
  };
}

const fmt2 = (n: number): string => String(Math.round(n * 100) / 100);

export const HUE: Record<AddressKind, string> = {
  cluster: 'cluster',
  node: 'node',
  pod: 'pod',
  outside: 'text',
};

/** The sign before an address. `at` is its middle; drawn for 10 px. */
export function glyph(key: string, kind: AddressKind, at: Point, color: string, opacity?: number): Mark {
  const { x, y } = at;
  const p = (dx: number, dy: number) => `${fmt(x + dx)} ${fmt(y + dy)}`;
  const faint: Attrs = opacity === undefined ? {} : { opacity: fmt2(opacity) };
  if (kind === 'pod') {
    const d = `M${p(0, -4.7)}L${p(4.1, -2.35)}L${p(4.1, 2.35)}L${p(0, 4.7)}L${p(-4.1, 2.35)}L${p(-4.1, -2.35)}Z`;
    return { key, tag: 'path', attrs: { d, fill: ink(color), ...faint } };
  }
  if (kind === 'cluster') {
    const d = `M${p(0, -4.6)}L${p(4.6, 0)}L${p(0, 4.6)}L${p(-4.6, 0)}Z`;
    return line(key, d, color, 1.4, { 'stroke-dasharray': '2.2 1.15', ...faint });
  }
  if (kind === 'node') {
    const l = fmt(x - 4.2);
    const d = `M${p(-2.9, -3.8)}h5.8a1.3 1.3 0 0 1 1.3 1.3v5a1.3 1.3 0 0 1 -1.3 1.3h-5.8a1.3 1.3 0 0 1 -1.3 -1.3v-5a1.3 1.3 0 0 1 1.3 -1.3ZM${l} ${fmt(y + 1)}h8.4`;
    return line(key, d, color, 1.4, faint);
  }
  return {
    key,
    tag: 'circle',
    attrs: {
      cx: fmt(x),
      cy: fmt(y),
      r: 3.4,
      fill: 'none',
      stroke: ink(color),
      'stroke-width': 1.4,
      ...faint,
    },
  };
}

/** Glyph and address, from the left; `at` is the start of the baseline. */
export function address(
  key: string,
  a: AddressText,
  at: Point,
  size: number,
  more: { readonly opacity?: number; readonly struck?: boolean; readonly color?: string } = {},
): Mark[] {
  const color = more.color ?? HUE[a.kind];
  const middle = { x: at.x + 5, y: at.y - size * 0.35 };
  return [
    glyph(`${key}.g`, a.glyph ?? a.kind, middle, color, more.opacity),
    label(`${key}.t`, a.text, { x: at.x + GLYPH_ROOM, y: at.y }, { size, color, font: 'mono', ...more }),
  ];
}

/** From a glyph's left edge to its text. */
export const GLYPH_ROOM = 14;
export const addressWidth = (a: AddressText, size: number): number =>
  GLYPH_ROOM + estimate(a.text, size, 'mono');
