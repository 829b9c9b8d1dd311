import type { NetworkOptions } from '../network';
import { buildNetwork } from '../network';
import { type ClusterLines, clusterOf } from './cluster';

const N1 = 'ycwang-ubuntu';
const N2 = 'ycwang-ubuntu-worker';

/** KERNEL.md's first trace: a client Pod at 10.244.0.2, the only endpoint on the other node. */
export const CLUSTER_IP: ClusterLines = {
  pods: [
    { name: 'client', node: N1, ip: '10.244.0.2', port: 9999 },
    { name: 'far', node: N2, ip: '10.244.1.9' },
    { name: 'near-web', node: N1, ip: '10.244.0.3', port: 80, udp: 53 },
    { name: 'far-web', node: N2, ip: '10.244.1.4', port: 80, udp: 53 },
  ],
  services: [
    {
      name: 'nginx-svc',
      clusterIP: '10.104.112.175',
      port: 8080,
      endpoints: [`10.244.0.3:80@${N1}`, `10.244.1.4:80@${N2}`],
    },
  ],
};

/** The same with a node port. */
export const NODE_PORT: ClusterLines = {
  ...CLUSTER_IP,
  services: CLUSTER_IP.services.map((s) => ({ ...s, clusterIP: '10.110.65.131', nodePort: 30000 })),
};

export const clusterIpNetwork = (options?: NetworkOptions) => buildNetwork(clusterOf(CLUSTER_IP), options);
export const nodePortNetwork = (options?: NetworkOptions) => buildNetwork(clusterOf(NODE_PORT), options);
