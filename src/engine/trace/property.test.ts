import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tupleKey } from '../net/tuple';
import type { Exchange } from './model';
import { buildNetwork } from './network';
import type { Skb, Step } from './step';
import { type ArbitraryCall, arbitraryCall } from './testing/arbitrary';
import { call } from './testing/call';
import { clusterOf } from './testing/cluster';

function run({ cluster, line, seed, overlay, walkOuter, bridgeNf }: ArbitraryCall): Exchange {
  const network = buildNetwork(clusterOf(cluster), {
    overlay,
    walkOuter,
    nodes: { '*': { sysctls: { bridgeNfCallIptables: bridgeNf } } },
  });
  return call(network, line, { seed });
}

const always = (check: (exchange: Exchange, asked: ArbitraryCall) => void) =>
  fc.assert(
    fc.property(arbitraryCall, (asked) => check(run(asked), asked)),
    { numRuns: 200 },
  );

const isEnd = ({ kind }: Step) => kind === 'deliver' || kind === 'drop';

test('every packet has exactly one end, and it is its last step', () => {
  always(({ traces, steps, outcome }) => {
    for (const { start, end } of traces) {
      const own = steps.slice(start, end);
      expect(own.filter(isEnd)).toHaveLength(1);
      expect(own[0]?.kind).toBe('send');
      expect(isEnd(own.at(-1) as Step)).toBe(true);
    }
    expect(traces.at(-1)?.end).toBe(steps.length);
    expect(steps.map((s) => s.index)).toEqual(steps.map((_, i) => i));
    expect(steps[outcome.step]).toBeDefined();
  });
});

test('an answer comes from the address that was called, to the socket that called', () => {
  always(({ outcome, steps, request, traces }) => {
    if (outcome.code !== 'answered') return;
    expect(steps.at(-1)?.after.packet).toMatchObject({
      src: request.to.ip,
      sport: request.to.port,
      dst: traces[0]?.packet.src,
      dport: request.sport,
    });
  });
});

test('a call to a Service is answered only by one of its endpoints', () => {
  always(({ outcome, request }, { cluster }) => {
    const port = request.to.port;
    if (outcome.code !== 'answered' || (port !== 8080 && port !== 30000)) return;
    const { ip, port: at } = outcome.deliveredTo ?? {};
    expect(cluster.services[0]?.endpoints.map((e) => e.replace(/@.*/, ''))).toContain(`${ip}:${at}`);
  });
});

test('inside of the cluster, a Service with a listener behind it answers everyone', () => {
  always(({ outcome, request }, { cluster, bridgeNf, line }) => {
    const [svc] = cluster.services;
    const [pod] = cluster.pods;
    const healthy = svc?.endpoints.length && (pod?.port ?? pod?.udp) === 80 && bridgeNf;
    const everywhere =
      svc?.spec?.internalTrafficPolicy === 'Cluster' && svc.spec.externalTrafficPolicy === 'Cluster';
    const called = request.to.port === 8080 || request.to.port === 30000;
    const insider = !line.startsWith('outside') || request.to.port === 30000;
    if (healthy && everywhere && called && insider) expect(outcome.code).toBe('answered');
  });
});

test('the same seed gives the same trace', () => {
  always(({ steps }, asked) => {
    expect(run(asked).steps).toEqual(steps);
  });
});

/** A bridged frame gets its output interface and port from the bridge, which asks no route. */
const known = ({ oif: _, physOut: __, ...rest }: Skb): Omit<Skb, 'oif' | 'physOut'> => rest;

test('on one machine each step takes the packet up where the one before left it', () => {
  always(({ steps }) => {
    steps.forEach((step, i) => {
      const before = steps[i - 1];
      if (!before || before.trace !== step.trace) return;
      expect(step.hop - before.hop === 0 || step.hop - before.hop === 1).toBe(true);
      if (before.hop === step.hop) expect(known(step.before)).toEqual(known(before.after));
      else expect(step.before.packet).toBe(before.after.packet);
    });
  });
});

test('the same flow again takes the same way to the same end, without a nat rule', () => {
  always((first, asked) => {
    if (first.outcome.code !== 'answered') return;
    const again = call(first.network, asked.line, { seed: asked.seed + 1, world: first.world });
    expect(again.outcome.deliveredTo).toEqual(first.outcome.deliveredTo);
    expect(again.outcome.sourceSeen).toEqual(first.outcome.sourceSeen);
    expect(again.steps.filter((s) => s.kind === 'rule' && s.table === 'nat')).toEqual([]);
  });
});

test('however many flows there are, no two on a machine share a tuple in any direction', () => {
  always((first, asked) => {
    const { network, world } = first;
    const second = call(network, asked.line, { sport: 40001, seed: asked.seed, world });
    const third = call(network, asked.line, { seed: asked.seed, world: second.world, conversation: true });
    for (const { conntrack } of third.world.machines.values()) {
      const tuples = conntrack.flatMap(({ original, reply }) => [tupleKey(original), tupleKey(reply)]);
      expect(new Set(tuples).size).toBe(tuples.length);
    }
  });
});
