import { expect, it } from 'vitest';
import { splitDocuments } from './chunks';
import { readDocuments } from './documents';

const read = (text: string) => readDocuments([{ name: 'a.yaml', text }]);
const names = (text: string) =>
  read(text).objects.map(({ value }) => (value.metadata as { name: string }).name);
const errors = (text: string) =>
  read(text).notes.map(({ code, where }) => `${code} ${where?.line}:${where?.column}`);

it.each([
  ['many documents', 'metadata: {name: a}\n---\nmetadata: {name: b}\n', ['a', 'b']],
  ['empty ones between', '---\n# nothing\n---\nmetadata: {name: a}\n---\n---\n', ['a']],
  ['a list', 'kind: List\nitems:\n- metadata: {name: a}\n- metadata: {name: b}\n', ['a', 'b']],
  ['lists in a list', 'kind: List\nitems:\n- kind: List\n  items:\n  - metadata: {name: a}\n', ['a']],
  ['a sequence', '- metadata: {name: a}\n- metadata: {name: b}\n', ['a', 'b']],
  ['JSON', '{"metadata": {"name": "a"}}', ['a']],
  ['JSON between YAML', '---\n{"metadata": {"name": "a"}}\n---\nmetadata: {name: b}\n', ['a', 'b']],
  ['flow style that is no JSON', '{metadata: {name: a}}', ['a']],
  ['Windows line ends', 'metadata:\r\n  name: a\r\n---\r\nmetadata:\r\n  name: b\r\n', ['a', 'b']],
  ['anchors and merges', 'x: &x {name: a}\nmetadata: {<<: *x}\n', ['a']],
  ['JSON after JSON', '{\n"metadata": {"name": "a"}\n}\n{\n"metadata": {"name": "b"}\n}\n', ['a', 'b']],
  ['JSON, one a line', '{"metadata": {"name": "a"}}\n{"metadata": {"name": "b"}}', ['a', 'b']],
  ['an array of JSON', '[\n{"metadata": {"name": "a"}},\n{"metadata": {"name": "b"}}\n]', ['a', 'b']],
  ['nothing', '', []],
])('reads %s', (_, text, expected) => {
  expect(names(text)).toEqual(expected);
});

it('gives items of a typed list their kind', () => {
  const [object] = read('kind: ServiceList\napiVersion: v1\nitems:\n- metadata: {name: a}\n').objects;
  expect(object?.value).toMatchObject({ kind: 'Service', apiVersion: 'v1' });
});

it('parts what is pasted one below the other, at the apiVersion that opens each', () => {
  const object = (name: string) => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\n`;
  const text = `${object('a')}${object('b')}---\n${object('c')}`;
  expect(names(text)).toEqual(['a', 'b', 'c']);
  expect([read(text).broken, errors(text)]).toEqual([false, ['yaml-no-separator 4:1']]);
});

it('does not cut a block scalar that only looks like a separator', () => {
  expect(splitDocuments('a: |\n  ---\nb: 1\n')).toHaveLength(1);
  expect(splitDocuments('a: 1\n--- # next\nb: 1\n').map(({ offset }) => offset)).toEqual([0, 5]);
});

it.each([
  ['a tab', 'a: 1\nb:\n\t- c\n', 'yaml-tab 3:1'],
  ['two colons', 'a: 1\n---\na: b: c\n', 'yaml-nested-mapping 3:4'],
  ['an open quote', 'a: "x\n', 'yaml-missing-char 2:1'],
  ['an open bracket', 'a: [1\nb: 2\n', 'yaml-open-bracket 2:1'],
  ['a key twice', 'a: 1\nb: 2\na: 3\n', 'yaml-duplicate-key 3:1'],
  ['a lost colon', 'kind: Service\nspec\nmetadata: {}\n', 'yaml-no-colon 2:1'],
  ['an unknown alias', 'a: *b\n', 'yaml-bad-alias 1:1'],
  ['mere text', 'a: 1\n---\nhello\n', 'not-an-object 3:1'],
  ['broken JSON', '{"a": 1,\n "b": }\n', undefined],
])('says where %s is', (_, text, expected) => {
  const { broken } = read(text);
  if (expected === undefined) expect(broken).toBe(false);
  else expect([broken, errors(text)]).toEqual([true, [expected]]);
});

const manifest = `# a comment
---
kind: Service
metadata:
  name: a
  labels: {app: "x"}
spec:
  ports:
  - port: 80
    targetPort: 8080 # why
  - port: 81
`;

it.each([
  [['kind'], 'kind: Service'],
  [['spec', 'ports', 0], 'port: 80\n    targetPort: 8080'],
  [['spec', 'ports', 0, 'targetPort'], 'targetPort: 8080'],
  [['spec', 'ports', 1, 'targetPort'], 'port: 81'],
  [['spec', 'selector', 'app'], 'spec:\n  ports:\n  - port: 80\n    targetPort: 8080 # why\n  - port: 81'],
  [['metadata', 'labels', 'app'], 'app: "x"'],
] as const)('locates %j', (path, text) => {
  const [object] = read(manifest).objects;
  const range = object?.locate(path);
  expect(manifest.slice(range?.from, range?.to)).toBe(text);
});

it('locates the value of a field by line and column', () => {
  const [object] = read(manifest).objects;
  expect(object?.locateValue(['spec', 'ports', 0, 'targetPort'])).toMatchObject({ line: 10, column: 17 });
});

it('locates fields in JSON and inside of lists', () => {
  const json = '{"kind":"List","items":[\n {"kind":"Pod",\n  "metadata":{"name":"a"}}]}';
  const [object] = read(json).objects;
  expect(object?.locate(['metadata', 'name'])).toMatchObject({ line: 3, column: 15 });
});

const list = `apiVersion: v1
items:
- kind: Pod
  metadata:
    name: a
    annotations:
      text: |
        - not an item
- kind: Pod
  # of the second
  metadata: {name: b}
kind: List
metadata:
  resourceVersion: ""
`;

it('reads a list item by item, with the positions of the whole', () => {
  const { objects } = read(list);
  expect(objects.map(({ value }) => value.kind)).toEqual(['Pod', 'Pod']);
  expect(objects[0]?.locate(['metadata', 'name'])).toMatchObject({ line: 5, column: 5 });
  expect(objects[1]?.locate(['metadata', 'name'])).toMatchObject({ line: 11, column: 14 });
  expect(objects[1]?.range).toMatchObject({ line: 9, column: 3 });
});

it('says where a list is broken', () => {
  expect(errors(list.replace('{name: b}', '{name: b'))).toEqual(['yaml-open-bracket 12:1']);
  expect(errors(list.replace('kind: List', 'kind List'))).toEqual(['yaml-no-colon 12:1']);
});

it('keeps anchors that reach from one item to another', () => {
  const tied = list
    .replace('{name: b}', '{name: b, annotations: *x}')
    .replace('annotations:\n', 'annotations: &x\n');
  expect(read(tied).objects[1]?.value).toMatchObject({
    metadata: { annotations: { text: '- not an item\n' } },
  });
});
