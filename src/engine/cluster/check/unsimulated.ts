import type { FieldPath } from '../model';
import type { NoteCode } from '../noteCodes';
import type { Entry, Notes } from '../noter';
import { isData } from '../text/documents';

/**
 * What a user may expect to have an effect on networking and what has none here, in one place, so that it can shrink.
 * Each is named at its line. Paths: `*` is any entry of a list; `POD` stands for a Pod's own spec or a template's.
 */
interface Unsimulated {
  readonly kinds: readonly string[];
  readonly path: readonly string[];
  readonly code: NoteCode;
  /** Does this value ask for anything? Absent: any value does. */
  readonly when?: (value: unknown) => boolean;
}

const WORKLOADS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'];
const PODS = ['Pod', ...WORKLOADS];
const filled = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : isData(value) ? Object.keys(value).length > 0 : value !== '';
const isTrue = (value: unknown): boolean => value === true;

const FIELDS: readonly Unsimulated[] = [
  {
    kinds: ['Service'],
    path: ['spec', 'loadBalancerClass'],
    code: 'unsimulated-load-balancer-class',
    when: filled,
  },
  {
    kinds: ['Service'],
    path: ['spec', 'loadBalancerIP'],
    code: 'unsimulated-load-balancer-ip',
    when: filled,
  },
  {
    kinds: ['Service'],
    path: ['spec', 'trafficDistribution'],
    code: 'unsimulated-traffic-distribution',
    when: filled,
  },
  {
    kinds: ['Service'],
    path: ['spec', 'type'],
    code: 'unsimulated-external-name',
    when: (value) => value === 'ExternalName',
  },
  ...['service.kubernetes.io/topology-mode', 'service.kubernetes.io/topology-aware-hints'].map(
    (key): Unsimulated => ({
      kinds: ['Service'],
      path: ['metadata', 'annotations', key],
      code: 'unsimulated-topology-mode',
      when: (value) => typeof value === 'string' && !/^(disabled)?$/i.test(value),
    }),
  ),
  {
    kinds: ['Service'],
    path: ['status', 'loadBalancer', 'ingress', '*', 'hostname'],
    code: 'unsimulated-ingress-hostname',
    when: filled,
  },
  {
    kinds: ['EndpointSlice'],
    path: ['addressType'],
    code: 'unsimulated-fqdn-slice',
    when: (value) => value === 'FQDN',
  },
  { kinds: PODS, path: ['POD', 'containers', '*', 'ports', '*', 'hostPort'], code: 'unsimulated-host-port' },
  {
    kinds: PODS,
    path: ['POD', 'dnsPolicy'],
    code: 'unsimulated-dns-policy',
    when: (value) => value !== 'ClusterFirst' && value !== 'ClusterFirstWithHostNet',
  },
  { kinds: PODS, path: ['POD', 'dnsConfig'], code: 'unsimulated-dns-config', when: filled },
  { kinds: PODS, path: ['POD', 'hostAliases'], code: 'unsimulated-host-aliases', when: filled },
  {
    kinds: WORKLOADS,
    path: ['POD', 'containers', '*', 'readinessProbe'],
    code: 'unsimulated-readiness-probe',
    when: filled,
  },
  { kinds: WORKLOADS, path: ['POD', 'affinity'], code: 'unsimulated-affinity', when: filled },
  {
    kinds: WORKLOADS,
    path: ['POD', 'topologySpreadConstraints'],
    code: 'unsimulated-topology-spread',
    when: filled,
  },
  { kinds: ['Node'], path: ['spec', 'taints'], code: 'unsimulated-taints', when: filled },
  { kinds: ['Node'], path: ['spec', 'unschedulable'], code: 'unsimulated-unschedulable', when: isTrue },
  ...[
    ['METADATA', 'k8s.v1.cni.cncf.io/networks', 'unsimulated-secondary-networks'] as const,
    ['METADATA', 'kubernetes.io/ingress-bandwidth', 'unsimulated-bandwidth'] as const,
    ['METADATA', 'kubernetes.io/egress-bandwidth', 'unsimulated-bandwidth'] as const,
  ].map(([meta, key, code]): Unsimulated => ({ kinds: PODS, path: [meta, 'annotations', key], code })),
];

/** Kinds that decide about traffic, so that leaving them out must be said in plainer words. */
const TRAFFIC_KINDS = new Set([
  'NetworkPolicy',
  'CiliumNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'GlobalNetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'Ingress',
  'IngressRoute',
  'Gateway',
  'HTTPRoute',
  'GRPCRoute',
  'TCPRoute',
  'TLSRoute',
  'UDPRoute',
  'VirtualService',
  'DestinationRule',
]);

export const decidesTraffic = (kind: string): boolean => TRAFFIC_KINDS.has(kind);

/** One info note for each field of the object that has no effect here; one a code, at the first line that has it. */
export function noteUnsimulated(entry: Entry<unknown>, notes: Notes): void {
  const { kind } = entry.ref;
  const said = new Set<NoteCode>();
  for (const { kinds, path, code, when } of FIELDS) {
    if (!kinds.includes(kind) || said.has(code)) continue;
    for (const found of occurrences(entry.raw.value, expand(kind, path))) {
      if (when && !when(found.value)) continue;
      said.add(code);
      notes.add('info', code, entry, found.path, { value: short(found.value) });
      break;
    }
  }
}

function expand(kind: string, path: readonly string[]): readonly string[] {
  const owner = kind === 'Pod' ? [] : ['spec', 'template'];
  if (path[0] === 'POD') return [...owner, 'spec', ...path.slice(1)];
  if (path[0] === 'METADATA') return [...owner, 'metadata', ...path.slice(1)];
  return path;
}

function* occurrences(
  value: unknown,
  pattern: readonly string[],
  path: FieldPath = [],
): Generator<{ path: FieldPath; value: unknown }> {
  const [key, ...rest] = pattern;
  if (value === undefined || value === null) return;
  if (key === undefined) yield { path, value };
  else if (key === '*') {
    if (Array.isArray(value))
      for (const [i, item] of value.entries()) yield* occurrences(item, rest, [...path, i]);
  } else if (isData(value)) yield* occurrences(value[key], rest, [...path, key]);
}

const short = (value: unknown): string =>
  typeof value === 'object'
    ? '…'
    : String(value).length > 40
      ? `${String(value).slice(0, 39)}…`
      : String(value);
