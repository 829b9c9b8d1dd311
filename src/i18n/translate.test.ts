import { expect, test } from 'vitest';
import { translator } from './translate';

const { find } = translator(
  {
    rules: { tried_one: '{{count}} rule tried', tried_other: '{{count}} rules tried' },
    name: 'No {{name}}.',
    name_near: 'No {{name}}. Did you mean {{near}}?',
    type: { int: 'a whole number' },
    wanted: '{{path}} must be $t(type.{{wanted}}).',
  },
  'en',
);

test.each<[string, Record<string, string | number> | undefined, string | undefined]>([
  ['rules.tried', { count: 1 }, '1 rule tried'],
  ['rules.tried', { count: 0 }, '0 rules tried'],
  ['rules.tried', { count: 10_000 }, '10000 rules tried'],
  ['name', { name: 'web' }, 'No web.'],
  ['name', { name: 'web', near: 'wbe', context: 'near' }, 'No web. Did you mean wbe?'],
  ['name', { name: 'web', context: 'other' }, 'No web.'],
  ['name', {}, 'No {{name}}.'],
  ['wanted', { path: 'spec.replicas', wanted: 'int' }, 'spec.replicas must be a whole number.'],
  ['name', { name: '$t(type.int)' }, 'No $t(type.int).'],
  ['nothing.here', undefined, undefined],
])('%s %o: %s', (key, params, text) => {
  expect(find(key, params)).toBe(text);
});
