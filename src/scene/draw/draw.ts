import type { Selection } from '../model';
import type { Pose } from '../pose/pose.types';
import type { Stage } from '../pose/stage';
import { cardMarks, leaderMarks } from './draw-card';
import { farMarks } from './draw-far';
import { gateMarks } from './draw-gate';
import { ghostMarks, groundMarks, pipeMarks, relayMarks } from './draw-ground';
import { foldedMarks, machineMarks } from './draw-machine';
import { noteMarks } from './draw-note';
import { ruleMarks } from './draw-rule';
import { tokenMarks, trailMarks } from './draw-trail';
import type { Mark } from './mark';
import { type Layer, layer, paint } from './paint';
import { tween } from './tween';

/** From below to above. The first six stand still for as long as the exchange does. */
export const LAYERS = [
  'ground',
  'ghosts',
  'far',
  'farText',
  'machines',
  'found',
  'pipes',
  'trails',
  'leader',
  'gates',
  'token',
  'card',
  'markers',
] as const;
export type LayerName = (typeof LAYERS)[number];
export type Layers = Record<LayerName, Layer>;

export function makeLayers(root: Layer): Layers {
  return Object.fromEntries(
    LAYERS.map((name) => [name, layer(root, name).attr('aria-hidden', 'true')]),
  ) as Layers;
}

/** What stands still. */
export function stillMarks(stage: Stage): Record<'ground' | 'ghosts' | 'far' | 'machines', Mark[]> {
  const { layout, labels } = stage;
  return {
    ground: groundMarks(layout, layout.journey.sender),
    ghosts: ghostMarks(layout),
    far: farMarks(layout),
    machines: [
      ...layout.machines.flatMap((m) => machineMarks(m, labels)),
      ...layout.folded.flatMap((m) => foldedMarks(m, labels)),
    ],
  };
}

/** What depends on the playhead. */
export function movingMarks(
  stage: Stage,
  pose: Pose,
): Record<'pipes' | 'trails' | 'leader' | 'gates' | 'token' | 'card', Mark[]> {
  const { layout, labels } = stage;
  return {
    pipes: pipeMarks(layout, pose.pipes),
    trails: trailMarks(pose),
    leader: leaderMarks(pose.card),
    gates: [
      ...relayMarks(layout),
      ...noteMarks(stage.notes, pose.index),
      ...layout.machines.flatMap((m) => gateMarks(m, pose, labels)),
    ],
    token: tokenMarks(pose),
    card: [...ruleMarks(stage, pose), ...cardMarks(pose.card, labels)],
  };
}

/** The crowd is not among them: what is drawn of it depends on where one looks from. */
const STILL = ['ground', 'ghosts', 'machines'] as const;
const MOVING = ['pipes', 'trails', 'leader', 'gates', 'token', 'card'] as const;
export type Drawn = Record<(typeof STILL)[number] | (typeof MOVING)[number], readonly Mark[]>;

/** All that is drawn at one moment. */
export const drawnMarks = (stage: Stage, pose: Pose): Drawn => ({
  ...stillMarks(stage),
  ...movingMarks(stage, pose),
});

export function drawAll(layers: Layers, marks: Drawn, onSelect: (what: Selection) => void): void {
  for (const name of STILL) paint(layers[name], marks[name], onSelect);
  for (const name of MOVING) paint(layers[name], marks[name]);
}

export function drawMoving(layers: Layers, stage: Stage, pose: Pose): void {
  const marks = movingMarks(stage, pose);
  for (const name of MOVING) paint(layers[name], marks[name]);
}

/** From one moment of the Map to another, see `tween`. */
export function tweenAll(from: Drawn, to: Drawn): (t: number) => Drawn {
  const ways = [...STILL, ...MOVING].map((name) => [name, tween(from[name], to[name])] as const);
  return (t) => Object.fromEntries(ways.map(([name, way]) => [name, way(t)])) as unknown as Drawn;
}
