import { printCanonical } from '../../../report/canonical';
import type { Endpoint, EndpointSlice, Node, Service } from '../../cluster/api';
import { printRestore, printRule } from '../../netfilter';
import { completeConfig, type ProxyConfig } from '../config/config';
import { generateRules, type ProxyRules } from '../generate';

/** `default/web` and the parts of a Service that matter to the test; port 80 to 8080 unless told. */
export function service(name: string, spec: Service['spec'], rest: Partial<Service> = {}): Service {
  const [namespace = '', plain = ''] = name.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    ...rest,
    metadata: { name: plain, namespace, ...rest.metadata },
    spec: { clusterIP: '10.96.0.2', ports: [{ port: 80, targetPort: 8080 }], ...spec },
  };
}

/**
 * `10.244.1.5@here` is a ready endpoint on node `here`; `-` after the node: not ready; `~`: shutting down but serving;
 * `!`: shutting down and not serving; `/zone`: hinted for it. `10.244.1.5@here~/a`
 */
export function endpoint(text: string): Endpoint {
  const [, address = '', nodeName, state, zone] = /^([^@]+)(?:@(\w+))?([-~!])?(?:\/(\w+))?$/.exec(text) ?? [];
  return {
    addresses: [address],
    ...(nodeName ? { nodeName } : {}),
    conditions: {
      ready: state === undefined,
      serving: state === undefined || state === '~',
      terminating: state === '~' || state === '!',
    },
    ...(zone ? { hints: { forZones: [{ name: zone }] } } : {}),
  };
}

/** A slice of the Service with these endpoints, port 8080. */
export function slice(
  name: string,
  endpoints: readonly string[],
  rest: Partial<EndpointSlice> = {},
): EndpointSlice {
  const [namespace = '', of = ''] = name.split('/');
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    addressType: endpoints[0]?.includes(':') ? 'IPv6' : 'IPv4',
    ports: [{ port: 8080 }],
    ...rest,
    metadata: {
      name: `${of}-1`,
      namespace,
      ...rest.metadata,
      labels: { 'kubernetes.io/service-name': of, ...rest.metadata?.labels },
    },
    endpoints: endpoints.map(endpoint),
  };
}

/** Node `here`, 192.168.0.1, Pods in 10.244.0.0/16. */
export function generate(
  objects: readonly (Service | EndpointSlice | Node)[],
  config: Partial<ProxyConfig> = {},
): ProxyRules {
  const of = <T>(kind: string) => objects.filter((object) => object.kind === kind) as T[];
  return generateRules(
    {
      services: of<Service>('Service'),
      endpointSlices: of<EndpointSlice>('EndpointSlice'),
      nodes: of<Node>('Node'),
    },
    completeConfig({
      nodeName: 'here',
      nodeIPs: ['192.168.0.1'],
      clusterCIDR: '10.244.0.0/16',
      ...config,
    }),
  );
}

/** The rules of chains whose name starts with `prefix`, as in the payload, without `-A`. */
export function rulesIn(rules: ProxyRules, table: 'filter' | 'nat', prefix: string): string[] {
  const chains = [...(rules.ruleset.tables.get(table)?.chains.values() ?? [])];
  return chains
    .filter(({ name }) => name.startsWith(prefix))
    .flatMap((chain) =>
      chain.rules.map((rule) => `${chain.name} ${printRule(rule, 'restore', rules.ruleset.family)}`.trim()),
    );
}

/** Chains that belong to service ports and endpoints, without their hash: `EXT SVC SEP SEP`. */
export function chainKinds(rules: ProxyRules): string {
  const names = [...(rules.ruleset.tables.get('nat')?.chains.keys() ?? [])];
  return names.flatMap((name) => /^KUBE-(SVC|SVL|EXT|FW|SEP)-/.exec(name)?.[1] ?? []).join(' ');
}

export const canonical = (rules: ProxyRules): string => printCanonical(rules.ruleset);
export const restore = (rules: ProxyRules): string => printRestore(rules.ruleset);
