import { articleCluster } from './article';
import type { Sample } from './sample';

export const articleNodePort: Sample = {
  id: 'article-nodeport',
  title: 'NodePort: the article’s cluster',
  about: 'A client outside calls a port that every node opens, and the packet crosses to another node’s Pod.',
  telling: 'encap',
  send: { from: 'outside', to: '192.168.111.128:30000', proto: 'tcp' },
  yaml: articleCluster({
    clusterIp: '10.110.65.131',
    nodePort: 30000,
    pods: [
      { name: 'pj2xk', ip: '10.244.0.3' },
      { name: 'ls786', ip: '10.244.1.6' },
    ],
  }),
};
