import { TOKEN_R } from '../layout/anatomy';
import { fmt, type Point } from '../plane/geometry';
import type { DeathPose, Pose, TrailPose } from '../pose/pose.types';
import { ink, line, type Mark } from './mark';

/** Ink for what was, dots for what will be; answers are dashed and keep to lanes of their own. */
export function trailMarks(pose: Pose): Mark[] {
  return pose.trails.flatMap((t) => {
    const color = t.leg === 'error' ? 'drop' : 'packet';
    const dash: Record<string, string> = t.leg === 'request' ? {} : { 'stroke-dasharray': '7 4' };
    const past = { 'stroke-linejoin': 'round', ...dash };
    return [
      ...(t.future ? [future(t)] : []),
      ...(t.fall
        ? [line(`fall ${t.trace}`, t.fall, color, 2.5, { 'stroke-dasharray': '7 4' }), fallHead(t, color)]
        : []),
      ...(t.past ? [line(`past ${t.trace}`, t.past, color, t.leg === 'request' ? 3 : 2.5, past)] : []),
      ...t.arrows.map((a, i) => head(`arrow ${t.trace} ${i}`, a.at, a.angle, color)),
    ];
  });
}

function future(t: TrailPose): Mark {
  return line(`future ${t.trace}`, t.future, 'lineStrong', 2, {
    'stroke-dasharray': '.1 6',
    'stroke-linecap': 'round',
  });
}

function head(key: string, at: Point, angle: number, color: string): Mark {
  return {
    key,
    tag: 'path',
    attrs: {
      d: 'M-5 -5.2L5.5 0L-5 5.2Z',
      transform: `translate(${fmt(at.x)} ${fmt(at.y)}) rotate(${fmt(angle)})`,
      fill: ink(color),
    },
  };
}

/** The fall is straight down at its end. */
function fallHead(t: TrailPose, color: string): Mark {
  const numbers = t.fall.match(/-?[\d.]+/g)?.map(Number) ?? [];
  return head(`fallhead ${t.trace}`, { x: numbers.at(-2) ?? 0, y: (numbers.at(-1) ?? 0) - 6 }, 90, color);
}

export function tokenMarks(pose: Pose): Mark[] {
  const { token, death } = pose;
  return [
    ...(death ? deathMarks(death) : []),
    ...(token
      ? [
          {
            key: 'token',
            tag: 'circle',
            attrs: {
              cx: fmt(token.x),
              cy: fmt(token.y),
              r: TOKEN_R,
              fill: ink('packet'),
              stroke: ink('machine'),
              'stroke-width': 1.75,
            },
          } as const,
        ]
      : []),
  ];
}

const R = 9.5;

/** The octagon stamps from 1.15 to 1. */
function deathMarks(death: DeathPose): Mark[] {
  const { x, y } = death.at;
  const scale = 1.15 - 0.15 * death.stamp;
  const k = R * 0.414;
  const corners = [
    [-k, -R],
    [k, -R],
    [R, -k],
    [R, k],
    [k, R],
    [-k, R],
    [-R, k],
    [-R, -k],
  ];
  const transform = `translate(${fmt(x)} ${fmt(y)}) scale(${Math.round(scale * 100) / 100})`;
  const opacity = fmt(Math.min(1, death.stamp * 2));
  return [
    {
      key: 'death',
      tag: 'path',
      attrs: {
        d: `M${corners.map(([a = 0, b = 0]) => `${fmt(a)} ${fmt(b)}`).join('L')}Z`,
        transform,
        opacity,
        fill: ink('drop'),
        stroke: ink('machine'),
        'stroke-width': 1.75,
      },
    },
    line('death sign', death.reject ? 'M-3.4 -3.4L3.4 3.4M3.4 -3.4L-3.4 3.4' : 'M-4.8 0H4.8', 'onink', 2, {
      transform,
      opacity,
      'stroke-linecap': 'round',
    }),
  ];
}
