import { client, documents, TWO_NODES, web } from './parts';
import type { Sample } from './sample';

export const headless: Sample = {
  id: 'headless',
  title: 'Headless Service',
  about: 'clusterIP: None. The name leads straight to a Pod’s address; no rule rewrites anything.',
  telling: 'encap',
  send: { from: 'pod/default/client', to: 'web.default.svc.cluster.local:8080', proto: 'tcp' },
  yaml: documents(
    `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None
  selector:
    app: web
  ports:
  - port: 8080
`,
    web(2),
    client('node-2'),
    TWO_NODES,
  ),
};
