import { expect, it } from 'vitest';
import type { Cluster } from '../model';
import { app, cluster, deployment, load, node, pod, service, slice } from '../testing/manifests';

const A = node('a', '10.0.0.5', '10.244.0.0/24', { labels: { 'topology.kubernetes.io/zone': 'z1' } });

/** `web/80 10.244.0.2 10.244.0.3!`: service, ports, endpoints; `!` is not ready. */
const lines = ({ endpointSlices }: Cluster) =>
  endpointSlices.map(({ metadata, ports, endpoints }) =>
    [
      `${metadata.labels?.['kubernetes.io/service-name']}/${ports?.map((p) => p.port).join('+')}`,
      ...(endpoints ?? []).map((e) => `${e.addresses[0]}${e.conditions?.ready === false ? '!' : ''}`),
    ].join(' '),
  );
const of = (...documents: readonly string[]) => lines(cluster(A, ...documents));
const web = (name: string, ip: string, more: object = {}, labels: object = app('web')) =>
  pod(name, {}, { labels, status: { podIP: ip, ...more } });

it('selects by all labels, in the same namespace', () => {
  const selector = { app: 'web', tier: 'front' };
  expect(
    of(
      service('web', { selector }),
      web('both', '10.244.0.2', {}, selector),
      web('one', '10.244.0.3', {}, { app: 'web' }),
      web('other/both', '10.244.0.4', {}, selector),
    ),
  ).toEqual(['web/80 10.244.0.2']);
});

it('says who is ready, serving and terminating', () => {
  const unready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] };
  const leaving = JSON.parse(web('leaving', '10.244.0.4'));
  leaving.metadata.deletionTimestamp = '2025-01-01T00:00:00Z';
  const { endpointSlices } = cluster(
    A,
    service('web'),
    web('ready', '10.244.0.2'),
    web('unready', '10.244.0.3', unready),
    JSON.stringify(leaving),
  );
  expect(endpointSlices[0]?.endpoints?.map((e) => [e.targetRef?.name, e.conditions])).toEqual([
    ['leaving', { ready: false, serving: true, terminating: true }],
    ['ready', { ready: true, serving: true, terminating: false }],
    ['unready', { ready: false, serving: false, terminating: false }],
  ]);
  expect(of(service('web', { publishNotReadyAddresses: true }), web('u', '10.244.0.3', unready))).toEqual([
    'web/80 10.244.0.3',
  ]);
});

it('tells node and zone', () => {
  const [endpoint] = cluster(A, service('web'), web('p', '10.244.0.2')).endpointSlices[0]?.endpoints ?? [];
  expect(endpoint).toMatchObject({ nodeName: 'a', zone: 'z1', targetRef: { kind: 'Pod', name: 'p' } });
});

it('resolves a named port in each Pod: other numbers make another slice, no such name no port', () => {
  const named = (name: string, port: number, called = 'http') =>
    pod(
      name,
      { containers: [{ name: 'c', ports: [{ name: called, containerPort: port }] }] },
      { labels: app('web') },
    );
  expect(
    of(
      service('web', { ports: [{ port: 80, targetPort: 'http' }] }),
      named('a', 8080),
      named('b', 9090),
      named('c', 7070, 'other'),
    ),
  ).toEqual(['web/8080 10.244.0.2', 'web/9090 10.244.0.3', 'web/ 10.244.0.4']);
});

it('makes a slice even where nothing is selected', () => {
  expect(of(service('web'))).toEqual(['web/']);
});

it('makes none for aliases and for Services without a selector', () => {
  expect(
    of(service('web', { type: 'ExternalName', externalName: 'x.y' }), service('db', { selector: undefined })),
  ).toEqual([]);
});

it('makes slices of at most 100 endpoints', () => {
  const sizes = cluster(A, deployment('web', 230), service('web')).endpointSlices.map(
    (s) => s.endpoints?.length,
  );
  expect(sizes).toEqual([100, 100, 30]);
});

const managed = {
  'kubernetes.io/service-name': 'web',
  'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
};

it('does not double the controller’s own slices of a dump', () => {
  const endpoints = [
    {
      addresses: ['10.244.0.2'],
      targetRef: { kind: 'Pod', name: 'p' },
      hints: { forZones: [{ name: 'z1' }] },
    },
  ];
  const dumped = slice('web-xyz', 'web', [], { labels: managed, endpoints });
  const loaded = cluster(A, service('web'), web('p', '10.244.0.2'), web('q', '10.244.0.3'), dumped);
  expect(lines(loaded)).toEqual(['web/80 10.244.0.2 10.244.0.3']);
  expect(loaded.endpointSlices[0]?.metadata.name).toBe('web-xyz');
  expect(loaded.endpointSlices[0]?.endpoints?.[0]?.hints).toEqual({ forZones: [{ name: 'z1' }] });
});

it('keeps the controller’s own slices where the dump lacks their Pods', () => {
  const dumped = slice('web-xyz', 'web', ['10.244.9.9'], { labels: managed });
  expect(of(service('web'), dumped)).toEqual(['web/80 10.244.9.9']);
});

it('honours slices that somebody wrote', () => {
  expect(of(service('db', { selector: undefined }), slice('db-1', 'db', ['10.9.9.9']))).toEqual([
    'db/80 10.9.9.9',
  ]);
});

const endpointsOf = (metadata: object) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata,
    subsets: [
      { addresses: [{ ip: '10.9.9.9' }], notReadyAddresses: [{ ip: '10.9.9.8' }], ports: [{ port: 5432 }] },
    ],
  });

it('copies Endpoints of a Service without selector', () => {
  expect(of(service('db', { selector: undefined }), endpointsOf({ name: 'db' }))).toEqual([
    'db/5432 10.9.9.9 10.9.9.8!',
  ]);
});

it.each([
  ['of a dump that lacks the Pods', { uid: '1' }, [], true],
  ['of a dump that has the Pods', { uid: '1' }, [web('p', '10.244.0.2')], false],
  ['that somebody wrote', {}, [], false],
] as const)('Endpoints of a Service with a selector, %s: copied %s %s', (_, more, pods, copied) => {
  const found = of(service('web'), endpointsOf({ name: 'web', ...more }), ...pods);
  expect(found.includes('web/5432 10.9.9.9 10.9.9.8!')).toBe(copied);
});

it.each([
  ['no service', slice('x', 'x', ['10.9.9.9'], { labels: {} }), 'slice-no-service'],
  ['an unknown service', slice('x', 'nobody', ['10.9.9.9']), 'slice-unknown-service'],
  ['no address', slice('x', 'x', ['nonsense']), 'slice-bad-address'],
  ['another family', slice('x', 'x', ['fd00::1']), 'slice-address-family'],
])('says of a slice: %s', (_, text, code) => {
  expect(load(text).notes.map((n) => n.code)).toContain(code);
});

it('assumes that Pods listen where Services send', () => {
  const [p] = cluster(
    A,
    service('web', { ports: [{ port: 80, targetPort: 8080 }] }),
    web('p', '10.244.0.2'),
  ).pods;
  expect(p?.listens).toEqual([
    { proto: 'TCP', port: 80, because: 'containerPort' },
    { proto: 'TCP', port: 8080, because: 'targetPort' },
  ]);
});
