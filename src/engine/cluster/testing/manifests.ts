import { loadCluster } from '../load';
import type { Cluster, LoadResult, Note } from '../model';

/** Objects as JSON documents: manifests for tests, one a line. */
type Spec = Readonly<Record<string, unknown>>;

const doc = (apiVersion: string, kind: string, path: string, more: Spec): string => {
  const [namespace, name] = path.includes('/') ? path.split('/') : ['default', path];
  const { labels, annotations, ...rest } = more;
  return JSON.stringify({
    apiVersion,
    kind,
    metadata: { name, namespace, ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) },
    ...rest,
  });
};

export const app = (name: string) => ({ app: name });

export const service = (path: string, spec: Spec = {}, more: Spec = {}): string =>
  doc('v1', 'Service', path, { spec: { selector: app('web'), ports: [{ port: 80 }], ...spec }, ...more });

export const pod = (path: string, spec: Spec = {}, more: Spec = {}): string =>
  doc('v1', 'Pod', path, {
    spec: { containers: [{ name: 'c', ports: [{ containerPort: 80 }] }], ...spec },
    ...more,
  });

export const node = (name: string, ip: string, podCIDR: string, more: Spec = {}): string =>
  doc('v1', 'Node', name, {
    spec: { podCIDR },
    status: { addresses: [{ type: 'InternalIP', address: ip }] },
    ...more,
  });

/** A workload whose Pods have the label `app: <name>` and listen on 80. */
export const workload = (kind: string, path: string, spec: Spec = {}): string => {
  const name = path.split('/').at(-1) ?? path;
  return doc(kind === 'Job' ? 'batch/v1' : 'apps/v1', kind, path, {
    spec: {
      selector: { matchLabels: app(name) },
      template: {
        metadata: { labels: app(name) },
        spec: { containers: [{ name: 'c', ports: [{ containerPort: 80 }] }] },
      },
      ...spec,
    },
  });
};

export const deployment = (path: string, replicas: number, spec: Spec = {}): string =>
  workload('Deployment', path, { replicas, ...spec });

export const slice = (path: string, of: string, addresses: readonly string[], more: Spec = {}): string =>
  doc('discovery.k8s.io/v1', 'EndpointSlice', path, {
    labels: { 'kubernetes.io/service-name': of },
    addressType: 'IPv4',
    ports: [{ port: 80 }],
    endpoints: addresses.map((address) => ({ addresses: [address] })),
    ...more,
  });

export const load = (...documents: readonly string[]): LoadResult =>
  loadCluster([{ name: 'test.yaml', text: documents.join('\n---\n') }]);

/** The cluster; fails where there is none, or where a note is an error. */
export function cluster(...documents: readonly string[]): Cluster {
  const { cluster: loaded, notes } = load(...documents);
  const errors = notes.filter(({ severity }) => severity === 'error').map(noteLine);
  if (!loaded || errors.length > 0) throw new Error(`errors: ${errors.join('; ')}`);
  return loaded;
}

/** `error out-of-range spec.ports[0].port 7:11` */
export const noteLine = ({ severity, code, path, where, params }: Note): string =>
  [severity, code, path, where && `${where.line}:${where.column}`, params.context].filter(Boolean).join(' ');

/** `web-0 node-1 10.244.0.2` */
export const podLines = ({ pods }: Cluster): string[] =>
  pods.map(({ name, node: on, ips }) => `${name} ${on} ${ips.join(',')}`);
