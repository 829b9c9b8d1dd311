import { CELL_H, CELL_W } from '../layout/far';
import type { FarCell, FarField, Layout } from '../layout/layout.types';
import type { SceneLabels } from '../model';
import { clamp, overlaps, type Point, point, type Rect, rect, right } from '../plane/geometry';
import { estimate } from '../plane/measure';
import { cut, shortName } from '../plane/names';
import { box, label, line, type Mark } from './mark';

const NOWHERE = rect(0, 0, 0, 0);

/** far: boxes and dots; middle: the nodes' names; near: their Pods' names and addresses. */
export type Detail = 'far' | 'middle' | 'near';

/** Scales from which a cell has room for its name, and for its Pods. */
const MIDDLE = 1.7;
const NEAR = 4.6;
/** All text, wherever it is looked at from. */
const MOST_TEXTS = 800;
/** px on the screen. */
const TEXT = 10.5;
const ROW = 14;
const HEAD = 20;
/** px under which no one sees that a dot has corners. */
const TINY = 2.6;
/** px from the edge of the view to a heading that it would else cut off. */
const HEADING_PAD = 12;
/** Text is written anew when the scale has changed by this; in between it grows with the rest. */
const STEP = 1.2;

export const detailAt = (scale: number): Detail =>
  scale >= NEAR ? 'near' : scale >= MIDDLE ? 'middle' : 'far';

/** The scale that text is written for. */
export const textScale = (scale: number): number =>
  STEP ** Math.floor(Math.log(scale) / Math.log(STEP) + 1e-6);

/**
 * The crowd of nodes that no packet visits, without a word: what of it lies in `view`, in Map units, or all. Lines and
 * dots stay visible from afar.
 */
export function farMarks({ far }: Layout, scale = 1, view: Rect = far?.box ?? NOWHERE): Mark[] {
  if (!far) return [];
  const thin = 1.25 / Math.max(1, scale);
  const dot = clamp(1.6 / scale, far.pitch * 0.5, far.pitch * 0.72);
  const told = clamp(5.2 / scale, dot, far.pitch * 2);
  const dots = (key: string, d: string, color: string, width: number) => {
    // A square of two pixels looks as a circle does and takes a browser an eighth of the edges.
    const tiny = width * scale < TINY;
    return line(key, d, color, round(tiny ? width * 0.89 : width), {
      'stroke-linecap': tiny ? 'square' : 'round',
      'pointer-events': 'none',
    });
  };
  return [
    // What is pointed at is worked out from the place: to ask a path of a thousand boxes takes a browser milliseconds.
    box('reach', far.box, 0, { fill: 'none', 'pointer-events': 'all' }),
    line('slots', far.slots, 'lineStrong', round(thin), {
      'stroke-dasharray': '3 3',
      'pointer-events': 'none',
    }),
    ...far.patches.flatMap(({ box, walls, dots: others }, i) =>
      overlaps(box, view)
        ? [
            line(`walls ${i}`, walls, 'case', round(thin), {
              fill: 'var(--machine)',
              'pointer-events': 'none',
            }),
            dots(`dots ${i}`, others, 'lineStrong', dot),
          ]
        : [],
    ),
    dots('notReady', far.notReady, 'drop', told),
    dots('hollow', far.notReady, 'machine', told * 0.5),
    dots('endpoints', far.endpoints, 'pod', told),
  ];
}

const round = (n: number): number => Math.round(n * 100) / 100;

/**
 * What is written in and over the crowd, in view only. `scale`: screen px a Map unit; `view` in Map units, a little more
 * than what is in sight.
 */
export function farTexts(
  far: FarField,
  labels: SceneLabels,
  view: Rect,
  scale: number,
  sight: Rect = view,
): Mark[] {
  const marks = headings(far, labels, sight, scale);
  const detail = detailAt(scale);
  if (detail === 'far' || !overlaps(far.box, view)) return marks;
  let texts = marks.length;
  for (const cell of far.cells) {
    if (cell.away || !overlaps(cell.box, view)) continue;
    const more = detail === 'near' ? podList(cell, far, labels, scale) : [name(cell, scale)];
    texts += more.filter((m) => m.tag === 'text').length;
    if (texts > MOST_TEXTS) break;
    marks.push(...more);
  }
  return marks;
}

function name({ name: text, box: b }: FarCell, scale: number): Mark {
  const size = TEXT / scale;
  return label(`n ${text}`, cut(text, b.w - 6, size), point(b.x + 3, b.y + Math.min(6.4, size)), {
    size,
    color: 'text2',
  });
}

/** A node's Pods instead of its dots: as many as have room, and how many more. */
function podList(cell: FarCell, far: FarField, labels: SceneLabels, scale: number): Mark[] {
  const { box: b, pods } = cell;
  const px = 1 / scale;
  const size = TEXT * px;
  const fits = Math.floor((CELL_H - (HEAD + 6) * px) / (ROW * px));
  const shown = pods.length > fits ? fits - 1 : fits;
  const base = (i: number) => b.y + (HEAD + (i + 0.8) * ROW) * px;
  const left = b.x + 20 * px;
  const key = (what: string) => `${what} ${cell.name}`;
  const lines = pods.slice(0, shown).flatMap((pod, i): Mark[] => {
    const ip = pod.ips[0] ?? '';
    const room = CELL_W - 38 * px - estimate(ip, size, 'mono');
    const is = (test: (address: string) => boolean) => pod.ips.some(test);
    const kind = is(far.isReady) ? 'ep' : is(far.isNotReady) ? 'nr' : 'ot';
    return [
      sample(key(`d${i}`), kind, point(b.x + 12 * px, base(i) - 3.6 * px), px),
      {
        ...label(key(`p${i}`), shortName(pod.name, room, size, 'sans'), point(left, base(i)), {
          size,
          color: 'text',
        }),
        title: `${pod.namespace}/${pod.name}`,
        select: { kind: 'pod', namespace: pod.namespace, name: pod.name },
      },
      label(key(`a${i}`), ip, point(right(b) - 10 * px, base(i)), {
        size,
        color: pod.hostNetwork ? 'node' : 'pod',
        font: 'mono',
        anchor: 'end',
      }),
    ];
  });
  const title = cut(cell.name, b.w - 20 * px, 12 * px, 'bold');
  const rest = labels.morePods(pods.length - shown);
  return [
    box(key('paper'), rect(b.x + 0.8, b.y + 0.8, b.w - 1.6, b.h - 1.6), 3.2, {
      fill: 'var(--machine)',
      'pointer-events': 'none',
    }),
    label(key('n'), title, point(b.x + 9 * px, b.y + 16 * px), {
      size: 12 * px,
      color: 'text',
      font: 'bold',
    }),
    ...lines,
    ...(pods.length > shown
      ? [label(key('m'), rest, point(left, base(shown)), { size, color: 'text2' })]
      : []),
  ];
}

/** Their size on the screen stays the same, from as far as the layout gave them room for. */
function headings(far: FarField, labels: SceneLabels, view: Rect, scale: number): Mark[] {
  const size = Math.min(12 / scale, far.heading * 0.62);
  const inView = (y: number) => y > view.y && y < view.y + view.h;
  const write = (key: string, words: string, at: Point, font: 'bold' | 'sans') =>
    inView(at.y) ? [label(key, words, at, { size, color: font === 'bold' ? 'text' : 'text2', font })] : [];
  const base = far.box.y + far.heading * 0.5;
  const title = labels.otherNodes(far.nodeCount, far.podCount);
  // A heading stays in sight while what it stands over does.
  const left = Math.max(far.box.x, Math.min(view.x + HEADING_PAD / scale, right(far.box) - 200 / scale));
  const end = Math.min(right(far.box), right(view) - HEADING_PAD / scale);
  const start = left + estimate(title, size, 'bold') + size;
  const groups = far.groups.flatMap(({ zone, nodes, pods, box: { x, y } }) =>
    write(
      `zone ${zone}`,
      labels.zone(zone, nodes, pods),
      point(Math.max(x, left), y - far.heading * 0.28),
      'sans',
    ),
  );
  const marks = [...write('far title', title, point(left, base), 'bold'), ...groups];
  return inView(base) ? [...marks, ...legend(labels, point(end, base), size, start)] : marks;
}

/** What the dots mean, from the right; nothing where it would run into what begins before `start`. */
function legend(labels: SceneLabels, end: Point, size: number, start: number): Mark[] {
  let { x } = end;
  const marks = (
    [
      ['ot', labels.otherDot],
      ['nr', labels.notReadyDot],
      ['ep', labels.endpointDot],
    ] as const
  ).flatMap(([kind, text]): Mark[] => {
    const words = label(`far ${kind}`, text, point(x, end.y), { size, color: 'text2', anchor: 'end' });
    const dot = point(x - estimate(text, size, 'sans') - size * 0.8, end.y - size * 0.34);
    x = dot.x - size * 1.8;
    return [words, sample(`far dot ${kind}`, kind, dot, size / 12)];
  });
  return x > start ? marks : [];
}

/** A dot as it stands for a Pod; `scale` 1 beside text of 12. */
function sample(key: string, kind: 'ep' | 'nr' | 'ot', at: Point, scale: number): Mark {
  const of = (r: number, attrs: Mark['attrs']): Mark => ({
    key,
    tag: 'circle',
    attrs: { cx: round(at.x), cy: round(at.y), r: round(r * scale), ...attrs },
  });
  if (kind === 'ep') return of(3, { fill: 'var(--pod)' });
  if (kind === 'ot') return of(1.5, { fill: 'var(--lineStrong)' });
  return of(2.6, { fill: 'var(--machine)', stroke: 'var(--drop)', 'stroke-width': round(1.6 * scale) });
}
