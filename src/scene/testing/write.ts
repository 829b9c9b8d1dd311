import { movingMarks } from '../draw/draw';
import type { Pose } from '../pose/pose.types';
import type { Stage } from '../pose/stage';

const n = (x: number) => Math.round(x);

/** A pose as a few lines of text: what a person would read off the Map. */
export function writePose(stage: Stage, pose: Pose): string {
  const step = stage.exchange?.steps[pose.index];
  const gates = [...pose.gates.values()]
    .filter((g) => g.state !== 'rest')
    .map((g) => {
      const lit = Object.entries(g.lit).map(([slat, amount]) =>
        amount === 1 ? slat : `${slat} ${n(amount * 100)}%`,
      );
      const node = g.machine.replace(/^node\/.*?(-worker)?$/, (_, w) => (w ? 'worker' : 'first'));
      return `${node} ${g.hook}${g.state === 'visited' ? '' : ` ${g.state}${g.rewrote ? '*' : ''}`} [${lit.join(' ')}]`;
    });
  const { card, death } = pose;
  const rows = card?.rows.map((r) => {
    const below = r.struck && r.word ? ` (${r.word})` : '';
    const mark = r.mark > 0 ? ` (${r.word}${r.mark < 1 ? ` ${n(r.mark * 100)}%` : ''})` : '';
    const roll = r.roll < 1 ? ` rolling ${n(r.roll * 100)}%` : '';
    return `${r.label} ${r.address.kind} ${r.address.text}${mark}${below}${roll}`;
  });
  return [
    `${pose.index} ${step?.leg ?? ''} ${step?.kind ?? 'nothing sent'}`,
    pose.token ? `token ${n(pose.token.x)},${n(pose.token.y)}` : 'no token',
    ...(death
      ? [`${death.reject ? 'REJECT' : 'DROP'} at ${n(death.at.x)},${n(death.at.y)} ${n(death.stamp * 100)}%`]
      : []),
    ...gates,
    ...(card
      ? [
          `${card.title} | ${card.right}${card.wrap > 0 ? ` | in VXLAN ${n(card.wrap * 100)}%` : ''}`,
          ...(rows ?? []),
        ]
      : []),
    `trails ${pose.trails.map((t) => `${t.leg}${t.past ? ' past' : ''}${t.future ? ' future' : ''}`).join(', ')}`,
  ].join('\n');
}

/** All that moves, as one string: for comparing frames. */
export const writeFrame = (stage: Stage, pose: Pose): string => JSON.stringify(movingMarks(stage, pose));
