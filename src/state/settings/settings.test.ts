import { describe, expect, it } from 'vitest';
import { readDocument } from '../document/document';
import { networkOptions, proxyOptions } from './options';
import { baseOf, NO_SETTINGS, readSettings, type Settings, settingProblem, withSetting } from './settings';

const cluster = (text = '') => readDocument(text, undefined, false, NO_SETTINGS).cluster;
const manifest = `
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
iptables: { masqueradeAll: true }
`;

describe('what can be used', () => {
  it.each([
    ['clusterCIDR', '10.244.0.0/16, fd00::/56', undefined],
    ['clusterCIDR', '', undefined],
    ['clusterCIDR', '10.244.0.0', 'networks'],
    ['nodePortAddresses', '127.0.0.0/8 192.168.0.0/16', undefined],
    ['nodePortAddresses', 'eth0', 'networks'],
    ['masqueradeBit', '31', undefined],
    ['masqueradeBit', '32', 'bit'],
    ['masqueradeBit', '-1', 'bit'],
    ['podMtu', '1500', undefined],
    ['podMtu', '900', 'mtu'],
    ['lanMtu', '', undefined],
    ['bridgeInterface', 'cni 0', 'interface'],
    ['detectLocalMode', 'BridgeInterface', 'bridge-missing'],
    ['detectLocalMode', 'InterfaceNamePrefix', 'prefix-missing'],
  ] as const)('%s: %s → %s', (key, value, problem) => {
    expect(settingProblem(key, { [key]: value }, cluster())).toBe(problem);
  });
  it('takes an interface with the mode that needs it', () => {
    const settings: Settings = { detectLocalMode: 'BridgeInterface', bridgeInterface: 'cni0' };
    expect(proxyOptions(settings, cluster())).toEqual(settings);
  });
  it('leaves out what is wrong', () => {
    const settings: Settings = { masqueradeBit: 'x', clusterCIDR: '10.0.0.0/8', masqueradeAll: true };
    expect(proxyOptions(settings, cluster())).toEqual({ clusterCIDR: '10.0.0.0/8', masqueradeAll: true });
  });
});

describe('what holds unless changed', () => {
  it('is the default, or what the manifests say', () => {
    expect(baseOf('masqueradeAll', {}, cluster())).toBe(false);
    expect(baseOf('masqueradeAll', {}, cluster(manifest))).toBe(true);
    expect(baseOf('masqueradeBit', {}, cluster())).toBe('14');
  });
  it('is for a node what all nodes have', () => {
    expect(baseOf('rpFilter@a', { 'rpFilter@*': '1' }, cluster())).toBe('1');
    expect(withSetting({ 'rpFilter@*': '1' }, 'rpFilter@a', '1', cluster())).toEqual({ 'rpFilter@*': '1' });
  });
});

it('node facts reach the node that they are of', () => {
  const two = cluster('{ kind: Service, apiVersion: v1, metadata: { name: a }, spec: {} }');
  const [first, second] = two.nodes.map(({ name }) => name);
  const { nodes } = networkOptions({ 'ipForward@*': false, [`rpFilter@${second}`]: '0' }, two);
  expect(nodes?.[first ?? '']).toEqual({ sysctls: { ipForward: false } });
  expect(nodes?.[second ?? '']).toEqual({ sysctls: { ipForward: false, rpFilter: 0 } });
});

it.each([
  [
    { masqueradeAll: true, 'hairpin@*': false },
    { masqueradeAll: true, 'hairpin@*': false },
  ],
  [{ masqueradeAll: 'yes', overlay: 'ipip', nonsense: true, 'overlay@a': 'vxlan', hairpin: true }, {}],
  [{ toString: 'x', constructor: true, 'constructor@a': true }, {}],
  [['masqueradeAll'], {}],
  ['masqueradeAll', {}],
  [null, {}],
])('what a link says is looked at: %j', (given, read) => {
  expect(readSettings(given)).toEqual(read);
});

describe('a Pod’s facts', () => {
  const text = `
{ apiVersion: v1, kind: Pod, metadata: { name: sick }, spec: { containers: [{ name: c }] }, status: { conditions: [{ type: Ready, status: 'False' }] } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: well }, spec: { containers: [{ name: c }] } }
`;
  it('are what the text says, unless changed', () => {
    expect(baseOf('ready@default/sick', {}, cluster(text))).toBe(false);
    expect(baseOf('ready@default/well', {}, cluster(text))).toBe(true);
    expect(withSetting({}, 'ready@default/sick', false, cluster(text))).toEqual({});
  });
  it('reach the Pod', () => {
    const settings: Settings = {
      'ready@default/well': false,
      'listens@default/well': 'localhost',
      'listens@default/sick': 'all',
    };
    expect(networkOptions(settings, cluster(text))).toEqual({
      proxy: {},
      pods: { 'default/well': { ready: false, listens: 'localhost' } },
    });
  });
  it('are no node’s, and the other way round', () => {
    const given = {
      'ready@a': false,
      'ready@a/b': false,
      ready: false,
      'ipForward@a/b': false,
      'down@a': 'died',
    };
    expect(readSettings(given)).toEqual({ 'ready@a/b': false, 'down@a': 'died' });
  });
});

it('lengths of packets reach the network; those of Pods follow the overlay', () => {
  const one = cluster('{ kind: Service, apiVersion: v1, metadata: { name: a }, spec: {} }');
  expect(networkOptions({ podMtu: '1500', lanMtu: '1400', overlayMtu: 'x' }, one)).toEqual({
    proxy: {},
    mtu: { pod: 1500, lan: 1400 },
  });
  expect(settingProblem('overlayMtu', { overlayMtu: '1451' }, one)).toBe('overlay-mtu');
  expect(settingProblem('overlayMtu', { overlayMtu: '1450' }, one)).toBeUndefined();
  expect(networkOptions({ overlayMtu: '1451' }, one)).toEqual({ proxy: {} });
  expect(baseOf('podMtu', {}, one)).toBe('1450');
  expect(baseOf('podMtu', { overlay: 'host-gw' }, one)).toBe('1500');
});
