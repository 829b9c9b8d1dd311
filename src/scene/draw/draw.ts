import type { Selection } from '../model';
import type { Pose } from '../pose/pose.types';
import type { Stage } from '../pose/stage';
import { cardMarks, leaderMarks } from './draw-card';
import { farMarks } from './draw-far';
import { gateMarks } from './draw-gate';
import { ghostMarks, groundMarks, pipeMarks, routerMarks } from './draw-ground';
import { foldedMarks, machineMarks } from './draw-machine';
import { ruleMarks } from './draw-rule';
import { tokenMarks, trailMarks } from './draw-trail';
import type { Mark } from './mark';
import { type Layer, layer, paint } from './paint';

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
] as const;
export type LayerName = (typeof LAYERS)[number];
export type Layers = Record<LayerName, Layer>;

export function makeLayers(root: Layer): Layers {
  return Object.fromEntries(LAYERS.map((name) => [name, layer(root, name)])) as Layers;
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
    gates: [...routerMarks(layout), ...layout.machines.flatMap((m) => gateMarks(m, pose, labels))],
    token: tokenMarks(pose),
    card: [...ruleMarks(stage, pose), ...cardMarks(pose.card, labels)],
  };
}

export function drawStill(layers: Layers, stage: Stage, onSelect: (what: Selection) => void): void {
  const marks = stillMarks(stage);
  paint(layers.ground, marks.ground);
  paint(layers.ghosts, marks.ghosts, onSelect);
  paint(layers.machines, marks.machines, onSelect);
}

export function drawMoving(layers: Layers, stage: Stage, pose: Pose): void {
  const marks = movingMarks(stage, pose);
  paint(layers.pipes, marks.pipes);
  paint(layers.trails, marks.trails);
  paint(layers.leader, marks.leader);
  paint(layers.gates, marks.gates);
  paint(layers.token, marks.token);
  paint(layers.card, marks.card);
}
