import { type EndpointSlice, type ObjectRef, refKey, type Service } from '../../cluster/api';
import type { Cluster, ClusterPod, FieldPath } from '../../cluster/model';
import type { ChainName } from '../../netfilter/model';
import type { EndpointInfo } from '../plan/endpoints';
import type { OriginSeed } from './origin';
import { servicePaths } from './service-causes';

/** Where a rule stands: what it depends on may differ from node to node. */
export interface RulePlace {
  readonly node: string;
  readonly chain: ChainName;
}

type Teller = (seed: OriginSeed, place: RulePlace) => readonly FieldPath[];

const NONE: readonly FieldPath[] = [];

/**
 * Tells of each rule the fields of one object that it would be different without, or not there; none where the rule
 * has nothing to do with the object.
 */
export function causesIn(cluster: Cluster, object: ObjectRef): Teller {
  switch (object.kind) {
    case 'Service':
      return (seed, { chain }) =>
        'port' in seed && sameRef(seed.port.ref, object) ? servicePaths(seed, chain) : NONE;
    case 'EndpointSlice':
      return behind(({ slice, index }) => (isSlice(slice, object) ? sliceFields(index) : NONE));
    case 'Endpoints':
      return behind(({ slice }) => {
        const subset = mirroredFrom(slice, object);
        return subset === undefined ? NONE : [['subsets', subset], NAME];
      });
    case 'Pod':
      return byPod(cluster, (pod) => sameRef({ ...object, kind: 'Pod' }, podRef(pod)), [], POD_FIELDS);
    case 'Node':
      return (seed, { node }) => nodeFields(seed, node === object.name);
    case 'KubeProxyConfiguration':
      return (seed, { node }) =>
        object.name === '' || !isNode(cluster, object.name) || object.name === node
          ? settingFields(seed)
          : NONE;
    default:
      return byPod(
        cluster,
        ({ owner }) => owner !== undefined && sameRef(owner, object),
        ['spec', 'template'],
        WORKLOAD_FIELDS,
      );
  }
}

const NAME: FieldPath = ['metadata', 'name'];

const sameRef = (a: ObjectRef, b: ObjectRef): boolean => refKey(a) === refKey(b);
const podRef = ({ namespace, name }: ClusterPod): ObjectRef => ({ kind: 'Pod', namespace, name });
const isNode = ({ nodes }: Cluster, name: string): boolean => nodes.some((node) => node.name === name);

type EndpointTeller = (endpoint: EndpointInfo, service: Service) => readonly FieldPath[];

const behind =
  (tell: EndpointTeller): Teller =>
  (seed) =>
    'endpoint' in seed ? tell(seed.endpoint, seed.port.service) : NONE;

const isSlice = ({ metadata }: EndpointSlice, { namespace, name }: ObjectRef): boolean =>
  metadata.name === name && (metadata.namespace || 'default') === namespace;

const sliceFields = (index: number): readonly FieldPath[] => [
  ['endpoints', index],
  ['ports'],
  ['addressType'],
  ['metadata', 'labels'],
  NAME,
];

/** Which subset of the old kind a mirrored slice was copied from: its name says it (`web-0-ipv4`). */
export function mirroredFrom(
  { metadata }: EndpointSlice,
  { namespace, name }: ObjectRef,
): number | undefined {
  const { labels = {} } = metadata;
  if (!labels['endpointslice.kubernetes.io/managed-by']?.startsWith('endpointslicemirroring'))
    return undefined;
  if (labels['kubernetes.io/service-name'] !== name || (metadata.namespace || 'default') !== namespace)
    return undefined;
  const subset = /-(\d+)-ipv[46]$/.exec(metadata.name)?.[1];
  return subset === undefined ? undefined : Number(subset);
}

const POD_FIELDS: readonly FieldPath[] = [
  ['status'],
  ['metadata', 'labels'],
  NAME,
  ['metadata', 'namespace'],
  ['metadata', 'deletionTimestamp'],
  ['spec', 'nodeName'],
  ['spec', 'hostNetwork'],
];

const WORKLOAD_FIELDS: readonly FieldPath[] = [
  ['spec', 'replicas'],
  ['spec', 'parallelism'],
  ['spec', 'completions'],
  ['spec', 'suspend'],
  ['spec', 'selector'],
  ['spec', 'template', 'metadata', 'labels'],
  ['spec', 'template', 'spec', 'nodeName'],
  ['spec', 'template', 'spec', 'nodeSelector'],
  ['spec', 'template', 'spec', 'hostNetwork'],
  NAME,
  ['metadata', 'namespace'],
];

/** A Pod's container ports matter only to Services that ask for them by name. */
function byPod(
  cluster: Cluster,
  wanted: (pod: ClusterPod) => boolean,
  template: FieldPath,
  fields: readonly FieldPath[],
): Teller {
  const pods = new Set(cluster.pods.filter(wanted));
  const ungoverned = fields.filter(([, part]) => part !== 'template');
  const find = podFinder(cluster);
  return (seed) => {
    if (pods.size === 0 || !('endpoint' in seed)) return NONE;
    const pod = find(seed.endpoint);
    if (!pod || !pods.has(pod)) return NONE;
    // A Pod of the text counts towards its workload, but is made of its own words.
    if (pod.given && template.length > 0) return ungoverned;
    const { targetPort } = seed.port.service.spec.ports?.[seed.port.index] ?? {};
    return typeof targetPort === 'string' ? [...fields, ...containerPorts(pod, template)] : fields;
  };
}

const containerPorts = ({ object }: ClusterPod, template: FieldPath): readonly FieldPath[] =>
  (object.spec.containers ?? []).map((_, i) => [...template, 'spec', 'containers', i, 'ports']);

type PodFinder = (endpoint: EndpointInfo) => ClusterPod | undefined;
const finders = new WeakMap<Cluster, PodFinder>();

/** The Pod behind an endpoint: the one that the slice names, or else the one with the address. */
export function podFinder(cluster: Cluster): PodFinder {
  const known = finders.get(cluster);
  if (known) return known;
  const byName = new Map(cluster.pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  const byIp = new Map(
    cluster.pods.flatMap((pod) => (pod.hostNetwork ? [] : pod.ips.map((ip) => [ip, pod] as const))),
  );
  const finder: PodFinder = ({ endpoint, slice, ip }) => {
    const { kind, name, namespace = slice.metadata.namespace || 'default' } = endpoint.targetRef ?? {};
    return kind === 'Pod' ? byName.get(`${namespace}/${name}`) : byIp.get(ip);
  };
  finders.set(cluster, finder);
  return finder;
}

const POD_NETWORK: readonly FieldPath[] = [
  ['spec', 'podCIDR'],
  ['spec', 'podCIDRs'],
];

/** The cluster's Pod network is made of every node's share; its addresses and zone matter to a node itself. */
function nodeFields(seed: OriginSeed, here: boolean): readonly FieldPath[] {
  const setting = detectorSetting(seed);
  if (setting === 'clusterCIDR' || (setting === 'podCIDR' && here)) return POD_NETWORK;
  if (!here) return NONE;
  if (seed.code === 'node-ports-address' || seed.code === 'source-range-node')
    return [['status', 'addresses']];
  return 'endpoint' in seed && seed.why === 'zone' ? [['metadata', 'labels']] : NONE;
}

/** `ClusterCIDR (clusterCIDR)` -> clusterCIDR */
function detectorSetting(seed: OriginSeed): string | undefined {
  const setting = 'params' in seed ? seed.params.setting : undefined;
  return setting === undefined ? undefined : /\((\w+)\)$/.exec(String(setting))?.[1];
}

/** Paths into `ProxyConfig`. */
function settingFields(seed: OriginSeed): readonly FieldPath[] {
  const setting = detectorSetting(seed);
  const detection: readonly FieldPath[] = setting === undefined ? NONE : [['detectLocalMode'], [setting]];
  const own: readonly FieldPath[] = 'config' in seed ? [seed.path] : NONE;
  return [...own, ...detection, ...(MORE_SETTINGS[seed.code] ?? NONE)];
}

const MORE_SETTINGS: { readonly [Code in OriginSeed['code']]?: readonly FieldPath[] } = {
  'masquerade-all': [['masqueradeAll']],
  'localhost-node-ports-counter': [['netfilterAccounting'], ['localhostNodePorts']],
  'drop-invalid': [['netfilterAccounting']],
  'block-localnet': [['nodePortAddresses']],
  'node-ports-everywhere': [['localhostNodePorts']],
  'node-ports-not-loopback': [['nodePortAddresses']],
  'node-ports-address': [['localhostNodePorts']],
};
