import { expect, it } from 'vitest';
import type { Service } from '../../cluster/api';
import { service, slice } from '../testing/objects';
import { endpointsOf } from './endpoints';
import { type ServicePortInfo, servicePorts } from './services';
import { usableEndpoints } from './topology';

const HINTS = { metadata: { name: 'web', annotations: { 'service.kubernetes.io/topology-mode': 'Auto' } } };

function usable(endpoints: string[], spec: Service['spec'] = {}, rest: Partial<Service> = {}, zone?: string) {
  const [port] = servicePorts(service('default/web', spec, rest), 4) as [ServicePortInfo];
  const all = endpointsOf(port, [slice('default/web', endpoints)], 4, 'here');
  const found = usableEndpoints(all, port, zone);
  const last = (list: readonly { ip: string }[]) => list.map(({ ip }) => ip.split('.')[3]).join('');
  return `all ${last(found.cluster)} here ${last(found.local)} chains ${last(found.reachable)}${found.any ? '' : ' none'}`;
}

const LOCAL = { internalTrafficPolicy: 'Local' } as const;
const EXTERNAL_LOCAL = {
  type: 'NodePort',
  externalTrafficPolicy: 'Local',
  ports: [{ port: 80, nodePort: 30080 }],
} as const;

it.each([
  ['ready ones', ['1.1.1.1@here', '1.1.1.2@there'], {}, 'all 12 here  chains 12'],
  ['not those that are not', ['1.1.1.1@here-', '1.1.1.2@there'], {}, 'all 2 here  chains 2'],
  ['nobody', ['1.1.1.1@here-'], {}, 'all  here  chains  none'],
  ['draining ones, if none is ready', ['1.1.1.1@here~', '1.1.1.2@there-'], {}, 'all 1 here  chains 1'],
  ['no draining ones beside ready ones', ['1.1.1.1@here~', '1.1.1.2@there'], {}, 'all 2 here  chains 2'],
  ['none that stopped serving', ['1.1.1.1@here!'], {}, 'all  here  chains  none'],
  ['only local ones', ['1.1.1.1@here', '1.1.1.2@there'], LOCAL, 'all  here 1 chains 1'],
  ['no remote ones under Local', ['1.1.1.2@there'], LOCAL, 'all  here  chains '],
  ['local draining ones under Local', ['1.1.1.1@here~', '1.1.1.2@there'], LOCAL, 'all  here 1 chains 1'],
  [
    'both kinds for external Local',
    ['1.1.1.1@here', '1.1.1.2@there'],
    EXTERNAL_LOCAL,
    'all 12 here 1 chains 12',
  ],
  ['each judged by itself', ['1.1.1.1@here~', '1.1.1.2@there'], EXTERNAL_LOCAL, 'all 2 here 1 chains 12'],
] as const)('uses %s', (_what, endpoints, spec, expected) => {
  expect(usable([...endpoints], spec)).toBe(expected);
});

it.each([
  ['this zone only', ['1.1.1.1@here/a', '1.1.1.2@there/b'], 'a', 'all 1 here  chains 1'],
  ['all, if one has no hint', ['1.1.1.1@here/a', '1.1.1.2@there'], 'a', 'all 12 here  chains 12'],
  ['all, if none is for this zone', ['1.1.1.1@here/a', '1.1.1.2@there/b'], 'c', 'all 12 here  chains 12'],
  [
    'all, if the node has no zone',
    ['1.1.1.1@here/a', '1.1.1.2@there/b'],
    undefined,
    'all 12 here  chains 12',
  ],
  [
    'this zone, whatever unready ones lack',
    ['1.1.1.1@here/a', '1.1.1.2@there-'],
    'a',
    'all 1 here  chains 1',
  ],
] as const)('with hints uses %s', (_what, endpoints, zone, expected) => {
  expect(usable([...endpoints], {}, HINTS, zone)).toBe(expected);
});

it('passes over hints without the annotation', () => {
  expect(usable(['1.1.1.1@here/a', '1.1.1.2@there/b'], {}, {}, 'a')).toBe('all 12 here  chains 12');
});
