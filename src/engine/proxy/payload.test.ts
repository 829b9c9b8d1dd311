import { expect, it } from 'vitest';
import type { EndpointSlice, Service } from '../cluster/api';
import { completeConfig } from './config/config';
import { generateRules } from './generate';
import { generate, restore, service, slice } from './testing/objects';

const config = completeConfig({ nodeName: 'here', clusterCIDR: '10.244.0.0/16' });
const names = ['default/a', 'default/b', 'team/c'];
const services = names.map((name, i) => service(name, { clusterIP: `10.96.0.${i + 1}` }));
const slices = names.map((name, i) => slice(name, [`10.244.${i}.5@here`, `10.244.${i}.6@there`]));

const payload = (of: readonly Service[], and: readonly EndpointSlice[], settings = config) =>
  generateRules({ services: of, endpointSlices: and, nodes: [] }, settings).payload.join('');
/** Equal objects that were never seen before. */
const fresh: typeof payload = (of, and, settings) =>
  payload(structuredClone(of), structuredClone(and), settings);

it('is the text of the ruleset', () => {
  const rules = generate([...services, ...slices], { existingNATChains: ['KUBE-SVC-GONE'] });
  expect(rules.payload.join('')).toBe(restore(rules));
});

it.each<[string, Service[], EndpointSlice[]]>([
  ['an endpoint moved', services, [...slices.slice(0, 2), slice('team/c', ['10.244.9.9'])]],
  ['a slice changed hands', services, [...slices.slice(0, 2), slice('default/a', ['10.244.9.9'])]],
  ['a slice came', services, [...slices, slice('team/c', ['10.244.9.9'])]],
  ['a slice went', services, slices.slice(1)],
  ['a Service went', services.slice(1), slices],
  [
    'a Service became Local',
    [...services.slice(0, 2), service('team/c', { internalTrafficPolicy: 'Local' })],
    slices,
  ],
  ['the cluster became large', services, [...slices, slice('team/c', many(1000))]],
])('forgets nothing after %s', (_what, thenServices, thenSlices) => {
  payload(services, slices);
  expect(payload(thenServices, thenSlices)).toBe(fresh(thenServices, thenSlices));
  expect(payload(services, slices)).toBe(fresh(services, slices));
});

it('forgets nothing in a long list of which little changes', () => {
  const all = Array.from({ length: 1200 }, (_, i) =>
    service(`ns/s${i}`, { clusterIP: `10.97.${i >> 8}.${i & 255}` }),
  );
  let ends = all.map((_, i) => slice(`ns/s${i}`, [`10.200.${i >> 8}.${i & 255}`]));
  payload(all, ends);
  for (const at of [0, 511, 512, 1199]) {
    ends = ends.with(at, slice(`ns/s${at}`, ['10.201.0.1']));
    expect(payload(all, ends)).toBe(fresh(all, ends));
  }
});

it.each([{ nodeName: 'there' }, { ipFamily: 'IPv6' as const }, { masqueradeAll: true }, { clusterCIDR: '' }])(
  'keeps proxies with different settings apart: %j',
  (settings) => {
    const other = { ...config, ...settings };
    payload(services, slices);
    expect(payload(services, slices, other)).toBe(fresh(services, slices, other));
  },
);

function many(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `10.200.${i >> 8}.${i & 255}`);
}
