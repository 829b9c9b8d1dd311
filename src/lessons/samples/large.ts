import { documents } from './parts';
import type { Sample } from './sample';

export interface LargeSize {
  readonly nodes: number;
  readonly pods: number;
  readonly services: number;
}

const ZONES = ['eu-1a', 'eu-1b', 'eu-1c'] as const;
const TEAMS = ['shop', 'pay', 'search', 'media', 'data', 'mail', 'auth', 'edge'] as const;
const PARTS = [
  'cart',
  'api',
  'web',
  'worker',
  'cache',
  'index',
  'queue',
  'store',
  'feed',
  'gateway',
] as const;
/** Endpoints of the Service that the packet is for, some of which are not ready. */
const ENDPOINTS = 40;
const NOT_READY = 3;

const wide = (n: number, all: number): string => String(n).padStart(String(all).length, '0');

/** Several zones in turn, of unlike sizes. */
const zoneOf = (n: number): string => ZONES[n % 10 < 5 ? 0 : n % 10 < 8 ? 1 : 2];

const node = (n: number, all: number): string =>
  `{apiVersion: v1, kind: Node, metadata: {name: node-${wide(n, all)}, labels: {topology.kubernetes.io/zone: ${zoneOf(n)}}}}\n`;

const checkout = (replicas: number): string => `apiVersion: v1
kind: Service
metadata:
  name: checkout
  namespace: shop
spec:
  selector:
    app: checkout
  ports:
  - port: 443
    targetPort: 8443
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: checkout
  namespace: shop
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app: checkout
      track: stable
  template:
    metadata:
      labels:
        app: checkout
        track: stable
    spec:
      containers:
      - name: checkout
        image: shop/checkout
        ports:
        - containerPort: 8443
`;

const notReady = (n: number): string => `apiVersion: v1
kind: Pod
metadata: {name: checkout-canary-${n}, namespace: shop, labels: {app: checkout, track: canary}}
spec:
  containers: [{name: checkout, image: shop/checkout, ports: [{containerPort: 8443}]}]
status:
  phase: Running
  conditions: [{type: Ready, status: "False"}]
`;

const sender = `apiVersion: v1
kind: Pod
metadata:
  name: client
  namespace: shop
spec:
  containers:
  - name: client
    image: busybox
`;

function other(n: number, replicas: number): string {
  const team = TEAMS[n % TEAMS.length];
  const round = Math.floor(n / TEAMS.length / PARTS.length);
  const name = `${PARTS[Math.floor(n / TEAMS.length) % PARTS.length]}${round > 0 ? `-${round + 1}` : ''}`;
  const meta = `metadata: {name: ${name}, namespace: ${team}}`;
  const pod = `metadata: {labels: {app: ${name}}}, spec: {containers: [{name: ${name}, image: ${team}/${name}, ports: [{containerPort: 8080}]}]}`;
  return `{apiVersion: v1, kind: Service, ${meta}, spec: {selector: {app: ${name}}, ports: [{port: 80, targetPort: 8080}]}}
---
{apiVersion: apps/v1, kind: Deployment, ${meta}, spec: {replicas: ${replicas}, selector: {matchLabels: {app: ${name}}}, template: {${pod}}}}
`;
}

/**
 * The manifests of a large cluster, as YAML: one Service, `shop/checkout`, with 40 endpoints of which three are not
 * ready; a Pod `shop/client` to call it from; and other Services that share the rest of the Pods between them.
 */
export function largeCluster({ nodes, pods, services }: LargeSize): string {
  const canaries = Math.min(NOT_READY, Math.max(0, pods - 2));
  const own = Math.max(1, Math.min(ENDPOINTS, pods - 1) - canaries);
  const rest = Math.max(0, pods - own - canaries - 1);
  const others = Math.max(0, services - 1);
  const share = (n: number) => Math.floor((rest * (n + 1)) / others) - Math.floor((rest * n) / others);
  return documents(
    checkout(own),
    ...Array.from({ length: canaries }, (_, n) => notReady(n + 1)),
    sender,
    ...Array.from({ length: others }, (_, n) => other(n, share(n))),
    ...Array.from({ length: nodes }, (_, n) => node(n + 1, nodes)),
  );
}

let text: string | undefined;

export const large: Sample = {
  id: 'large',
  title: 'A large cluster',
  about:
    '200 nodes in three zones and 4,000 Pods. The packet meets two of the nodes; every one of them holds its rules.',
  telling: 'dnat',
  send: { from: 'pod/shop/client', to: 'svc/shop/checkout:443', proto: 'tcp' },
  get yaml() {
    text ??= largeCluster({ nodes: 200, pods: 4000, services: 120 });
    return text;
  },
};
