import { describe, expect, it } from 'vitest';
import { buildNetwork } from '../engine/trace/network';
import { ARTICLE_NODES, type ClusterLines, clusterOf } from '../engine/trace/testing/cluster';
import { diffNetworks, type NodeDiff } from './networks';
import type { RuleChange } from './rules';
import type { RulesetDiff } from './rulesets';

const N1 = 'ycwang-ubuntu';
const ENDPOINTS = [`10.244.0.3:80@${N1}`, '10.244.1.4:80@ycwang-ubuntu-worker', `10.244.0.9:80@${N1}`];

type Service = ClusterLines['services'][number];
const network = (endpoints: number, more: Partial<Service> = {}, lines: Partial<ClusterLines> = {}) =>
  buildNetwork(
    clusterOf({
      pods: [],
      services: [
        { name: 'web', clusterIP: '10.96.0.2', port: 80, endpoints: ENDPOINTS.slice(0, endpoints), ...more },
      ],
      ...lines,
    }),
  );

const short = (text: string) => text.replace(/-[A-Z0-9]{16}\b/, '');
const numbers = (change: RuleChange) =>
  ['before' in change ? change.before.number : '', 'after' in change ? change.after.number : ''].join('>');
const lines = ({ chains }: RulesetDiff) =>
  chains.map((c) =>
    c.change === 'changed'
      ? `${c.table} ${short(c.chain)}: ${c.rules.map((r) => `${r.kind} ${numbers(r)}`).join(', ')}`
      : `${c.table} ${short(c.chain)} ${c.change}`,
  );

const first = (diffs: readonly NodeDiff[]) => (diffs[0] as NodeDiff).of(4);

describe('what an edit does to a node', () => {
  it('two replicas to three: one new KUBE-SEP chain, two probabilities rewritten, one rule added', () => {
    const diff = first(
      diffNetworks(network(2), network(3, { endpoints: [...ENDPOINTS.slice(0, 2), '10.244.1.9:80@x'] })),
    );
    expect(diff.counts).toEqual({
      chainsAdded: 1,
      chainsRemoved: 0,
      added: 1,
      removed: 0,
      rewritten: 2,
    });
    expect(lines(diff)).toEqual([
      'nat KUBE-SVC: rewritten 2>2, rewritten 3>3, added >4',
      'nat KUBE-SEP added',
    ]);
  });

  it('an endpoint that sorts between the two leaves the last one as it was', () => {
    expect(lines(first(diffNetworks(network(2), network(3))))).toEqual([
      'nat KUBE-SVC: rewritten 2>2, added >3',
      'nat KUBE-SEP added',
    ]);
  });

  it('no endpoints: the Service refuses, and its chains are gone', () => {
    expect(lines(first(diffNetworks(network(1), network(0))))).toEqual([
      'filter KUBE-SERVICES: added >1',
      'nat KUBE-SERVICES: removed 1>',
      'nat KUBE-SVC removed',
      'nat KUBE-SEP removed',
    ]);
  });

  it('another node port is the same rule for another port', () => {
    const diff = first(diffNetworks(network(1, { nodePort: 30000 }), network(1, { nodePort: 30001 })));
    expect(lines(diff)).toEqual(['nat KUBE-NODEPORTS: rewritten 1>1']);
    const [change] = diff.chains[0]?.rules ?? [];
    expect(change?.kind === 'rewritten' && change.matches).toEqual([{ before: 1, after: 1 }]);
  });

  it('externalTrafficPolicy Local, seen from a node without endpoints', () => {
    const at = (spec: Service['spec']) => network(1, { nodePort: 30000, ...(spec ? { spec } : {}) });
    const before = at({ type: 'NodePort', clusterIP: '10.96.0.2', ports: [{ port: 80, nodePort: 30000 }] });
    const after = at({
      type: 'NodePort',
      clusterIP: '10.96.0.2',
      ports: [{ port: 80, nodePort: 30000 }],
      externalTrafficPolicy: 'Local',
    });
    const worker = diffNetworks(before, after)[1] as NodeDiff;
    expect(lines(worker.of(4))).toEqual([
      'filter KUBE-EXTERNAL-SERVICES: added >1',
      'nat KUBE-EXT: added >1, rewritten 1>2, removed 2>, added >3',
    ]);
  });
});

it('names every node once, and those that came or went', () => {
  const [one, two] = ARTICLE_NODES;
  const diffs = diffNetworks(network(1, {}, { nodes: [one] }), network(1, {}, { nodes: [two] }));
  expect(diffs.map(({ name, change, families }) => `${name} ${change} ${families}`)).toEqual([
    'ycwang-ubuntu-worker added 4',
    'ycwang-ubuntu removed 4',
  ]);
  expect(diffs[0]?.of(4).counts).toMatchObject({ chainsRemoved: 0, added: 0 });
});

it('generates nothing before it is asked', () => {
  const machines = new Map(
    [...network(1).machines].map(([id, machine]) => [
      id,
      {
        ...machine,
        ruleset: () => {
          throw new Error('asked');
        },
      },
    ]),
  );
  const [diff] = diffNetworks({ machines }, { machines });
  expect(() => diff?.of(4)).toThrow('asked');
});

it('finds no change in the same cluster, and keeps what it found', () => {
  const diffs = diffNetworks(network(2), network(2));
  expect(diffs.map((node) => node.of(4).same)).toEqual([true, true]);
  expect(diffs[0]?.of(4)).toBe(diffs[0]?.of(4));
});
