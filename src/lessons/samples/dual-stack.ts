import { client, documents, web } from './parts';
import type { Sample } from './sample';

const node = (name: string, n: number): string => `apiVersion: v1
kind: Node
metadata:
  name: ${name}
spec:
  podCIDRs:
  - 10.244.${n}.0/24
  - fd00:10:244:${n}::/64
status:
  addresses:
  - type: InternalIP
    address: 192.168.0.1${n + 1}
  - type: InternalIP
    address: fd00:192:168::1${n + 1}
`;

export const dualStack: Sample = {
  id: 'dual-stack',
  title: 'Dual stack, called by IPv6',
  about: 'One Service, two addresses, two rule sets: ip6tables leads an IPv6 packet to a Pod’s IPv6 address.',
  telling: 'dnat',
  send: { from: 'pod/default/client', to: '[fd00:10:96::80]:80', proto: 'tcp' },
  yaml: documents(
    `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ipFamilyPolicy: RequireDualStack
  ipFamilies:
  - IPv4
  - IPv6
  clusterIPs:
  - 10.96.0.80
  - fd00:10:96::80
  selector:
    app: web
  ports:
  - port: 80
    targetPort: http
`,
    web(2),
    node('node-1', 0),
    node('node-2', 1),
    client('node-2'),
  ),
};
