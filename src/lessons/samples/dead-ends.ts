import { client, documents, TWO_NODES, web } from './parts';
import type { Sample } from './sample';

const service = (selector: string): string => `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: ${selector}
  ports:
  - port: 80
    targetPort: http
`;

const send = { from: 'pod/default/client', to: 'svc/default/web:80', proto: 'tcp' } as const;

export const noEndpoints: Sample = {
  id: 'no-endpoints',
  title: 'No endpoints',
  about: 'The Deployment is scaled to zero. The Service still answers: it refuses.',
  telling: 'drop',
  send,
  yaml: documents(service('web'), web(0), client('node-1'), TWO_NODES),
};

export const brokenSelector: Sample = {
  id: 'broken-selector',
  title: 'A selector that selects nothing',
  about:
    'Two Pods are ready, and the Service finds neither: its selector and their label differ by a letter.',
  telling: 'drop',
  send,
  yaml: documents(service('wbe'), web(2), client('node-1'), TWO_NODES),
};
