import { TWO_NODES } from './parts';
import type { Sample } from './sample';

export const hairpin: Sample = {
  id: 'hairpin',
  title: 'Hairpin: a Pod calls itself',
  about:
    'A Pod calls its own Service and is its only endpoint: out through the bridge port, and in by the same one.',
  telling: 'hairpin',
  send: { from: 'pod/default/web', to: 'svc/default/web:80', proto: 'tcp' },
  yaml: `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
  - port: 80
    targetPort: http
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  nodeName: node-1
  containers:
  - name: web
    image: nginx
    ports:
    - name: http
      containerPort: 8080
---
${TWO_NODES}`,
};
