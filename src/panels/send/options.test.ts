import { describe, expect, it } from 'vitest';
import { loadCluster } from '../../engine';
import { sampleById } from '../../state/document/samples';
import { choices, senders, targets } from './options';

function clusterOf(id: string) {
  const { cluster } = loadCluster([{ name: 'a.yaml', text: sampleById(id).yaml }]);
  if (!cluster) throw new Error('the sample cannot be read');
  return cluster;
}
const nodePort = clusterOf('article-nodeport');

describe('who can send', () => {
  it('every Pod, every node, and the outside client', () => {
    const { pods, nodes } = nodePort;
    expect(senders(nodePort).map(({ id }) => id)).toEqual([
      ...pods.map(({ namespace, name }) => `pod/${namespace}/${name}`),
      ...nodes.map(({ name }) => `node/${name}`),
      'outside',
    ]);
  });
});

describe('what can be called', () => {
  it('Services, their node ports on every node, and Pods that listen', () => {
    expect(targets(nodePort).map(({ to }) => to)).toEqual([
      'svc/default/nginx-svc:8080',
      '192.168.111.128:30000',
      '192.168.111.129:30000',
      ...nodePort.pods.filter((pod) => pod.listens.length > 0).map((pod) => `${pod.ips[0]}:80`),
    ]);
  });
});

describe('the endpoints to choose from', () => {
  it.each([
    'svc/default/nginx-svc:8080',
    '10.110.65.131:8080',
    '192.168.111.129:30000',
    'nginx-svc:8080',
    'nginx-svc.default.svc.cluster.local:8080',
  ])('are those of the Service for %s', (to) =>
    expect([...choices(nodePort, to, 'pod/default/client')].sort()).toEqual([
      '10.244.0.3:80',
      '10.244.1.6:80',
    ]),
  );
  it.each(['10.244.0.3:80', '192.168.111.129:22', 'nobody:80', ''])('are none for %j', (to) =>
    expect(choices(nodePort, to, 'outside')).toEqual([]),
  );
});
