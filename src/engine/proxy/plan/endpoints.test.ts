import { expect, it } from 'vitest';
import type { EndpointSlice } from '../../cluster/api';
import { service, slice } from '../testing/objects';
import { endpointsOf, serviceOfSlice } from './endpoints';
import { type ServicePortInfo, servicePorts } from './services';

const [port] = servicePorts(service('default/web', {}), 4) as [ServicePortInfo];
const found = (...slices: EndpointSlice[]) =>
  endpointsOf(port, slices, 4, 'here').map(({ hostPort, local }) => (local ? `${hostPort} here` : hostPort));

it('sorts by the text of ip:port', () => {
  expect(found(slice('default/web', ['10.244.1.2', '10.244.1.11', '10.244.1.100']))).toEqual([
    '10.244.1.100:8080',
    '10.244.1.11:8080',
    '10.244.1.2:8080',
  ]);
});

it('counts an address in two slices once, the local one if it is', () => {
  expect(found(slice('default/web', ['1.1.1.1@here']), slice('default/web', ['1.1.1.1@there']))).toEqual([
    '1.1.1.1:8080 here',
  ]);
});

it('of an address twice in one slice, counts the one that sorts first by all its addresses', () => {
  const twice: EndpointSlice = {
    ...slice('default/web', []),
    endpoints: [
      { addresses: ['1.1.1.1', '2.2.2.2'], conditions: { ready: false } },
      { addresses: ['1.1.1.1'], conditions: { ready: true } },
    ],
  };
  expect(endpointsOf(port, [twice], 4, 'here').map(({ ready, index }) => [ready, index])).toEqual([
    [true, 1],
  ]);
});

it.each([
  ['another port name', { ports: [{ name: 'other', port: 8080 }] }],
  ['another protocol', { ports: [{ protocol: 'UDP', port: 8080 }] }],
  ['no port number', { ports: [{}] }],
] as const)('passes over slices with %s', (_what, rest) => {
  expect(found(slice('default/web', ['1.1.1.1'], rest as Partial<EndpointSlice>))).toEqual([]);
});

it('passes over addresses of the other family', () => {
  expect(found(slice('default/web', ['fd00::1']))).toEqual([]);
});

it.each([
  ['its label', {}, 'default/web'],
  [
    'another proxy',
    { metadata: { name: 'x', labels: { 'service.kubernetes.io/service-proxy-name': '' } } },
    undefined,
  ],
  ['headless', { metadata: { name: 'x', labels: { 'service.kubernetes.io/headless': '' } } }, undefined],
  ['names', { addressType: 'FQDN' }, undefined],
] as const)('a slice belongs to a Service by: %s', (_what, rest, expected) => {
  expect(serviceOfSlice(slice('default/web', [], rest))).toBe(expected);
});
