import { LABEL_SIZE } from '../layout/anatomy';
import type { SceneLabels } from '../model';
import { fmt, type Point, point, type Rect, rect, right } from '../plane/geometry';
import { pathOf } from '../plane/polyline';
import { CARD, FLAT_ARROW, FLAT_SIZE } from '../pose/card-size';
import type { CardPose, RowPose } from '../pose/pose.types';
import { address, addressWidth, box, ink, label, line, type Mark } from './mark';

const RADIUS = 8;

export function leaderMarks(card: CardPose | undefined): Mark[] {
  if (!card || card.leader.length < 2 || card.leaderShown === 0) return [];
  return [
    line('leader', pathOf(card.leader), card.dead ? 'drop' : 'packet', 1.75, {
      'stroke-linejoin': 'round',
      opacity: Math.round(card.leaderShown * 100) / 100,
    }),
  ];
}

export function cardMarks(card: CardPose | undefined, labels: SceneLabels): Mark[] {
  if (!card) return [];
  return [...envelope(card, labels), ...packet(card, labels)];
}

/** The outer packet, around the inner one. */
function envelope(card: CardPose, labels: SceneLabels): Mark[] {
  if (card.wrap === 0 || !card.outer) return [];
  const { x, y } = card.box;
  const opacity = card.wrap;
  const title = `${labels.outer}: VXLAN, udp ${card.outer.port}`;
  return [
    {
      ...box('envelope', card.box, 11, {
        fill: ink('nodebg'),
        stroke: ink('node'),
        'stroke-width': 1.75,
        opacity: Math.round(opacity * 100) / 100,
        class: 'floats',
      }),
    },
    label('envelope title', title, point(x + 13, y + CARD.outerPad + 11), {
      size: CARD.size,
      color: 'text',
      font: 'bold',
      opacity,
    }),
    ...outerAddresses(card.outer, point(x + 13, y + CARD.outerPad + CARD.outerTitle + 10), card),
  ];
}

function outerAddresses(outer: NonNullable<CardPose['outer']>, at: Point, card: CardPose): Mark[] {
  // Written once the envelope is large enough for them.
  const opacity = Math.max(0, (card.wrap - 0.6) / 0.4);
  const words = { size: CARD.size, color: 'text3', opacity } as const;
  if (card.flat) {
    const dst = at.x + addressWidth(outer.src, FLAT_SIZE) + FLAT_ARROW;
    return [
      ...address('outer src', outer.src, at, FLAT_SIZE, { opacity }),
      label('outer to', '→', point(dst - 5, at.y), { ...words, anchor: 'end' }),
      ...address('outer dst', outer.dst, point(dst, at.y), FLAT_SIZE, { opacity }),
    ];
  }
  const below = at.y + CARD.outerRow;
  return [
    label('outer src', 'src', at, words),
    ...address('outer src', outer.src, point(at.x + CARD.label, at.y), CARD.size, { opacity }),
    label('outer dst', 'dst', point(at.x, below), words),
    ...address('outer dst', outer.dst, point(at.x + CARD.label, below), CARD.size, { opacity }),
  ];
}

function packet(card: CardPose, labels: SceneLabels): Mark[] {
  const r = card.inner;
  const tone = card.dead ? 'drop' : 'packet';
  const inside = card.wrap > 0.5 ? `${labels.inner}: ` : '';
  // In its envelope the packet takes a little less room.
  const header = CARD.header - 2 * card.wrap;
  const rowH = CARD.row - card.wrap;
  let y = r.y + header + CARD.top - 2 * card.wrap;
  return [
    box('card', r, RADIUS, { fill: ink('raised'), class: card.wrap === 1 ? '' : 'floats' }),
    { key: 'card header', tag: 'path', attrs: { d: headerPath(r, header), fill: ink(tone) } },
    box('card edge', r, RADIUS, { fill: 'none', stroke: ink(tone), 'stroke-width': 1.75 }),
    label('card title', inside + card.title, point(r.x + CARD.pad, r.y + header - 6), {
      size: CARD.size,
      color: 'onink',
      font: 'bold',
    }),
    label('card right', card.right, point(right(r) - CARD.pad, r.y + header - 6), {
      size: LABEL_SIZE,
      color: 'onink',
      anchor: 'end',
    }),
    ...card.rows.flatMap((row, i) => {
      const top = y;
      y += rowH * row.shown;
      return rowMarks(`row ${i} ${row.label}`, row, rect(r.x, top, r.w, rowH));
    }),
    ...(card.unwritten > 0
      ? [
          label('card note', labels.notRewritten, point(r.x + CARD.pad, y + rowH - 4.5), {
            size: CARD.size,
            color: 'text2',
            opacity: card.unwritten,
          }),
        ]
      : []),
  ];
}

function headerPath(r: Rect, h: number): string {
  const x2 = fmt(right(r));
  const y2 = fmt(r.y + h);
  const e = RADIUS;
  return `M${fmt(r.x)} ${y2}V${fmt(r.y + e)}Q${fmt(r.x)} ${fmt(r.y)} ${fmt(r.x + e)} ${fmt(r.y)}H${fmt(right(r) - e)}Q${x2} ${fmt(r.y)} ${x2} ${fmt(r.y + e)}V${y2}Z`;
}

/** A rewritten field: the old address rolls up, the new one rolls in, then the mark wipes from left to right. */
function rowMarks(key: string, row: RowPose, r: Rect): Mark[] {
  const base = r.y + r.h - 4.5;
  const x = r.x + CARD.pad + CARD.label;
  const rolling = row.roll < 1;
  // First the old one leaves, then the new one comes: two addresses on one another cannot be read.
  const out = Math.min(1, row.roll * 2);
  const into = Math.max(0, row.roll * 2 - 1);
  const y = rolling ? base + (1 - into) * 9 : base;
  const seen = rolling ? { opacity: into } : row.shown < 1 ? { opacity: row.shown } : {};
  const width = (addressWidth(row.address, CARD.size) + 9) * row.mark;
  const mark =
    row.mark > 0
      ? [
          box(`${key} mark`, rect(x - 4, r.y + 0.5, width, r.h - 2), 3, { fill: ink('natbg') }),
          line(`${key} rule`, `M${fmt(x - 4)} ${fmt(r.y + r.h - 1.2)}h${fmt(width)}`, 'nat', 1.5),
        ]
      : [];
  const word = row.word
    ? [
        label(`${key} word`, row.word, point(right(r) - CARD.pad, base), {
          size: CARD.size,
          color: 'natink',
          font: 'bold',
          anchor: 'end',
          opacity: row.struck ? row.shown : row.mark,
        }),
      ]
    : [];
  return [
    ...mark,
    ...word,
    label(`${key} label`, row.label, point(r.x + CARD.pad, base), {
      size: CARD.size,
      color: 'text3',
      ...(row.shown < 1 ? { opacity: row.shown } : {}),
    }),
    ...(row.old && rolling
      ? address(`${key} old`, row.old, point(x, base - out * 9), CARD.size, { opacity: 1 - out })
      : []),
    ...address(`${key} address`, row.address, point(x, y), CARD.size, {
      ...seen,
      ...(row.struck ? { struck: true } : {}),
    }),
  ];
}
