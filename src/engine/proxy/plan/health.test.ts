import { expect, it } from 'vitest';
import { service, slice } from '../testing/objects';
import { passesHealthCheck } from './health';

const LOCAL = { type: 'LoadBalancer', externalTrafficPolicy: 'Local' } as const;
const healthy = (policy: Parameters<typeof service>[1], ...slices: ReturnType<typeof slice>[]) =>
  passesHealthCheck(service('default/web', policy), slices, 'here');

it.each([
  ['a ready endpoint here', ['10.244.0.2@here', '10.244.1.2@there'], true],
  ['one that is not ready here', ['10.244.0.2@here-', '10.244.1.2@there'], false],
  ['one that shuts down here', ['10.244.0.2@here~'], false],
  ['endpoints elsewhere only', ['10.244.1.2@there'], false],
] as const)('%s: %s', (_, endpoints, expected) => {
  expect(healthy(LOCAL, slice('default/web', endpoints))).toBe(expected);
});

it('any node will do for policy Cluster', () => {
  expect(healthy({ type: 'LoadBalancer' })).toBe(true);
});

it.each([[[]], [[{ name: '' }]]])('endpoints without a port are none: %j', (ports) => {
  expect(healthy(LOCAL, slice('default/web', ['10.244.0.2@here'], { ports }))).toBe(false);
});
