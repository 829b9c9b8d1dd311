import { expect, it } from 'vitest';
import { load, noteLine } from '../testing/manifests';

/** Notes about a Service whose spec is this YAML; the spec begins in line 5. */
const notes = (spec: string, kind = 'Service') =>
  load(`apiVersion: v1\nkind: ${kind}\nmetadata: {name: a}\nspec:\n${spec.replace(/^/gm, '  ')}\n`).notes.map(
    noteLine,
  );

it.each([
  ['ports: [{port: 0}]', 'error out-of-range spec.ports[0].port 5:18 item'],
  ['ports: [{port: 70000}]', 'error out-of-range spec.ports[0].port 5:18 item'],
  ['ports: [{port: "80"}]', 'error wrong-type spec.ports[0].port 5:18 item'],
  ['ports: [{port: 80, targetPort: -1}]', 'error out-of-range spec.ports[0].targetPort 5:34 field'],
  ['ports: [{port: 80, targetPort: Web}]', 'error bad-name spec.ports[0].targetPort 5:34 field'],
  ['ports: [{port: 80, protocol: tcp}]', 'error not-allowed spec.ports[0].protocol 5:32 field'],
  ['ports: [{name: a}]', 'error missing spec.ports[0].port 5:11 item'],
  [
    'type: NodePort\nports: [{port: 80, nodePort: 80}]',
    'error out-of-range spec.ports[0].nodePort 6:32 field',
  ],
  ['type: Nodeport\nports: [{port: 80}]', 'error not-allowed spec.type 5:9 field'],
  ['clusterIP: 10.0.0\nports: [{port: 80}]', 'error bad-ip spec.clusterIP 5:14 field'],
  ['clusterIP: 010.0.0.1\nports: [{port: 80}]', 'error bad-ip spec.clusterIP 5:14 field'],
  ['externalIPs: [1.2.3.4, x]\nports: [{port: 80}]', 'error bad-ip spec.externalIPs[1] 5:26 item'],
  [
    'type: LoadBalancer\nloadBalancerSourceRanges: [10.0.0.0/33]\nports: [{port: 80}]',
    'error bad-cidr spec.loadBalancerSourceRanges[0] 6:30 item',
  ],
  [
    'type: LoadBalancer\nloadBalancerSourceRanges: [203.0.113.7]\nports: [{port: 80}]',
    'error bad-cidr spec.loadBalancerSourceRanges[0] 6:30 item',
  ],
  ['selector: {app: 1}\nports: [{port: 80}]', 'error wrong-type spec.selector.app 5:19 as-text'],
  [
    'selector: {matchLabels: {app: a}}\nports: [{port: 80}]',
    'error wrong-type spec.selector.matchLabels 5:27 field',
  ],
  ['sessionAffinity: Client\nports: [{port: 80}]', 'error not-allowed spec.sessionAffinity 5:20 field'],
  [
    'internalTrafficPolicy: local\nports: [{port: 80}]',
    'error not-allowed spec.internalTrafficPolicy 5:26 field',
  ],
  ['slector: {app: a}\nports: [{port: 80}]', 'warning misspelt spec.slector 5:12'],
  ['ports: [{port: 80, targetport: 8080}]', 'warning misspelt spec.ports[0].targetport 5:34'],
  ['prots: [{port: 80}]', 'warning misspelt spec.prots 5:10'],
])('%s: %s', (spec, expected) => {
  expect(notes(spec)).toContain(expected);
});

it.each([
  ['appProtocol is a field of its own', 'ports: [{port: 80, appProtocol: http}]'],
  ['an absent value is none', 'selector:\nports: [{port: 80, targetPort: }]'],
  ['an empty clusterIP asks for one', 'clusterIP: ""\nports: [{port: 80}]'],
  [
    'empty texts and zeros ask for the default, as templates write them',
    'type: ""\nsessionAffinity: ""\nexternalTrafficPolicy: ""\nports: [{name: "", port: 80, protocol: "", targetPort: 0, nodePort: 0}]',
  ],
  ['an empty targetPort is none', 'ports: [{port: 80, targetPort: ""}]'],
  ['fields that nobody reads may hold anything', 'ports: [{port: 80}]\nfuture: {field: [1, a]}'],
])('accepts: %s', (_, spec) => {
  expect(notes(spec)).toEqual([]);
});

it.each([
  ['no kind', 'metadata: {name: a}', 'error missing-kind 1:1'],
  [
    'no name',
    'apiVersion: v1\nkind: Pod\nmetadata: {labels: {a: b}}\nspec: {}',
    'error missing-name metadata 3:11',
  ],
  ['no metadata', 'apiVersion: v1\nkind: Pod\nspec: {}', 'error missing metadata 1:1 object'],
  [
    'a bad name',
    'apiVersion: v1\nkind: Service\nmetadata: {name: My_Svc}\nspec: {}',
    'error bad-name metadata.name 3:18 field',
  ],
  ['no spec', 'apiVersion: v1\nkind: Service\nmetadata: {name: a}', 'error missing spec 1:1 object'],
  ['a kind misspelt', 'apiVersion: v1\nkind: Sevice\nmetadata: {name: a}', 'error unknown-kind kind 2:7'],
  ['no apiVersion', 'kind: Namespace\nmetadata: {name: a}', 'warning missing-api-version kind 1:7'],
  [
    'an old apiVersion',
    'apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: a}\nspec: {}',
    'warning unknown-api-version apiVersion 1:13',
  ],
  [
    'a field beside spec',
    'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\nselector: {a: b}',
    'warning misplaced selector 5:11',
  ],
])('%s', (_, text, expected) => {
  expect(load(text).notes.map(noteLine)).toContain(expected);
});

it("leaves another project's kind of the same name alone", () => {
  const { notes: all, cluster } = load(
    'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: a}\nspec: {template: {}}',
  );
  expect(all.map(({ code, params }) => [code, params.name])).toEqual([
    ['unsimulated-kind', 'Service (serving.knative.dev)'],
  ]);
  expect(cluster?.services).toEqual([]);
});

it('lists each kind that is not simulated once, with its count and first line', () => {
  const text = ['ConfigMap', 'Ingress', 'ConfigMap'].map(
    (kind) => `apiVersion: x/v1\nkind: ${kind}\nmetadata: {name: a}`,
  );
  expect(load(...text).notes.map((n) => [noteLine(n), n.params.count])).toEqual([
    ['info unsimulated-kind kind 2:7', 2],
    ['info unsimulated-traffic-kind kind 6:7', 1],
  ]);
});

it('keeps the rest of the cluster when one object is wrong', () => {
  const { cluster } = load(
    'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: x}, {port: 80}]}',
    'apiVersion: v1\nkind: Service\nmetadata: {name: b}',
    'apiVersion: v1\nkind: Service\nmetadata: {name: c}\nspec: {ports: [{port: 80}]}',
  );
  expect(
    cluster?.services.map(({ metadata, spec }) => [metadata.name, spec.ports?.map((p) => p.port)]),
  ).toEqual([
    ['a', [80]],
    ['c', [80]],
  ]);
});

it('lets a later object replace an earlier one of the same name, and says so', () => {
  const { cluster, notes: all } = load(
    'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}',
    'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 81}]}',
  );
  expect(cluster?.services.map(({ spec }) => spec.ports?.[0]?.port)).toEqual([81]);
  expect(all.map((n) => [noteLine(n), n.params.line])).toEqual([['warning duplicate-object 7:1', '1']]);
});
