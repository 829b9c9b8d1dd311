import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Exchange } from '../engine';
import { buildNetwork, type NetworkOptions } from '../engine/trace/network';
import { CLUSTER_IP, NODE_PORT } from '../engine/trace/testing/article';
import { call, withRules } from '../engine/trace/testing/call';
import { type ClusterLines, clusterOf } from '../engine/trace/testing/cluster';
import { compareExchanges } from './exchanges';
import { PARTING_CODES } from './parting';

const NEAR = '10.244.0.3:80';
const FAR = '10.244.1.4:80';
const N1 = 'ycwang-ubuntu';
const VIP = '10.104.112.175:8080';

const network = (lines: Partial<ClusterLines> = {}, options?: NetworkOptions) =>
  buildNetwork(clusterOf({ ...CLUSTER_IP, ...lines }), options);
const service = (endpoints: readonly string[]) =>
  CLUSTER_IP.services.map((s) => ({
    ...s,
    endpoints: endpoints.map((e) => `${e}@${e === FAR ? 'ycwang-ubuntu-worker' : N1}`),
  }));

const two = network();
const three = network({ services: service([NEAR, FAR, '10.244.0.9:80']) });
const none = network({ services: service([]) });

/** `rule nat KUBE-SVC: …` with what each did, hashes left out. */
function parting(a: Exchange, b: Exchange): string {
  const { code, params } = compareExchanges(a, b);
  const { leg, machine, table, chain, ...rest } = params;
  const values = Object.entries(rest).map(([key, value]) => `${key} ${value}`);
  return [code, [leg, machine, table, chain].filter(Boolean).join(' '), ...values]
    .join('; ')
    .replace(/-[A-Z0-9]{16}\b/g, '');
}

describe('where two ways part', () => {
  const first = call(two, `client > ${VIP}`, { force: FAR });

  test.each([
    ['the same packet again', call(two, `client > ${VIP}`, { force: FAR }), 'same; '],
    ['another flow', call(two, `client > ${VIP}`, { force: FAR, sport: 41234, seed: 9 }), 'same; '],
    [
      'another endpoint',
      call(two, `client > ${VIP}`, { force: NEAR }),
      'chance; request node/ycwang-ubuntu nat KUBE-SVC; a -j KUBE-SEP; aNumber 3; b -j KUBE-SEP; bNumber 2',
    ],
    [
      'no endpoints any more',
      call(none, `client > ${VIP}`),
      'rule-only-a; request node/ycwang-ubuntu nat KUBE-SERVICES; a -j KUBE-SVC; aNumber 1',
    ],
    ['one more endpoint, the same choice', call(three, `client > ${VIP}`, { force: FAR }), 'same; '],
    [
      'from another Pod',
      call(two, `far > ${VIP}`, { force: FAR }),
      'send; request; a 10.104.112.175:8080; b 10.104.112.175:8080; aFrom 10.244.0.2; bFrom 10.244.1.9',
    ],
    [
      'the Pod itself instead of the Service',
      call(two, `client > ${FAR}`),
      'send; request pod/default/client; a 10.104.112.175:8080; b 10.244.1.4:80; aFrom 10.244.0.2; bFrom 10.244.0.2',
    ],
    [
      'the second packet of the flow',
      call(two, `client > ${VIP}`, { world: first.world }),
      'conntrack; request node/ycwang-ubuntu; a NEW; b ESTABLISHED',
    ],
    [
      'host-gw instead of VXLAN',
      call(network({}, { overlay: 'host-gw' }), `client > ${VIP}`, { force: FAR }),
      'route; request node/ycwang-ubuntu; a flannel.1 10.244.1.0; b eth0 192.168.111.129',
    ],
    [
      'a rule that is never reached',
      call(
        withRules(two, N1, '*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -d 10.244.1.4/32 -j DROP\nCOMMIT\n'),
        `client > ${VIP}`,
        { force: FAR },
      ),
      'same; ',
    ],
  ])('%s', (_, second, expected) => {
    expect(parting(first, second)).toBe(expected);
  });

  test('a rule that drops before flannel accepts', () => {
    const text = '*mangle\n:FORWARD ACCEPT [0:0]\n-A FORWARD -d 10.244.1.4/32 -j DROP\nCOMMIT\n';
    const second = call(withRules(two, N1, text), `client > ${VIP}`, { force: FAR });
    expect(parting(first, second)).toBe(
      'chain; request node/ycwang-ubuntu; a filter FORWARD; b mangle FORWARD',
    );
  });

  test('nobody listens any more', () => {
    const pods = CLUSTER_IP.pods.map(({ name, node, ip }) => ({ name, node, ip }));
    const second = call(network({ pods }), `client > ${VIP}`, { force: FAR });
    expect(parting(first, second)).toBe(
      'listens-only-a; request pod/default/far-web; a default/far-web; b default/far-web',
    );
  });

  test('an exchange through another cluster address aligns again behind the first step', () => {
    const at = (options?: Partial<ClusterLines>) => buildNetwork(clusterOf({ ...NODE_PORT, ...options }));
    const moved = at({ services: NODE_PORT.services.map((s) => ({ ...s, clusterIP: '10.110.65.132' })) });
    const a = call(at(), 'client > 10.110.65.131:8080', { force: FAR });
    const b = call(moved, 'client > 10.110.65.132:8080', { force: FAR });
    const { commonSteps, ranges } = compareExchanges(a, b);
    expect(commonSteps).toBe(0);
    expect(ranges.filter(({ same }) => same).length).toBeGreaterThan(0);
  });
});

it('points at the step where each begins to differ, and counts what came before', () => {
  const a = call(two, `client > ${VIP}`, { force: FAR });
  const b = call(two, `client > ${VIP}`, { force: NEAR });
  const found = compareExchanges(a, b);
  expect([a.steps[found.a ?? -1], b.steps[found.b ?? -1]]).toMatchObject([
    { kind: 'rule', number: 3, matched: true },
    { kind: 'rule', number: 2, matched: true },
  ]);
  expect(found.commonSteps).toBeGreaterThan(5);
  expect(found.ranges[0]).toMatchObject({ same: true, a: { start: 0 }, b: { start: 0 } });
});

it('names rules that read differently although they do the same', () => {
  const a = call(two, `client > ${VIP}`, { force: NEAR });
  const b = call(three, `client > ${VIP}`, { force: NEAR });
  const { same, touched } = compareExchanges(a, b);
  expect(same).toBe(true);
  expect(touched.map(([i, j]) => [a.steps[i], b.steps[j]])).toMatchObject([
    [{ chain: expect.stringContaining('KUBE-SVC') }, { chain: expect.stringContaining('KUBE-SVC') }],
  ]);
});

it('gives every step a place, in order, and every parameter that its code promises', () => {
  const lines = ['client', 'far', 'outside', `node/${N1}`].flatMap((from) =>
    [VIP, FAR, NEAR, '10.244.1.99:80'].map((to) => `${from} > ${to}`),
  );
  const exchanges = [two, three, none].flatMap((net) => lines.map((line, seed) => call(net, line, { seed })));
  const some = fc.constantFrom(...exchanges);
  fc.assert(
    fc.property(some, some, (a, b) => {
      const { ranges, code, params, same } = compareExchanges(a, b);
      for (const [side, { steps }] of [
        ['a', a],
        ['b', b],
      ] as const) {
        let at = 0;
        for (const range of ranges) {
          expect(range[side].start).toBe(at);
          at = range[side].end;
        }
        expect(at).toBe(steps.length);
      }
      expect(PARTING_CODES[code].filter((name) => !(name in params))).toEqual([]);
      expect(same).toBe(compareExchanges(b, a).same);
      expect(compareExchanges(a, a).same).toBe(true);
    }),
    { numRuns: 60 },
  );
});
