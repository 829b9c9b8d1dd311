import { type ObjectRef, refKey } from '../../cluster/api';
import type { Cluster, FieldPath, ProxySettings, SourceRange } from '../../cluster/model';
import { SETTING_PATHS } from '../../cluster/proxy-settings/proxySchema';
import { PROXY_REF } from '../../cluster/proxy-settings/proxySettings';
import type { Rule } from '../../netfilter/model';
import { mirroredFrom, podFinder } from './causes';
import { type EndpointSeed, type OriginSeed, originOf } from './origin';
import { servicePaths, spellings } from './service-causes';

/** A field that stands in the text. */
export interface WrittenPlace {
  readonly object: ObjectRef;
  readonly path: FieldPath;
  readonly range: SourceRange;
}

interface Candidate {
  readonly object: ObjectRef;
  readonly path: FieldPath;
  /** What must stand there, or it is not the place. */
  readonly holding?: string;
}

const NAME: FieldPath = ['metadata', 'name'];

/**
 * The place in the text that a rule leads back to: the field that its origin names or, where that is derived or a
 * default, the nearest that somebody wrote.
 *
 *     Service         the field > what the address or port belongs to > the Service's name
 *     EndpointSlice   the endpoint's address > the Pod's address, or its name > the workload's replicas, or its name
 *                     > the old Endpoints' subset > the Service's selector, or its name
 *     settings        the field of the KubeProxyConfiguration in the text
 *
 * Undefined for rules that are not kube-proxy's, and for settings that the text does not give.
 */
export function originPlace(cluster: Cluster, rule: Rule): WrittenPlace | undefined {
  for (const { object, path, holding } of candidates(cluster, rule)) {
    const range = cluster.sources.get(refKey(object))?.find(path);
    if (range && (holding === undefined || textAt(cluster, range).includes(holding)))
      return { object, path, range };
  }
  return undefined;
}

/** Where `originPlace` is. */
export function originRange(cluster: Cluster, rule: Rule): SourceRange | undefined {
  return originPlace(cluster, rule)?.range;
}

const textAt = ({ texts = [] }: Cluster, { source, from, to }: SourceRange): string =>
  texts.find(({ name }) => name === source)?.text.slice(from, to) ?? '';

function* candidates(cluster: Cluster, rule: Rule): Generator<Candidate> {
  const origin = originOf(rule);
  if (!origin) return;
  const seed = rule.origin as OriginSeed;
  if ('config' in seed) {
    const [setting, ...rest] = seed.path;
    const path = SETTING_PATHS[setting as keyof ProxySettings] as FieldPath | undefined;
    if (path) yield { object: PROXY_REF, path: [...path, ...rest] };
    return;
  }
  const { ref } = seed.port;
  if ('endpoint' in seed && origin.object.kind === 'EndpointSlice')
    yield* endpointPlaces(cluster, seed, origin.path);
  else for (const path of servicePlaces(seed, origin.path)) yield { object: ref, path };
  yield { object: ref, path: NAME };
}

/** The origin's own field, then others that the rule depends on, the more telling ones first. */
function servicePlaces(
  seed: Exclude<OriginSeed, { config: unknown }>,
  path: FieldPath,
): readonly FieldPath[] {
  const { port } = seed;
  const more = servicePaths(seed, port.chains.cluster).filter(
    ([first, second]) => first !== 'metadata' && second !== 'publishNotReadyAddresses',
  );
  const entry: FieldPath = ['spec', 'ports', port.index];
  return [...spellings(path), ...more, entry];
}

function* endpointPlaces(cluster: Cluster, seed: EndpointSeed, path: FieldPath): Generator<Candidate> {
  const { endpoint, port } = seed;
  const { slice, written } = endpoint;
  const namespace = slice.metadata.namespace || 'default';
  // A slice of the text may have been made anew of its Pods, in another order.
  yield {
    object: { kind: 'EndpointSlice', namespace, name: slice.metadata.name },
    path,
    holding: written,
  };
  const pod = podFinder(cluster)(endpoint);
  if (pod) {
    const object = { kind: 'Pod', namespace: pod.namespace, name: pod.name };
    for (const own of [['status', 'podIP'], ['status', 'podIPs'], NAME]) yield { object, path: own };
    if (pod.owner) for (const own of [['spec', 'replicas'], NAME]) yield { object: pod.owner, path: own };
  }
  const legacy = { kind: 'Endpoints', namespace, name: port.ref.name };
  const subset = mirroredFrom(slice, legacy);
  if (subset !== undefined) yield { object: legacy, path: ['subsets', subset] };
  yield { object: port.ref, path: ['spec', 'selector'] };
}
