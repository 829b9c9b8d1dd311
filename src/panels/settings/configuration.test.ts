import { expect, it } from 'vitest';
import { loadCluster, parseProxyConfiguration } from '../../engine';
import type { Settings } from '../../state/settings/settings';
import { takeConfiguration, writeConfiguration } from './configuration';

const { cluster } = loadCluster([{ name: 'a', text: '' }]);
if (!cluster) throw new Error('an empty text is a cluster');

function take(text: string, settings: Settings = {}): Settings {
  const parsed = parseProxyConfiguration(text).settings;
  if (!parsed || !cluster) throw new Error('not read');
  return takeConfiguration(parsed, settings, cluster);
}

it('takes what the file says, and resets what it does not', () => {
  const text = `
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clusterCIDR: 10.0.0.0/8
nodePortAddresses: [192.168.0.0/16, 127.0.0.0/8]
iptables: { masqueradeAll: true, masqueradeBit: 14 }
`;
  expect(take(text, { localhostNodePorts: false, netfilterAccounting: true, 'hairpin@*': false })).toEqual({
    clusterCIDR: '10.0.0.0/8',
    nodePortAddresses: '192.168.0.0/16, 127.0.0.0/8',
    masqueradeAll: true,
    netfilterAccounting: true,
    'hairpin@*': false,
  });
});

it('writes a file that gives the same settings again', () => {
  const settings: Settings = {
    masqueradeAll: true,
    masqueradeBit: '10',
    detectLocalMode: 'BridgeInterface',
    bridgeInterface: 'cni0',
    nodePortAddresses: '192.168.0.0/16',
    clusterCIDR: '',
  };
  expect(take(writeConfiguration(settings, cluster))).toEqual(settings);
});

it('does not write what is wrong', () => {
  expect(writeConfiguration({ masqueradeBit: '99' }, cluster)).toContain('masqueradeBit: 14');
});
