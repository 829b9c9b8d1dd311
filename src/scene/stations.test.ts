import { expect, it } from 'vitest';
import { stationsOf } from './stations';
import { CASES, type Case, labels, SIZES, stageFor } from './testing/stages';

const bench = SIZES.workbench as (typeof SIZES)[string];
const way = (name: string) =>
  stationsOf(stageFor(CASES.find((c) => c.name === name) as Case, bench).layout, labels);

it('goes along the packet’s way, each place once, at the first step there', () => {
  const stations = way('ClusterIP, Pod on the other node');
  expect(stations.map((s) => s.id.replace(/^(node|pod)\/(default\/)?/, ''))).toEqual([
    'client',
    'ycwang-ubuntu/prerouting',
    'ycwang-ubuntu/forward',
    'ycwang-ubuntu/postrouting',
    'ycwang-ubuntu-worker/prerouting',
    'ycwang-ubuntu-worker/forward',
    'ycwang-ubuntu-worker/postrouting',
    'nginx-deployment-55f598f8d-pxp6x',
  ]);
  const steps = stations.map((s) => s.step ?? -1);
  expect([...steps].sort((a, b) => a - b)).toEqual(steps);
});

it('then comes to machines that are folded, which it opens', () => {
  const last = way('no endpoints').at(-1);
  expect(last).toMatchObject({ select: { kind: 'machine', id: 'node/ycwang-ubuntu-worker' } });
});

it('has no two places of one name', () => {
  for (const c of CASES) {
    const names = stationsOf(stageFor(c, bench).layout, labels).map((s) => s.label);
    expect(new Set(names).size, c.name).toBe(names.length);
  }
});
