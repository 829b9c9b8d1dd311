import { expect, it } from 'vitest';
import { fieldAt } from './fieldAt';
import { loadCluster } from './load';
import { pathText } from './text/path';

const TEXT = `# The shop's front
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: NodePort

  selector: {app: web, tier: front}
  ports:
  # one only
  - name: http
    port: 80   # the port
    nodePort: 30080
  -
    port: 81
    name: more
  externalIPs:
  - 203.0.113.7
  - 203.0.113.8
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Pod
  metadata: {name: a}
  spec: {}
- kind: Secret
  metadata: {name: b}
---
{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "json"},
 "spec": {"nodeName": "n1"}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: kube-proxy, namespace: kube-system}
data:
  config.conf: |
    kind: KubeProxyConfiguration
    apiVersion: kubeproxy.config.k8s.io/v1alpha1

    iptables:
      masqueradeBit: 3
`;

const { cluster } = loadCluster([
  { name: 'a.yaml', text: 'kind: Pod\napiVersion: v1\nmetadata: {name: other}\nspec: {}\n' },
  { name: 'b.yaml', text: TEXT },
]);

it.each([
  [1, 1, undefined],
  [2, 1, 'Service/web apiVersion'],
  [4, 1, 'Service/web metadata'],
  [5, 1, 'Service/web metadata.name'],
  [6, 3, 'Service/web spec'],
  [7, 12, 'Service/web spec.type'],
  [8, 1, undefined],
  [9, 1, 'Service/web spec.selector'],
  [9, 17, 'Service/web spec.selector.app'],
  [9, 28, 'Service/web spec.selector.tier'],
  [10, 1, 'Service/web spec.ports'],
  [11, 5, undefined],
  [12, 1, 'Service/web spec.ports[0].name'],
  [13, 1, 'Service/web spec.ports[0].port'],
  [13, 99, 'Service/web spec.ports[0].port'],
  [14, 1, 'Service/web spec.ports[0].nodePort'],
  [16, 1, 'Service/web spec.ports[1].port'],
  [18, 1, 'Service/web spec.externalIPs'],
  [20, 1, 'Service/web spec.externalIPs[1]'],
  [21, 1, undefined],
  [24, 1, undefined],
  [26, 1, 'Pod/a kind'],
  [27, 14, 'Pod/a metadata.name'],
  [29, 1, undefined],
  [33, 15, 'Pod/json spec.nodeName'],
  [36, 1, undefined],
  [40, 1, 'KubeProxyConfiguration/kube-proxy kind'],
  [43, 1, 'KubeProxyConfiguration/kube-proxy iptables'],
  [44, 1, 'KubeProxyConfiguration/kube-proxy iptables.masqueradeBit'],
  [99, 1, undefined],
])('line %i column %i is %s', (line, column, expected) => {
  const found = cluster && fieldAt(cluster, line, column, 'b.yaml');
  expect(found && `${found.object.kind}/${found.object.name} ${pathText(found.path)}`).toBe(expected);
});

it('means the first text unless told', () => {
  expect(cluster && fieldAt(cluster, 3, 13)).toEqual({
    object: { kind: 'Pod', namespace: 'default', name: 'other' },
    path: ['metadata', 'name'],
  });
});

it('finds the range of written fields only', () => {
  const source = cluster?.sources.get('Service/default/web');
  expect(source?.find(['spec', 'ports', 1, 'port'])).toMatchObject({ line: 16, column: 5 });
  expect(source?.find(['spec', 'clusterIP'])).toBeUndefined();
  expect(source?.find(['spec', 'ports', 0, 'protocol'])).toBeUndefined();
});
