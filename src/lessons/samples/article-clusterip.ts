import { articleCluster } from './article';
import type { Sample } from './sample';

export const articleClusterIp: Sample = {
  id: 'article-clusterip',
  title: 'ClusterIP: the article’s cluster',
  about: 'A Pod calls a Service by its ClusterIP, an address that no machine has.',
  telling: 'dnat',
  send: { from: 'pod/default/client', to: 'svc/default/nginx-svc:8080', proto: 'tcp' },
  yaml: articleCluster({
    clusterIp: '10.104.112.175',
    pods: [
      { name: '49l2v', ip: '10.244.0.2' },
      { name: 'pxp6x', ip: '10.244.1.4' },
    ],
  }),
};
