import { describe, expect, it } from 'vitest';
import type { Service } from '../../cluster/api';
import { printRule } from '../../netfilter';
import type { ProxyRules } from '../generate';
import { generate, service, slice } from '../testing/objects';
import { originOf } from './origin';
import { ORIGIN_CODES } from './origin-codes';

const ENDPOINTS = ['10.244.1.5@here', '10.244.2.5@there'];

const web = (spec: Service['spec'], endpoints = ENDPOINTS) =>
  generate([
    service('default/web', spec, { status: { loadBalancer: { ingress: [{ ip: '203.0.113.5' }] } } }),
    slice('default/web', endpoints),
  ]);

function rulesOf({ ruleset, jumps }: ProxyRules) {
  const chains = [...ruleset.tables.values()].flatMap((table) => [...table.chains.values()]);
  return [...chains.flatMap(({ rules }) => rules), ...jumps.map(({ rule }) => rule)];
}

/** Code, object, field and value of the first rule whose text holds `part`. */
function why(rules: ProxyRules, part: string): string | undefined {
  const rule = rulesOf(rules).find((candidate) => printRule(candidate, 'restore').includes(part));
  const origin = rule && originOf(rule);
  return origin && `${origin.code}: ${origin.object.kind} ${origin.path.join('.')} = ${origin.value}`;
}

const LOCAL = {
  type: 'NodePort',
  externalTrafficPolicy: 'Local',
  ports: [{ port: 80, nodePort: 30080 }],
} as const;
const AFFINE = { sessionAffinity: 'ClientIP' } as const;
const RANGES = {
  type: 'LoadBalancer',
  loadBalancerSourceRanges: ['100.64.0.0/10', '192.168.0.0/24'],
} as const;

describe('the field that caused a rule', () => {
  it.each([
    ['web cluster IP" -m tcp', 'cluster-ip: Service spec.clusterIP = 10.96.0.2', web({})],
    ['! -s 10.244.0.0/16', 'masquerade-off-cluster: Service spec.clusterIP = 10.96.0.2', web({})],
    ['--probability', 'choose-endpoint: EndpointSlice endpoints.0.addresses.0 = 10.244.1.5', web({})],
    [
      '--to-destination 10.244.2',
      'endpoint-dnat: EndpointSlice endpoints.1.addresses.0 = 10.244.2.5',
      web({}),
    ],
    ['web has no', 'cluster-ip-no-endpoints: Service spec.clusterIP = 10.96.0.2', web({}, [])],
    ['--rcheck', 'affinity-endpoint: Service spec.sessionAffinity = ClientIP', web(AFFINE)],
    ['--dport 30080', 'node-port: Service spec.ports.0.nodePort = 30080', web(LOCAL)],
    ['pod traffic', 'external-pod-shortcut: Service spec.externalTrafficPolicy = Local', web(LOCAL)],
    [
      'web has no local',
      'load-balancer-ip-not-here: Service spec.externalTrafficPolicy = Local',
      web(LOCAL, ['10.244.2.5@there']),
    ],
    ['-s 100.64', 'source-range: Service spec.loadBalancerSourceRanges.0 = 100.64.0.0/10', web(RANGES)],
    ['-s 203.0', 'source-range-node: Service spec.loadBalancerSourceRanges.1 = 192.168.0.0/24', web(RANGES)],
    ['localnet', 'block-localnet: KubeProxyConfiguration localhostNodePorts = true', web({})],
    ['MASQUERADE', 'masquerade-marked: KubeProxyConfiguration randomFully = true', web({})],
  ])('%s: %s', (part, expected, rules) => {
    expect(why(rules, part)).toBe(expected);
  });

  it('is what opens the Service, where the policy is a default', () => {
    const spec = { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] } as const;
    expect(why(web(spec), 'masquerade traffic')).toBe(
      'external-masquerade: Service spec.ports.0.nodePort = 30080',
    );
  });
});

it('says why an endpoint was chosen', () => {
  const origins = rulesOf(web({}, ['10.244.1.5@here~'])).map((rule) => originOf(rule));
  expect(origins.find((origin) => origin?.code === 'choose-last-endpoint')?.params).toMatchObject({
    endpoint: '10.244.1.5:8080',
    place: 1,
    of: 1,
    why: 'draining',
  });
});

it('gives every parameter that its code promises', () => {
  const rules = [web({ ...LOCAL, ...AFFINE }), web(RANGES), web({}, []), web(LOCAL, [])].flatMap(rulesOf);
  for (const rule of rules) {
    const origin = originOf(rule);
    const promised: readonly string[] = origin ? ORIGIN_CODES[origin.code] : ['an origin'];
    const missing = promised.filter((name) => !(name in (origin?.params ?? {})));
    expect(missing, `${origin?.code}: ${printRule(rule, 'restore')}`).toEqual([]);
  }
});

it('knows nothing of rules that others wrote', () => {
  expect(originOf({ matches: [] })).toBeUndefined();
  expect(originOf({ matches: [], origin: 'flannel' })).toBeUndefined();
});
