import { describe, expect, it } from 'vitest';
import { buildNetwork, loadCluster, originRange } from '../../engine';
import { sampleById } from '../../state/document/samples';
import { causesAt, isSmall, rulesOn, tally } from './causesAt';

const text = sampleById('article-nodeport').yaml;
const { cluster } = loadCluster([{ name: 'a.yaml', text }]);
if (!cluster) throw new Error('the sample must be readable');
const network = buildNetwork(cluster);

function causes(line: string) {
  const number = text.split('\n').indexOf(line) + 1;
  return causesAt(cluster as NonNullable<typeof cluster>, network, { line: number, column: 1 });
}

describe('the rules of a line', () => {
  it.each([
    ['    nodePort: 30000', 6, 2],
    ['  replicas: 2', 12, 2],
    ['  podCIDR: 10.244.0.0/24', 2, 2],
    ['        image: nginx', 0, 0],
  ])('%s', (line, rules, nodes) => {
    expect(tally(causes(line)?.nodes ?? [])).toEqual({ rules, nodes });
  });
  it('lead back to the line', () => {
    const [first] = causes('    nodePort: 30000')?.nodes.flatMap(rulesOn) ?? [];
    expect(first).toMatchObject({ machine: 'node/ycwang-ubuntu', chain: 'KUBE-NODEPORTS', number: 1 });
    const range = first && originRange(cluster, first.rule);
    expect(text.slice(range?.from, range?.to)).toBe('nodePort: 30000');
  });
  it('are none between the objects', () => expect(causes('---')).toBeUndefined());
  it('are counted at once in a small cluster only', () => {
    expect(isSmall(cluster)).toBe(true);
    const services = Array.from({ length: 201 }, () => cluster.services[0] as (typeof cluster.services)[0]);
    expect(isSmall({ ...cluster, services })).toBe(false);
  });
});
