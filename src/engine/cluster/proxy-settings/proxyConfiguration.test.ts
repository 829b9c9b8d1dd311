import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refKey } from '../api';
import type { ProxySettings } from '../model';
import { load, noteLine } from '../testing/manifests';
import { parseProxyConfiguration, printProxyConfiguration } from './proxyConfiguration';
import { PROXY_REF } from './proxySettings';

const HEAD = 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n';
const parse = (text: string) => parseProxyConfiguration(`${HEAD}${text}\n`);
const notes = (text: string) => parse(text).notes.map(noteLine);

/** As kubeadm writes it: every field, most of them empty. */
const KUBEADM = `bindAddress: 0.0.0.0
bindAddressHardFail: false
clientConnection:
  acceptContentTypes: ""
  burst: 0
  kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
clusterCIDR: 10.244.0.0/16
configSyncPeriod: 0s
conntrack:
  maxPerCore: null
  tcpBeLiberal: false
detectLocal:
  bridgeInterface: ""
  interfaceNamePrefix: ""
detectLocalMode: ""
enableProfiling: false
healthzBindAddress: ""
hostnameOverride: ""
iptables:
  localhostNodePorts: null
  masqueradeAll: false
  masqueradeBit: null
  minSyncPeriod: 0s
  syncPeriod: 0s
ipvs:
  scheduler: ""
logging:
  flushFrequency: 0
metricsBindAddress: ""
mode: ""
nftables:
  masqueradeAll: false
nodePortAddresses: null
oomScoreAdj: null
portRange: ""
showHiddenMetricsForVersion: ""
winkernel:
  networkName: ""`;

describe('a KubeProxyConfiguration', () => {
  it('of kubeadm says little, and nothing is wrong with it', () => {
    expect(parse(KUBEADM)).toEqual({
      settings: { clusterCIDR: '10.244.0.0/16', masqueradeAll: false, conntrackTCPLiberal: false },
      notes: [],
    });
  });

  it.each<[string, ProxySettings]>([
    ['mode: iptables', { mode: 'iptables' }],
    ['clusterCIDR: ""', { clusterCIDR: '' }],
    ['clusterCIDR: 10.0.0.0/8,fd00::/56', { clusterCIDR: '10.0.0.0/8,fd00::/56' }],
    ['detectLocalMode: NodeCIDR', { detectLocalMode: 'NodeCIDR' }],
    [
      'detectLocalMode: BridgeInterface\ndetectLocal: {bridgeInterface: cni0}',
      { detectLocalMode: 'BridgeInterface', bridgeInterface: 'cni0' },
    ],
    ['iptables: {masqueradeAll: true, masqueradeBit: 15}', { masqueradeAll: true, masqueradeBit: 15 }],
    ['iptables: {localhostNodePorts: false}', { localhostNodePorts: false }],
    ['nodePortAddresses: [192.168.0.0/16]', { nodePortAddresses: ['192.168.0.0/16'] }],
    ['conntrack: {tcpBeLiberal: true}', { conntrackTCPLiberal: true }],
  ])('%s', (text, settings) => {
    expect(parse(text)).toEqual({ settings, notes: [] });
  });

  it.each([
    ['mode: ipvs', 'warning unsimulated-proxy-mode mode 3:7'],
    ['mode: iptable', 'error not-allowed mode 3:7 field'],
    ['mode: IPTables', 'error not-allowed mode 3:7 field'],
    ['iptables: {masqueradeBit: 32}', 'error out-of-range iptables.masqueradeBit 3:27 field'],
    ['iptables: {masqueradeAll: "yes"}', 'error wrong-type iptables.masqueradeAll 3:27 field'],
    ['iptables:\n  masqeradeAll: true', 'warning misspelt iptables.masqeradeAll 4:17'],
    ['clusterCIDR: 10.0.0.0', 'error bad-cidr clusterCIDR 3:14 field'],
    ['nodePortAddresses: [10.0.0.0/8, x]', 'error bad-cidr nodePortAddresses[1] 3:33 item'],
    ['nodePortAddresses: [primary]', 'info unsimulated-proxy-setting nodePortAddresses[0] 3:21'],
    ['detectLocalMode: BridgeInterface', 'error missing detectLocalMode 3:18 field'],
    ['hostnameOverride: a', 'info unsimulated-proxy-setting hostnameOverride 3:19'],
    ['featureGates: {TopologyAwareHints: true}', 'info unsimulated-proxy-setting featureGates 3:15'],
    ['nodePortAdresses: [10.0.0.0/8]', 'warning misspelt nodePortAdresses 3:19'],
    ['masqueradeAll: true', 'warning unknown-proxy-setting masqueradeAll 3:16'],
  ])('%s is noted', (text, expected) => {
    expect(notes(text)).toEqual([expected]);
  });

  it('needs its two first lines only among other objects', () => {
    expect(parseProxyConfiguration('iptables: {masqueradeBit: 3}').settings).toEqual({ masqueradeBit: 3 });
    const { settings, notes: said } = parseProxyConfiguration('kind: Service\nmetadata: {name: a}');
    expect(settings).toBeUndefined();
    expect(said.map(noteLine)).toEqual(['error not-proxy-configuration 1:1']);
    expect(parseProxyConfiguration('mode: [').notes.map(({ severity }) => severity)).toEqual(['error']);
  });
});

it('is printed so that it reads back the same', () => {
  const cidr = fc.constantFrom('10.0.0.0/8', '192.168.1.0/24', 'fd00::/64');
  const settings = fc.record(
    {
      mode: fc.constant('iptables' as const),
      clusterCIDR: fc.oneof(cidr, fc.constant('')),
      detectLocalMode: fc.constantFrom('ClusterCIDR' as const, 'NodeCIDR' as const),
      bridgeInterface: fc.constant('cni0'),
      interfaceNamePrefix: fc.constant('veth'),
      masqueradeAll: fc.boolean(),
      masqueradeBit: fc.nat(31),
      localhostNodePorts: fc.boolean(),
      nodePortAddresses: fc.array(cidr),
      conntrackTCPLiberal: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(settings, (given) => {
      expect(parseProxyConfiguration(printProxyConfiguration(given))).toEqual({ settings: given, notes: [] });
    }),
  );
});

it('prints mode none as an empty clusterCIDR, and nothing that is no part of it', () => {
  const settings = { detectLocalMode: 'none', clusterCIDR: '10.0.0.0/8', randomFully: true };
  expect(printProxyConfiguration(settings)).toBe(`${HEAD}clusterCIDR: ""\ndetectLocalMode: ClusterCIDR\n`);
});

describe('among manifests', () => {
  const CONFIG = `${HEAD}iptables:\n  masqueradeBit: 40\n  masqueradeAll: true`;
  const MAP = `apiVersion: v1
kind: ConfigMap
metadata:
  name: kube-proxy
  namespace: kube-system
data:
  config.conf: |-
${CONFIG.replace(/^/gm, '    ')}
  kubeconfig.conf: x`;

  it.each([
    ['on its own', CONFIG, '4:18', '5:3'],
    ['in the ConfigMap', MAP, '11:22', '12:7'],
    [
      'in the ConfigMap as JSON',
      JSON.stringify({
        kind: 'ConfigMap',
        metadata: { name: 'kube-proxy', namespace: 'kube-system' },
        data: { 'config.conf': CONFIG },
      }),
      '1:88',
      '1:88',
    ],
  ])('%s', (_, text, wrong, right) => {
    const { cluster, notes: said } = load(text);
    expect(cluster?.proxy).toEqual({ masqueradeAll: true });
    expect(said.map(noteLine)).toEqual([`error out-of-range iptables.masqueradeBit ${wrong} field`]);
    const source = cluster?.sources.get(refKey(PROXY_REF));
    const range = source?.locate(['iptables', 'masqueradeAll']);
    expect(`${range?.line}:${range?.column}`).toBe(right);
    expect(text.slice(range?.from, range?.to)).toContain('masqueradeAll: true');
  });

  it('the last one counts', () => {
    const { cluster, notes: said } = load(`${HEAD}mode: iptables`, `${HEAD}conntrack: {tcpBeLiberal: true}`);
    expect(cluster?.proxy).toEqual({ conntrackTCPLiberal: true });
    expect(said.map(({ code }) => code)).toEqual(['duplicate-object']);
  });
});
