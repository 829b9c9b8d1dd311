import { expect, it } from 'vitest';
import { follows, homeView } from './frame';
import { LEGIBLE } from './layout/anatomy';
import type { Layout } from './layout/layout.types';
import { right } from './plane/geometry';
import { poseOf } from './pose/pose';
import { CASES, SIZES, stageFor } from './testing/stages';

const FULL = Object.entries(SIZES).filter(([, { mode }]) => mode === 'full');

/** Where the wall is on the screen: all of it, a part, or nowhere. */
function seen(layout: Layout, k: number, x: number, wall: { x: number; w: number }): 'all' | 'cut' | 'none' {
  const [from, to] = [wall.x * k + x, right({ ...wall, y: 0, h: 0 }) * k + x];
  if (from >= -1 && to <= layout.size.width + 1) return 'all';
  return to < 1 || from > layout.size.width - 1 ? 'none' : 'cut';
}

for (const [name, at] of FULL) {
  it(`the packet’s machine is seen whole on a ${name} stage, and no Service is cut in height`, () => {
    for (const c of CASES.filter((x) => !x.silent)) {
      const stage = stageFor(c, at);
      const { layout } = stage;
      for (const step of stage.exchange?.steps ?? []) {
        const { k, x, y } = homeView(layout, poseOf(stage, step.index).focus);
        const id = layout.journey.machineOf[step.index];
        const m = layout.machines.find((one) => one.id === id);
        const place = `${c.name}, step ${step.index}`;
        if (m && step.kind !== 'wire') expect(seen(layout, k, x, m.wall), place).toBe('all');
        if (layout.bounds.h * LEGIBLE > layout.size.height) continue;
        for (const { box } of layout.ghosts) expect(box.y * k + y, place).toBeGreaterThanOrEqual(0);
      }
    }
  });
}

it('where two rows of Pods would be cut in height, one is shown and the others are counted', () => {
  const yaml = (text: string) => text.replace('replicas: 2', 'replicas: 8');
  const rows = new Map<string, number | undefined>();
  for (const [name, at] of FULL) {
    const { layout } = stageFor({ name: '', force: '10.244.1.4:80', edit: yaml }, at);
    expect(layout.bounds.h * LEGIBLE, name).toBeLessThanOrEqual(at.size.height);
    rows.set(name, layout.machines[0]?.a.podRows);
  }
  expect([rows.get('wall'), rows.get('strip')]).toEqual([2, 1]);
});

it('where the machines fit and only the clients do not, no machine is cut while the packet is on one', () => {
  const stage = stageFor(CASES.find((c) => c.name === 'NodePort, far endpoint') as (typeof CASES)[number], {
    mode: 'full',
    size: { width: 930, height: 350 },
  });
  const { layout } = stage;
  expect(follows(layout)).toBe(true);
  for (const step of stage.exchange?.steps ?? []) {
    if (!step.machine.startsWith('node/') || step.kind === 'wire') continue;
    const { k, x } = homeView(layout, poseOf(stage, step.index).focus);
    for (const m of layout.machines)
      expect(seen(layout, k, x, m.wall), `step ${step.index}, ${m.name}`).toBe('all');
  }
});

it('a stage that shows all stands still', () => {
  const stage = stageFor(CASES[0] as (typeof CASES)[number], SIZES.workbench as (typeof SIZES)[string]);
  expect(follows(stage.layout)).toBe(false);
  const steps = stage.exchange?.steps ?? [];
  const views = steps.map((s) => JSON.stringify(homeView(stage.layout, poseOf(stage, s.index).focus)));
  expect(new Set(views).size).toBe(1);
});
