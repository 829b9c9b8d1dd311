import type { ObjectRef } from '../../cluster/api';
import type { FieldPath } from '../../cluster/model';
import type { Rule } from '../../netfilter/model';
import type { ProxyConfig } from '../config/config';
import type { EndpointInfo } from '../plan/endpoints';
import type { ServicePortInfo } from '../plan/services';
import type { Selection } from '../plan/topology';
import type { OriginCode, OriginParams } from './origin-codes';

export type { OriginCode, OriginParams } from './origin-codes';

/** Why a rule exists: the object and the field that caused it, and the decision taken. */
export interface RuleOrigin {
  /** A Service, an EndpointSlice, or the KubeProxyConfiguration of a node (then `path` leads into `ProxyConfig`). */
  readonly object: ObjectRef;
  /** Leads to a field that the object has: a default that took effect points at what made it matter. */
  readonly path: FieldPath;
  /** The field's value as text. */
  readonly value?: string;
  readonly code: OriginCode;
  readonly params: OriginParams;
}

/**
 * What a rule carries. Rules are many and few are asked why, so this names the subject and the origin is told on
 * demand.
 */
export type OriginSeed =
  | {
      readonly code: OriginCode;
      readonly config: ProxyConfig;
      readonly path: FieldPath;
      readonly params: OriginParams;
    }
  | {
      readonly code: OriginCode;
      readonly port: ServicePortInfo;
      readonly path: FieldPath;
      readonly params: OriginParams;
    }
  | EndpointSeed;

export interface EndpointSeed {
  readonly code: OriginCode;
  readonly port: ServicePortInfo;
  readonly endpoint: EndpointInfo;
  /** Only where one of several is chosen: from 1, among `of`, which were selected by `why`. */
  readonly place?: number;
  readonly of?: number;
  readonly why?: Selection;
}

/** Why the rule exists; undefined for a rule that kube-proxy's generator did not make. */
export function originOf(rule: Rule): RuleOrigin | undefined {
  const seed = rule.origin as OriginSeed | undefined;
  if (typeof seed !== 'object' || seed === null || !('code' in seed)) return undefined;
  if ('endpoint' in seed) return endpointOrigin(seed);
  const { code, path, params } = seed;
  if ('config' in seed) {
    const object = { kind: 'KubeProxyConfiguration', name: seed.config.nodeName };
    return { object, path, ...valueAt(seed.config, path), code, params };
  }
  return { object: seed.port.ref, path, ...valueAt(seed.port.service, path), code, params };
}

function endpointOrigin({ code, port, endpoint, place, of, why }: EndpointSeed): RuleOrigin {
  const affine = code === 'affinity-endpoint';
  const { metadata } = endpoint.slice;
  const object: ObjectRef = affine
    ? port.ref
    : { kind: 'EndpointSlice', namespace: metadata.namespace || 'default', name: metadata.name };
  const path: FieldPath = affine
    ? ['spec', 'sessionAffinity']
    : ['endpoints', endpoint.index, 'addresses', 0];
  const params: OriginParams = {
    service: port.name,
    endpoint: endpoint.hostPort,
    ip: endpoint.written,
    chain: endpoint.chain,
    ...(place === undefined || of === undefined ? {} : { place, of, rest: of - place + 1 }),
    ...(why === undefined ? {} : { why }),
    ...(port.affinity === undefined ? {} : { seconds: port.affinity }),
  };
  return { object, path, ...valueAt(affine ? port.service : endpoint.slice, path), code, params };
}

function valueAt(root: unknown, path: FieldPath): { value?: string } {
  let value: unknown = root;
  for (const key of path) value = (value as Record<string | number, unknown> | undefined)?.[key];
  if (value === undefined || value === null) return {};
  return { value: typeof value === 'object' ? JSON.stringify(value) : String(value) };
}
