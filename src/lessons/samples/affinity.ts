import { client, documents, TWO_NODES, web } from './parts';
import type { Sample } from './sample';

export const affinity: Sample = {
  id: 'affinity',
  title: 'Session affinity',
  about: 'sessionAffinity: ClientIP. The kernel remembers the caller and leads it to the same Pod again.',
  telling: 'affinity',
  send: { from: 'pod/default/client', to: 'svc/default/web:80', proto: 'tcp' },
  yaml: documents(
    `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  sessionAffinity: ClientIP
  sessionAffinityConfig:
    clientIP:
      timeoutSeconds: 10800
  selector:
    app: web
  ports:
  - port: 80
    targetPort: http
`,
    web(3),
    client('node-1'),
    TWO_NODES,
  ),
};
