import { expect, it } from 'vitest';
import { largeCluster } from '../../lessons/samples/large';
import { contains, overlaps, rect } from '../plane/geometry';
import { SIZES, stageFor } from '../testing/stages';
import { farMarks } from './draw-far';

const bench = SIZES.workbench as (typeof SIZES)[string];
const text = largeCluster({ nodes: 200, pods: 2000, services: 20 });
const { layout } = stageFor(
  { name: '', yaml: text, from: 'pod/shop/client', to: 'svc/shop/checkout:443' },
  bench,
);
const far = layout.far ?? expect.fail('200 nodes are a crowd');
const keys = (view?: Parameters<typeof farMarks>[2]) => new Set(farMarks(layout, 1, view).map((m) => m.key));

it('of the crowd, only what is in view is drawn, and all of that', () => {
  expect(keys().size).toBeGreaterThan(far.patches.length * 2);
  const view = rect(far.box.x, far.box.y, far.box.w / 3, far.box.h / 3);
  const seen = keys(view);
  far.patches.forEach(({ box }, i) => {
    expect(seen.has(`walls ${i}`)).toBe(overlaps(box, view));
    expect(seen.has(`dots ${i}`)).toBe(overlaps(box, view));
  });
  const inView = far.patches.filter(({ box }) => overlaps(box, view)).length;
  expect(inView).toBeGreaterThan(0);
  expect(inView).toBeLessThan(far.patches.length / 2);
});

it('each node that is far lies in the box of a patch', () => {
  const lost = far.cells.filter(({ away, box }) => !away && !far.patches.some((p) => contains(p.box, box)));
  expect(lost).toEqual([]);
});
