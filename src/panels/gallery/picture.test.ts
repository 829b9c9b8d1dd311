import { expect, it } from 'vitest';
import { readDocument } from '../../state/document/document';
import { sampleById, samplePacket } from '../../state/document/samples';
import { opened } from '../../state/initial';
import { NO_SETTINGS } from '../../state/settings/settings';
import { type Picture, pictureOf } from './picture';
import { place, SIZE } from './place';

function pictureFor(id: string): Picture {
  const sample = sampleById(id);
  const { exchange, cluster } = opened(readDocument(sample.yaml, id, false, NO_SETTINGS), [
    samplePacket(sample),
  ]);
  const picture = exchange && pictureOf(exchange, cluster);
  if (!picture) throw new Error('nothing was sent');
  return picture;
}

/** `pod cluster|node dst>pod|node|pod`: each stay, its rewrites, what came of it. */
function told({ stays, called, died, heard }: Picture): string {
  const way = stays.map(({ kind, gates, wrapped }) =>
    [
      ...(wrapped ? ['wrapped'] : []),
      kind,
      ...gates.filter((g) => g.becomes).map((g) => `${g.field}>${g.becomes}`),
    ].join(' '),
  );
  return `${called}: ${way.join(' | ')}${died ? ' died' : ''}${heard ? ' heard' : ''}`;
}

it.each([
  ['article-clusterip', 'cluster: pod | node dst>pod | wrapped node | pod heard'],
  ['article-nodeport', 'node: other | node dst>pod src>pod | wrapped node | pod heard'],
  ['loadbalancer-local', 'cluster: other | other | node dst>pod | pod heard'],
  ['loadbalancer-cluster', 'cluster: other | other | node dst>pod src>pod | wrapped node | pod heard'],
  ['hairpin', 'cluster: pod | node dst>pod src>pod | pod heard'],
  ['headless', 'pod: pod | node | wrapped node | pod heard'],
  ['no-endpoints', 'cluster: pod | node died heard'],
])('%s: %s', (id, expected) => expect(told(pictureFor(id))).toBe(expected));

it.each(['article-clusterip', 'article-nodeport', 'hairpin', 'no-endpoints'])('%s fits its frame', (id) => {
  const stays = place(pictureFor(id));
  expect(stays[0]?.x).toBeGreaterThanOrEqual(4);
  const last = stays.at(-1);
  expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(SIZE.width - 4);
  for (const [i, stay] of stays.slice(1).entries())
    expect(stay.x).toBeGreaterThan((stays[i]?.x ?? 0) + (stays[i]?.width ?? 0));
});
