import { expect, it } from 'vitest';
import { loadCluster } from '../../cluster';
import { proxyConfigFor } from './for-node';

const config = (text: string, overrides = {}) => {
  const { cluster } = loadCluster([{ name: 'a.yaml', text }]);
  if (!cluster) throw new Error('no cluster');
  return proxyConfigFor(cluster, 'node-1', overrides);
};

const CONFIG =
  'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\niptables: {masqueradeBit: 7}\nclusterCIDR: ""\n';

it("is made of the cluster's facts, then of the text's own configuration, then of what is chosen", () => {
  expect(config('')).toMatchObject({
    nodeIPs: ['192.168.0.11'],
    clusterCIDR: '10.244.0.0/16',
    masqueradeBit: 14,
  });
  expect(config(CONFIG)).toMatchObject({ nodeIPs: ['192.168.0.11'], clusterCIDR: '', masqueradeBit: 7 });
  expect(config(CONFIG, { masqueradeBit: 3 })).toMatchObject({ clusterCIDR: '', masqueradeBit: 3 });
});
