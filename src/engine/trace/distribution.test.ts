import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { machineId, type Network } from '../host/model';
import { emptyWorld } from '../host/world';
import { ip } from '../net/ip';
import { tryRule } from '../netfilter/evaluate/try-rule';
import { distribution } from './distribution';
import type { SendRequest } from './model';
import { buildNetwork, type NetworkOptions } from './network';
import { send } from './send';
import { arbitraryCall } from './testing/arbitrary';
import { call, withRules } from './testing/call';
import { type ClusterLines, clusterOf } from './testing/cluster';

vi.mock('../netfilter/evaluate/try-rule', async (original) => {
  const real = await original<typeof import('../netfilter/evaluate/try-rule')>();
  return { ...real, tryRule: vi.fn(real.tryRule) };
});
const rulesTried = vi.mocked(tryRule);

const N1 = 'ycwang-ubuntu';
const N2 = 'ycwang-ubuntu-worker';
const request: SendRequest = {
  from: machineId('pod/default/client'),
  to: { ip: ip('10.96.0.10'), port: 8080 },
  proto: 'tcp',
  sport: 40000,
  seed: 1,
};

interface Asked {
  readonly spec?: NonNullable<ClusterLines['services'][number]['spec']>;
  readonly options?: NetworkOptions;
}

/** A client on the first node, and one Service with `n` endpoints, in turn on the first and on the second node. */
function endpoints(n: number, { spec = {}, options }: Asked = {}): Network {
  const pods = Array.from({ length: n }, (_, i) => {
    const far = i % 2;
    return {
      name: `p${i}`,
      node: far ? N2 : N1,
      ip: `10.244.${far}.${10 + (i >> 1)}`,
      port: 80,
    };
  });
  return buildNetwork(
    clusterOf({
      pods: [{ name: 'client', node: N1, ip: '10.244.0.2' }, ...pods],
      services: [
        {
          name: 'svc',
          clusterIP: '10.96.0.10',
          port: 8080,
          nodePort: 30000,
          endpoints: pods.map((p) => `${p.ip}:80@${p.node}`),
          spec,
        },
      ],
    }),
    options,
  );
}

/** What 31 bits keep of what kube-proxy writes with ten decimals. */
const kernel = (p: number) => Math.round(Number(p.toFixed(10)) * 2 ** 31) / 2 ** 31;

/** Of n endpoints in order: 1/n, then 1/(n-1) of the rest, …, and the last takes what is left. */
function closedForm(n: number): readonly number[] {
  let rest = 1;
  return Array.from({ length: n }, (_, i) => {
    const share = rest * (i === n - 1 ? 1 : kernel(1 / (n - i)));
    rest -= share;
    return share;
  });
}

const byPod = (network: Network, asked = request) =>
  new Map(
    distribution(network, emptyWorld(), asked).map((c) => [c.deliveredTo?.machine ?? c.code, c.probability]),
  );
const sum = (all: Iterable<number>) => [...all].reduce((a, b) => a + b, 0);

describe('one Service', () => {
  it.each([1, 2, 3, 4, 5, 7, 10, 25])('with %d endpoints has the kernel’s probabilities', (n) => {
    const found = [...byPod(endpoints(n)).values()].sort();
    const wanted = [...closedForm(n)].sort();
    expect(found).toHaveLength(n);
    for (const [i, p] of found.entries()) expect(p).toBeCloseTo(wanted[i] ?? 0, 14);
    expect(Math.abs(sum(found) - 1)).toBeLessThan(1e-12);
  });

  it('without endpoints refuses always', () => {
    const [only, ...more] = distribution(endpoints(0), emptyWorld(), request);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ code: 'refused', probability: 1, ways: 1, drop: 'rule-reject' });
    expect(only?.draws()).toEqual([]);
  });

  it('tells what was drawn on the way', () => {
    const chances = distribution(endpoints(3), emptyWorld(), request);
    const drawn = chances.map((c) => c.draws().map((d) => d.holds)).sort((a, b) => a.length - b.length);
    expect(drawn).toEqual([[true], expect.any(Array), expect.any(Array)]);
    expect(drawn.map((d) => d.length)).toEqual([1, 2, 2]);
    for (const chance of chances) {
      const product = chance.draws().reduce((p, d) => p * d.probability, 1);
      expect(product).toBeCloseTo(chance.probability, 14);
      expect(chance.draws().every((d) => d.machine === `node/${N1}`)).toBe(true);
    }
  });

  it('stays with the Pod that it chose under session affinity', () => {
    const network = endpoints(4, { spec: { sessionAffinity: 'ClientIP' } });
    expect(byPod(network).size).toBe(4);
    const first = send(network, emptyWorld(), request);
    const [only, ...more] = distribution(network, first.world, { ...request, sport: 40001 });
    expect(more).toEqual([]);
    expect(only).toMatchObject({ probability: 1, deliveredTo: first.outcome.deliveredTo });
  });

  it('asks no rule for a flow that is known', () => {
    const network = endpoints(4);
    const first = send(network, emptyWorld(), request);
    const [only, ...more] = distribution(network, first.world, request);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ probability: 1, deliveredTo: first.outcome.deliveredTo });
  });

  it('with a forced endpoint leaves nothing to chance', () => {
    const forced = { ...request, force: '10.244.1.10:80' };
    expect([...byPod(endpoints(5), forced)]).toEqual([['pod/default/p1', 1]]);
  });

  it('with a traffic policy shares among the local ones', () => {
    const internal = endpoints(6, { spec: { internalTrafficPolicy: 'Local' } });
    expect([...byPod(internal).keys()].sort()).toEqual([
      'pod/default/p0',
      'pod/default/p2',
      'pod/default/p4',
    ]);
    const external = endpoints(5, { spec: { externalTrafficPolicy: 'Local' } });
    const fromOutside = {
      ...request,
      from: machineId('outside'),
      to: { ip: ip('192.168.111.129'), port: 30000 },
    };
    expect([...byPod(external, fromOutside)]).toEqual([
      ['pod/default/p1', 0.5],
      ['pod/default/p3', 0.5],
    ]);
  });
});

describe('draws that multiply', () => {
  it('one after the other that change nothing do not', () => {
    const sampled = Array.from(
      { length: 40 },
      () => '-A FORWARD -m statistic --mode random --probability 0.5',
    ).join('\n');
    const network = withRules(endpoints(3), N1, `*mangle\n${sampled}\nCOMMIT\n`);
    rulesTried.mockClear();
    const chances = distribution(network, emptyWorld(), request);
    expect(rulesTried.mock.calls.length).toBeLessThan(100_000);
    expect(chances).toHaveLength(3);
    expect(Math.abs(sum(chances.map((c) => c.probability)) - 1)).toBeLessThan(1e-12);
    // The request passes them on the way there, the answer on the way back.
    expect(Math.max(...chances.map((c) => c.ways))).toBeGreaterThanOrEqual(2 ** 40);
  });

  it('that do something stay apart', () => {
    const rules = [0.5, 0.25].map(
      (p) => `-A FORWARD -m conntrack --ctstate NEW -m statistic --mode random --probability ${p} -j DROP`,
    );
    const network = withRules(endpoints(1), N1, `*mangle\n${rules.join('\n')}\nCOMMIT\n`);
    const found = new Map(
      distribution(network, emptyWorld(), request).map((c) => [c.code, [c.probability, c.ways]]),
    );
    expect(found).toEqual(
      new Map([
        ['answered', [0.375, 1]],
        ['timeout', [0.625, 2]],
      ]),
    );
  });

  it('are told with the node that drew', () => {
    const drop = '-A FORWARD -m statistic --mode random --probability 0.25 -j DROP';
    const network = withRules(endpoints(2), N2, `*mangle\n${drop}\nCOMMIT\n`);
    const far = distribution(network, emptyWorld(), request).find((c) =>
      c.deliveredTo?.machine.endsWith('p1'),
    );
    expect(far?.draws().map((d) => d.machine)).toContain(`node/${N2}`);
  });
});

describe('a run that is gone on with', () => {
  it('tries the draws of a Service a few times, however many endpoints it has', () => {
    const network = endpoints(60);
    const chains = network.machines
      .get(machineId(`node/${N1}`))
      ?.ruleset(4)
      ?.tables.get('nat')?.chains;
    const draws = [...(chains ?? [])]
      .filter(([name]) => name.startsWith('KUBE-SVC-'))
      .flatMap(([, { rules }]) =>
        rules.flatMap(({ matches }) => matches.filter((m) => m.kind === 'statistic')),
      );
    expect(draws).toHaveLength(59);
    let tried = 0;
    for (const match of draws) {
      const { probability } = match;
      const get = () => {
        tried++;
        return probability;
      };
      Object.defineProperty(match, 'probability', { get });
    }
    expect(distribution(network, emptyWorld(), request)).toHaveLength(60);
    expect(tried).toBeLessThan(59 * 10);
  });

  it.each([
    ['a mark', '-j MARK --or-mark 0x1', '-m mark --mark 0x1/0x1', 3 / 16],
    ['a mark of the connection', '-j CONNMARK --set-mark 5', '-m connmark --mark 5', 3 / 16],
    ['no mark where there was none', '', '-m mark --mark 0x1/0x1', 1 / 8],
    ['a source', '-m recent --set --name a', '-m mark --mark 0x1/0x1', 1 / 8],
  ])('has kept %s', (_, before, kept, lost) => {
    const draws = (p: number) => `-m conntrack --ctstate NEW -m statistic --mode random --probability ${p}`;
    const rules = [
      `-A PREROUTING ${before}`,
      `-A PREROUTING ${draws(0.5)} -m recent --set --name b`,
      `-A PREROUTING ${draws(0.25)} -j OTHER`,
      `-A OTHER ${draws(0.5)} ${kept} -j DROP`,
      `-A OTHER ${draws(0.5)} -j RETURN`,
      '-A OTHER -m conntrack --ctstate NEW -j DROP',
    ];
    const network = withRules(endpoints(2), N1, `*mangle\n:OTHER - [0:0]\n${rules.join('\n')}\nCOMMIT\n`);
    const chances = distribution(network, emptyWorld(), request);
    expect(chances.find((c) => c.code === 'timeout')?.probability).toBeCloseTo(lost, 14);
    expect(Math.abs(sum(chances.map((c) => c.probability)) - 1)).toBeLessThan(1e-12);
  });

  it('has kept what a limit counted', () => {
    const rules = [
      '-A ONCE -m limit --limit 1/hour --limit-burst 1 -j MARK --or-mark 0x2',
      '-A PREROUTING -j ONCE',
      '-A PREROUTING -m conntrack --ctstate NEW -m statistic --mode random --probability 0.25 -j OTHER',
      '-A OTHER -j MARK --set-xmark 0x0/0x2',
      '-A OTHER -j ONCE',
      '-A OTHER -m mark --mark 0x2/0x2 -j DROP',
    ];
    const chains = ':ONCE - [0:0]\n:OTHER - [0:0]';
    const network = withRules(endpoints(1), N1, `*mangle\n${chains}\n${rules.join('\n')}\nCOMMIT\n`);
    const found = distribution(network, emptyWorld(), request);
    expect(found.map((c) => [c.code, c.probability])).toEqual([['answered', 1]]);
  });
});

it('tries a few dozen rules for each endpoint, however many there are', () => {
  const perEndpoint = [100, 400].map((n) => {
    const network = endpoints(n);
    rulesTried.mockClear();
    expect(distribution(network, emptyWorld(), request)).toHaveLength(n);
    return rulesTried.mock.calls.length / n;
  });
  const [few = 0, many = 0] = perEndpoint;
  expect(few).toBeGreaterThan(5);
  expect(many).toBeLessThan(60);
  // Draws repeated for each endpoint would be half as many tries as there are endpoints, and more with more of them.
  expect(many - few).toBeLessThan(1);
});

it('sums to one for anybody who calls anything', () => {
  fc.assert(
    fc.property(arbitraryCall, ({ cluster, line, seed, overlay, walkOuter, bridgeNf }) => {
      const network = buildNetwork(clusterOf(cluster), {
        overlay,
        walkOuter,
        nodes: { '*': { sysctls: { bridgeNfCallIptables: bridgeNf } } },
      });
      const { request: asked, outcome } = call(network, line, { seed });
      const chances = distribution(network, emptyWorld(), asked);
      expect(Math.abs(sum(chances.map((c) => c.probability)) - 1)).toBeLessThan(1e-12);
      expect(new Set(chances.map((c) => c.key)).size).toBe(chances.length);
      expect(chances.map((c) => c.code)).toContain(outcome.code);
    }),
    { numRuns: 100 },
  );
});
