import type { FieldPath } from '../../cluster/model';
import type { ChainName } from '../../netfilter/model';
import type { Placed } from '../plan/service-fields';
import type { ServicePortInfo } from '../plan/services';
import type { OriginSeed } from './origin';
import type { OriginCode } from './origin-codes';

export type ServiceSeed = Extract<OriginSeed, { readonly port: ServicePortInfo }>;

const TYPE: FieldPath = ['spec', 'type'];
const SELECTOR: FieldPath = ['spec', 'selector'];
const RANGES: FieldPath = ['spec', 'loadBalancerSourceRanges'];
const EXTERNAL_POLICY: FieldPath = ['spec', 'externalTrafficPolicy'];
const INTERNAL_POLICY: FieldPath = ['spec', 'internalTrafficPolicy'];
const INGRESS: FieldPath = ['status', 'loadBalancer', 'ingress'];

const starts = (code: OriginCode, ...heads: readonly string[]): boolean =>
  heads.some((head) => code.startsWith(head));

/**
 * The fields of its Service that a rule would be different without, or not there; first the one that its origin names.
 * All depend on what names chains and comments: the Service's name, the port's name and protocol.
 */
export function servicePaths(seed: ServiceSeed, chain: ChainName): readonly FieldPath[] {
  const { code, port } = seed;
  const at = (field: string): FieldPath => ['spec', 'ports', port.index, field];
  const paths: FieldPath[] = 'path' in seed ? [...spellings(seed.path)] : [];
  if (code.endsWith('-no-endpoints')) paths.push(SELECTOR, at('targetPort'));
  if (code.endsWith('-not-here'))
    paths.push(code === 'cluster-ip-not-here' ? INTERNAL_POLICY : EXTERNAL_POLICY, SELECTOR);
  if ('endpoint' in seed) paths.push(...endpointPaths(seed, chain), at('targetPort'), SELECTOR);
  else if (starts(code, 'node-port', 'localhost-node-ports')) paths.push(at('nodePort'), TYPE);
  else if (starts(code, 'cluster-ip', 'external-ip', 'load-balancer-ip', 'masquerade-', 'source-not-allowed'))
    paths.push(at('port'), ...addressPaths(seed));
  if (code === 'cluster-ip' && port.internalLocal) paths.push(INTERNAL_POLICY);
  if (code === 'load-balancer-ip-filtered' || starts(code, 'source-')) paths.push(RANGES);
  if (starts(code, 'external-') && !starts(code, 'external-ip'))
    paths.push(EXTERNAL_POLICY, TYPE, at('nodePort'), INGRESS, ['spec', 'externalIPs']);
  if (code === 'health-check-port') paths.push(EXTERNAL_POLICY, TYPE);
  return [...paths, ['metadata', 'name'], ['metadata', 'namespace'], at('name'), at('protocol')];
}

function endpointPaths(seed: Extract<ServiceSeed, { endpoint: unknown }>, chain: ChainName): FieldPath[] {
  const { code, port, why } = seed;
  const paths: FieldPath[] = [];
  if (code === 'affinity-endpoint' || code === 'endpoint-dnat-remember')
    paths.push(['spec', 'sessionAffinity'], ['spec', 'sessionAffinityConfig']);
  if (why === 'zone') paths.push(['metadata', 'annotations']);
  if (chain === port.chains.local) {
    if (port.internalLocal) paths.push(INTERNAL_POLICY);
    if (port.externalLocal) paths.push(EXTERNAL_POLICY);
  }
  return [...paths, ['spec', 'publishNotReadyAddresses']];
}

/** The API server keeps the first of `clusterIPs` in `clusterIP`; a text may give either. */
export function spellings(path: FieldPath): readonly FieldPath[] {
  if (path[0] !== 'spec' || !String(path[1]).startsWith('clusterIP')) return [path];
  const first = path[1] === 'clusterIP' || path[2] === 0;
  return first
    ? [
        ['spec', 'clusterIP'],
        ['spec', 'clusterIPs', 0],
      ]
    : [path];
}

/** Where the address stands that a rule for calls is about; a policy may be what its origin names instead. */
function addressPaths({ code, port, ...seed }: ServiceSeed): readonly FieldPath[] {
  const ip = 'params' in seed ? seed.params.ip : undefined;
  const placed: readonly Placed<unknown>[] = starts(code, 'external-ip')
    ? port.externalIPs
    : starts(code, 'load-balancer-ip', 'source-not-allowed')
      ? port.vips
      : [port.clusterIP];
  return placed.flatMap(({ value, path }) => (value === ip ? spellings(path) : []));
}
