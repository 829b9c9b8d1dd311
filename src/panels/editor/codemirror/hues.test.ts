import { expect, it } from 'vitest';
import { huesIn } from './hues';

const kindOf = (ip: string) => (ip.startsWith('10.96') || ip.startsWith('fd00:10:96') ? 'cluster' : 'pod');

/** Every address and port found, as `kind:text`, with `+` where a glyph stands before it. */
const found = (text: string, above: readonly string[] = []) =>
  huesIn(text, kindOf, () => above)
    .map(({ from, to, kind, glyph }) => `${kind}:${glyph ? '+' : ''}${text.slice(from, to)}`)
    .join(' ');

it.each([
  ['clusterIP: 10.96.0.80', 'cluster:+10.96.0.80'],
  ['- fd00:10:96::80', 'cluster:+fd00:10:96::80'],
  ['podCIDR: 10.244.0.0/24', 'pod:+10.244.0.0'],
  ['at: 12:34:56', ''],
  ['image: nginx:1.27.0.1', ''],
  ['    nodePort: 30000', 'node:+30000'],
  ['  - containerPort: 80', 'pod:+80'],
  ['kind: Service\nspec:\n  ports:\n  - port: 80\n    targetPort: 8080', 'cluster:80 pod:8080'],
  ['kind: Pod\nspec:\n      httpGet:\n        port: 8080', 'pod:+8080'],
  ['kind: Service\n---\nkind: EndpointSlice\nports:\n- port: 8080', 'pod:+8080'],
])('finds in %j: %s', (text, expected) => expect(found(text)).toBe(expected));

it('knows the object from the lines above what is in view', () => {
  expect(found('  - port: 80', ['spec:', 'kind: Service'])).toBe('cluster:80');
  expect(found('  - port: 80', ['spec:', '---', 'kind: Service'])).toBe('pod:+80');
});
