import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { machineId } from '../host/model';
import { emptyWorld } from '../host/world';
import { ip } from '../net/ip';
import { countSteps, NO_COUNTERS } from './counters';
import { distribution } from './distribution';
import type { SendRequest } from './model';
import { buildNetwork } from './network';
import { chainKey, ruleKey } from './rule-key';
import { send } from './send';
import { arbitraryCall } from './testing/arbitrary';
import { CLUSTER_IP, clusterIpNetwork } from './testing/article';
import { call, matchedRules } from './testing/call';
import { type ClusterLines, clusterOf } from './testing/cluster';
import { LANDINGS, runTraffic, TrafficRun } from './traffic';

const network = clusterIpNetwork();
const NODE = machineId('node/ycwang-ubuntu');
const request: SendRequest = {
  from: machineId('pod/default/client'),
  to: { ip: ip('10.104.112.175'), port: 8080 },
  proto: 'tcp',
  sport: 40000,
  seed: 7,
};
const bars = (t: ReturnType<typeof runTraffic>) =>
  Object.fromEntries(t.endings.map((e) => [e.deliveredTo?.ip ?? e.code, e.count]));

describe('many connections', () => {
  it('are the same for the same seed, and others for another', () => {
    const once = runTraffic(network, emptyWorld(), request, 300);
    expect(runTraffic(network, emptyWorld(), request, 300)).toEqual(once);
    expect(bars(runTraffic(network, emptyWorld(), { ...request, seed: 8 }, 300))).not.toEqual(bars(once));
  });

  it('land on every endpoint, in no fixed order', () => {
    const { endings, landings, outcomes, sent } = runTraffic(network, emptyWorld(), request, 100);
    expect(sent).toBe(100);
    expect(outcomes).toEqual(new Map([['answered', 100]]));
    expect(endings.map((e) => e.deliveredTo?.ip).sort()).toEqual(['10.244.0.3', '10.244.1.4']);
    expect(endings.reduce((sum, e) => sum + e.count, 0)).toBe(100);
    expect(landings).toHaveLength(LANDINGS);
    const again = landings.filter((key, i) => key === landings[i - 1]);
    expect(again.length).toBeGreaterThan(3);
  });

  it('go on where they stopped', () => {
    const run = new TrafficRun(network, emptyWorld(), request);
    for (let i = 0; i < 10; i++) run.send(20);
    expect({ ...run.result(), counters: run.counted(), world: run.world() }).toEqual(
      runTraffic(network, emptyWorld(), request, 200),
    );
  });

  it('give conntrack an entry each, from a port each', () => {
    const first = send(network, emptyWorld(), request);
    const { world } = runTraffic(network, first.world, request, 50);
    const entries = world.machines.get(NODE)?.conntrack ?? [];
    expect(entries).toHaveLength(51);
    expect(new Set(entries.map((e) => e.original.sport)).size).toBe(51);
  });

  it('find the ports above 1023 used up at last', () => {
    const lost: ClusterLines = { ...CLUSTER_IP, services: [] };
    const run = new TrafficRun(buildNetwork(clusterOf(lost)), emptyWorld(), { ...request, sport: 65_530 });
    run.send(20);
    const sports =
      run
        .world()
        .machines.get(NODE)
        ?.conntrack.map((e) => e.original.sport) ?? [];
    expect(sports).toContain(65_535);
    expect(sports).toContain(1024);
    expect(Math.min(...sports)).toBe(1024);
  });

  it('stay with one Pod under session affinity', () => {
    const sticky = buildNetwork(
      clusterOf({
        ...CLUSTER_IP,
        services: CLUSTER_IP.services.map((s) => ({ ...s, spec: { sessionAffinity: 'ClientIP' } })),
      }),
    );
    expect(runTraffic(sticky, emptyWorld(), request, 60).endings.map((e) => e.count)).toEqual([60]);
  });

  it('obey a forced choice', () => {
    const forced = { ...request, force: '10.244.1.4:80' };
    expect(bars(runTraffic(network, emptyWorld(), forced, 40))).toEqual({ '10.244.1.4': 40 });
  });

  it('refuse a sender that is not there', () => {
    const nobody = { ...request, from: machineId('pod/default/nobody') };
    expect(() => runTraffic(network, emptyWorld(), nobody, 1)).toThrow(RangeError);
  });
});

describe('counters', () => {
  it('count a rule once all its conditions hold, and nothing else', () => {
    const exchange = call(network, 'client > 10.104.112.175:8080');
    const { rules, policies } = countSteps(NO_COUNTERS, exchange.steps);
    const matched = exchange.steps.filter((s) => s.kind === 'rule' && s.matched);
    expect(matchedRules(exchange)).toHaveLength(matched.length);
    expect([...rules.values()].reduce((sum, c) => sum + c.packets, 0)).toBe(matched.length);
    const asked = exchange.steps.filter((s) => s.kind === 'policy').length;
    expect([...policies.values()].reduce((sum, c) => sum + c.packets, 0)).toBe(asked);
  });

  it('count a SYN as 60 bytes', () => {
    const exchange = call(network, 'client > 10.104.112.175:8080');
    const dnat = exchange.steps.find((s) => s.kind === 'rule' && s.verdict?.kind === 'dnat');
    if (dnat?.kind !== 'rule') throw new Error('no DNAT');
    const key = ruleKey(dnat.machine, 4, dnat.table, dnat.chain, dnat.number);
    expect(countSteps(NO_COUNTERS, exchange.steps).rules.get(key)).toEqual({ packets: 1, bytes: 60 });
  });

  it('of many connections are those of as many single ones, one after the other', () => {
    const many = runTraffic(network, emptyWorld(), request, 40);
    let world = emptyWorld();
    let counters = NO_COUNTERS;
    // The chances of each connection are its own, so they are forced here to those that the run drew.
    const drawn = new TrafficRun(network, emptyWorld(), request);
    for (let i = 0; i < 40; i++) {
      drawn.send(1);
      const key = drawn.result().landings.at(-1);
      const to = drawn.result().endings.find((e) => e.key === key)?.deliveredTo;
      const single = { ...request, sport: 40000 + i, force: `${to?.ip}:${to?.port}` };
      const exchange = send(network, world, single);
      counters = countSteps(counters, exchange.steps);
      world = exchange.world;
    }
    expect(many.counters).toEqual(counters);
  });

  it('keep IPv4 and IPv6 apart', () => {
    const chain = network.machines.get(NODE)?.ruleset(4)?.tables.get('nat')?.chains.keys().next().value;
    if (!chain) throw new Error('no chain');
    expect(chainKey(NODE, 4, 'nat', chain)).not.toBe(chainKey(NODE, 6, 'nat', chain));
  });
});

it('converges to the exact distribution (chi-square)', () => {
  const pods = Array.from({ length: 7 }, (_, i) => ({
    name: `p${i}`,
    node: i % 2 ? 'ycwang-ubuntu' : 'ycwang-ubuntu-worker',
    ip: `10.244.${i % 2 ? 0 : 1}.${20 + i}`,
    port: 80,
  }));
  const seven = buildNetwork(
    clusterOf({
      pods: [...CLUSTER_IP.pods, ...pods],
      services: CLUSTER_IP.services.map((s) => ({
        ...s,
        endpoints: pods.map((p) => `${p.ip}:80@${p.node}`),
      })),
    }),
  );
  const n = 4000;
  const expected = distribution(seven, emptyWorld(), request);
  const { endings } = runTraffic(seven, emptyWorld(), request, n);
  expect(endings.map((e) => e.key).sort()).toEqual(expected.map((e) => e.key).sort());
  const counts = new Map(endings.map((e) => [e.key, e.count]));
  const chi2 = expected.reduce((sum, { key, probability }) => {
    const mean = probability * n;
    return sum + ((counts.get(key) ?? 0) - mean) ** 2 / mean;
  }, 0);
  // 6 degrees of freedom: 22.5 is exceeded once in a thousand seeds.
  expect(chi2).toBeLessThan(22.5);
});

it('ends only where the distribution says that it can', () => {
  fc.assert(
    fc.property(arbitraryCall, ({ cluster, line, seed, overlay, bridgeNf }) => {
      const net = buildNetwork(clusterOf(cluster), {
        overlay,
        nodes: { '*': { sysctls: { bridgeNfCallIptables: bridgeNf } } },
      });
      const { request: asked } = call(net, line, { seed });
      const possible = new Set(distribution(net, emptyWorld(), asked).map((e) => e.key));
      const run = new TrafficRun(net, emptyWorld(), asked);
      run.send(1);
      for (const { key } of run.result().endings) expect(possible).toContain(key);
    }),
    { numRuns: 60 },
  );
});
