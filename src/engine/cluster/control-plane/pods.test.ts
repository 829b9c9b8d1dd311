import { expect, it } from 'vitest';
import {
  app,
  cluster,
  deployment,
  load,
  node,
  noteLine,
  pod,
  podLines,
  workload,
} from '../testing/manifests';

const names = (...documents: readonly string[]) => cluster(...documents).pods.map(({ name }) => name);
const TWO = [node('a', '10.0.0.5', '10.244.0.0/24'), node('b', '10.0.0.6', '10.244.1.0/24')];

it('makes Pods in the names of Kubernetes', () => {
  const safe = '[bcdfghjklmnpqrstvwxz2456789]';
  expect(names(deployment('web', 1))[0]).toMatch(new RegExp(`^web-${safe}{10}-${safe}{5}$`));
  expect(names(workload('ReplicaSet', 'rs'))[0]).toMatch(new RegExp(`^rs-${safe}{5}$`));
  expect(names(workload('Job', 'job', { selector: undefined }))[0]).toMatch(new RegExp(`^job-${safe}{5}$`));
  expect(names(workload('StatefulSet', 'db', { replicas: 11 })).at(-1)).toBe('db-10');
});

it.each([
  ['Deployment', { replicas: 3 }, 3],
  ['Deployment', {}, 1],
  ['Deployment', { replicas: 0 }, 0],
  ['StatefulSet', { replicas: 2 }, 2],
  ['DaemonSet', {}, 2],
  ['Job', { parallelism: 3 }, 3],
  ['Job', { parallelism: 3, completions: 2 }, 2],
  ['Job', { suspend: true }, 0],
])('%s %j: %i Pods', (kind, spec, count) => {
  expect(names(workload(kind, 'web', spec))).toHaveLength(count);
});

it('counts Pods of the text towards the replicas', () => {
  const own = pod('web-1', {}, { labels: app('web') });
  const pods = names(deployment('web', 3), own);
  expect(pods).toHaveLength(3);
  expect(pods).toContain('web-1');
});

it('takes over the hash that the text shows', () => {
  const own = pod('web-55f598f8d-49l2v', {}, { labels: app('web') });
  expect(names(deployment('web', 2), own)[1]).toMatch(/^web-55f598f8d-.{5}$/);
});

it('deletes what is too much, unready Pods first', () => {
  const unready = {
    labels: app('web'),
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] },
  };
  const documents = [deployment('web', 1), pod('a', {}, unready), pod('b', {}, { labels: app('web') })];
  expect(names(...documents)).toEqual(['b']);
  expect(load(...documents).notes.map(({ code, object }) => [code, object?.name])).toEqual([
    ['pod-surplus', 'a'],
  ]);
});

it('does not double a dump: ReplicaSets and Pods belong to their owners', () => {
  const rs = JSON.parse(workload('ReplicaSet', 'web-abc12', { replicas: 2 }));
  rs.metadata.ownerReferences = [{ kind: 'Deployment', name: 'web' }];
  rs.spec.selector = { matchLabels: app('web') };
  rs.spec.template.metadata.labels = app('web');
  const own = JSON.parse(pod('web-abc12-x', {}, { labels: app('web') }));
  own.metadata.ownerReferences = [{ kind: 'ReplicaSet', name: 'web-abc12' }];
  const result = cluster(deployment('web', 2), JSON.stringify(rs), JSON.stringify(own));
  expect(result.pods).toHaveLength(2);
  expect(result.pods.map(({ owner, given }) => [owner?.kind, given])).toContainEqual(['Deployment', true]);
});

it('lets a StatefulSet fill the numbers that are missing', () => {
  const set = workload('StatefulSet', 'db', { replicas: 3 });
  expect(names(set, pod('db-1', {}, { labels: app('db') }))).toEqual(['db-0', 'db-1', 'db-2']);
});

it('places by nodeName, by nodeSelector, and evenly', () => {
  const labelled = node('c', '10.0.0.7', '10.244.2.0/24', { labels: { disk: 'ssd' } });
  const template = (spec: object) => ({
    template: { metadata: { labels: app('web') }, spec: { containers: [{ name: 'c' }], ...spec } },
  });
  const on = (...documents: string[]) => cluster(...TWO, labelled, ...documents).pods.map((p) => p.node);
  expect(on(pod('p', { nodeName: 'b' }))).toEqual(['b']);
  expect(on(deployment('web', 2, template({ nodeSelector: { disk: 'ssd' } })))).toEqual(['c', 'c']);
  expect(on(deployment('web', 2, template({ nodeSelector: { 'kubernetes.io/hostname': 'a' } })))).toEqual([
    'a',
    'a',
  ]);
  expect(on(workload('DaemonSet', 'web', template({ nodeSelector: { disk: 'ssd' } })))).toEqual(['c']);
  expect(on(deployment('web', 6)).sort()).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
});

it('says which workload finds no node', () => {
  const template = { metadata: { labels: app('web') }, spec: { nodeSelector: { disk: 'none' } } };
  const { cluster: loaded, notes } = load(...TWO, deployment('web', 3, { template }));
  expect(loaded?.pods).toEqual([]);
  expect(notes.map(({ code, path, params }) => [code, path, params.count])).toEqual([
    ['pod-unschedulable', 'spec.template.spec.nodeSelector', 3],
  ]);
});

it('numbers Pods from .2, or on from the highest address that is given', () => {
  const one = node('a', '10.0.0.5', '10.244.7.0/24');
  expect(
    podLines(cluster(one, deployment('web', 3)))
      .map((line) => line.split(' ')[2])
      .sort(),
  ).toEqual(['10.244.7.2', '10.244.7.3', '10.244.7.4']);
  const given = pod('p', {}, { status: { podIP: '10.244.7.3' } });
  expect(
    podLines(cluster(one, given, deployment('web', 2)))
      .map((line) => line.split(' ')[2])
      .sort(),
  ).toEqual(['10.244.7.3', '10.244.7.4', '10.244.7.5']);
});

it('gives an address to one Pod only', () => {
  const documents = [
    ...TWO,
    ...['p', 'q'].map((name) => pod(name, { nodeName: 'a' }, { status: { podIP: '10.244.0.9' } })),
  ];
  const { cluster: loaded, notes } = load(...documents);
  expect(loaded?.pods.map(({ ips }) => ips[0])).toEqual(['10.244.0.9', '10.244.0.10']);
  expect(notes.map((n) => [n.code, n.params.other])).toEqual([['pod-ip-clash', 'default/p']]);
});

it('leaves a Pod without address where the network is full, and says so', () => {
  const tiny = node('a', '10.0.0.5', '10.244.0.0/30');
  const { cluster: loaded, notes } = load(tiny, pod('p'), pod('q'));
  expect(loaded?.pods.map(({ ips }) => ips.length)).toEqual([1, 0]);
  expect(notes.map(({ code }) => code)).toEqual(['pod-no-address']);
});

it('puts a Pod with an address on the node whose network holds it', () => {
  const [only] = cluster(...TWO, pod('p', {}, { status: { podIP: '10.244.1.77' } })).pods;
  expect([only?.node, only?.ips]).toEqual(['b', ['10.244.1.77']]);
});

it("gives host-network Pods their node's address", () => {
  const [only] = cluster(...TWO, pod('p', { hostNetwork: true, nodeName: 'b' })).pods;
  expect([only?.hostNetwork, only?.ips]).toEqual([true, ['10.0.0.6']]);
});

it('leaves out Pods that have ended or have no address yet', () => {
  const { cluster: loaded, notes } = load(
    ...TWO,
    pod('done', {}, { status: { phase: 'Succeeded' } }),
    pod('waiting', {}, { status: { phase: 'Pending' } }),
    pod('starting', { nodeName: 'a' }, { status: { phase: 'Pending' } }),
  );
  expect(loaded?.pods).toEqual([]);
  expect(notes.map(({ code }) => code)).toEqual(['pod-finished', 'pod-pending', 'pod-pending']);
});

it('makes no other Pod in place of one that is Pending', () => {
  const own = (name: string, status: object) => pod(name, { nodeName: 'a' }, { labels: app('web'), status });
  const { pods } = cluster(
    ...TWO,
    deployment('web', 2),
    own('web-1', { phase: 'Running', podIP: '10.244.0.2' }),
    own('web-2', { phase: 'Pending' }),
  );
  expect(pods.map(({ name }) => name)).toEqual(['web-1']);
});

it('refuses a selector that its own template does not match', () => {
  const wrong = deployment('web', 1, { selector: { matchLabels: app('other') } });
  expect(load(wrong).notes.map(noteLine)).toEqual(['error selector-not-template spec.selector 1:112']);
});
