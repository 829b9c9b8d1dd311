import { expect, it } from 'vitest';
import { endpointChain, isServicePortChain, servicePortChains, servicePortName } from './names';

it('names the chains of the article as kube-proxy did', () => {
  expect(servicePortChains('default/nginx-svc', 'tcp')).toEqual({
    cluster: 'KUBE-SVC-HL5LMXD5JFHQZ6LN',
    local: 'KUBE-SVL-HL5LMXD5JFHQZ6LN',
    external: 'KUBE-EXT-HL5LMXD5JFHQZ6LN',
    firewall: 'KUBE-FW-HL5LMXD5JFHQZ6LN',
  });
});

it.each([
  ['10.244.0.2:80', 'T5AFCZ323NYPWW2A'],
  ['10.244.1.4:80', 'RQ66ZV5Y2RYOH2X3'],
  ['10.244.0.3:80', 'PU7AOSZG6OVFMASF'],
  ['10.244.1.6:80', 'OZ4KTOWKCOJKYUPL'],
])('endpoint %s is KUBE-SEP-%s', (endpoint, hash) => {
  expect(endpointChain('default/nginx-svc', 'tcp', endpoint)).toBe(`KUBE-SEP-${hash}`);
});

it('names a service port by its port only where that has a name', () => {
  expect(servicePortName('default', 'web', '')).toBe('default/web');
  expect(servicePortName('default', 'web', 'http')).toBe('default/web:http');
});

it.each([
  ['KUBE-SVC-X', true],
  ['KUBE-SEP-X', true],
  ['KUBE-FW-X', true],
  ['KUBE-XLB-X', false],
  ['KUBE-SERVICES', false],
  ['CNI-HOSTPORT-DNAT', false],
])('%s goes with its service port: %s', (name, expected) => {
  expect(isServicePortChain(name)).toBe(expected);
});
