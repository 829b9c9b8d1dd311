import { documents, TWO_NODES, web } from './parts';
import type { Sample } from './sample';

const service = (policy: 'Cluster' | 'Local'): string => `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: LoadBalancer
  externalTrafficPolicy: ${policy}
  selector:
    app: web
  ports:
  - port: 80
    targetPort: http
    nodePort: 30080${policy === 'Local' ? '\n  healthCheckNodePort: 31080' : ''}
status: # what the cloud's controller writes
  loadBalancer:
    ingress:
    - ip: 203.0.113.10
`;

const send = { from: 'outside', to: '203.0.113.10:80', proto: 'tcp' } as const;

export const loadBalancerCluster: Sample = {
  id: 'loadbalancer-cluster',
  title: 'LoadBalancer, any node',
  about: 'externalTrafficPolicy: Cluster. Any node takes the packet, and the Pod no longer sees who called.',
  telling: 'snat',
  send,
  yaml: documents(service('Cluster'), web(2), TWO_NODES),
};

export const loadBalancerLocal: Sample = {
  id: 'loadbalancer-local',
  title: 'LoadBalancer, local Pods only',
  about:
    'externalTrafficPolicy: Local. Only nodes with a ready Pod take the packet; the caller’s address stays.',
  telling: 'dnat',
  send,
  yaml: documents(service('Local'), web(1), TWO_NODES),
};
