import { describe, expect, test } from 'vitest';
import { machineId } from '../host/model';
import { emptyWorld } from '../host/world';
import { distribution } from './distribution';
import type { Exchange } from './model';
import { buildNetwork, type NetworkOptions } from './network';
import type { RouteStep } from './step';
import { NODE_PORT } from './testing/article';
import { call, matchedRules } from './testing/call';
import { clusterOf } from './testing/cluster';

const N1 = 'ycwang-ubuntu';
const N2 = 'ycwang-ubuntu-worker';
const LB = '192.168.111.3';
const CALL = 'outside > 203.0.113.7:8080';

interface Kind {
  readonly policy?: 'Cluster' | 'Local';
  readonly ipMode?: 'VIP' | 'Proxy';
  readonly endpoints?: readonly string[];
}

function networkOf({ policy = 'Cluster', ipMode = 'VIP', endpoints }: Kind = {}, options?: NetworkOptions) {
  const services = NODE_PORT.services.map((s) => ({
    ...s,
    ...(endpoints && { endpoints }),
    spec: { type: 'LoadBalancer' as const, externalTrafficPolicy: policy, healthCheckNodePort: 31000 },
    status: { loadBalancer: { ingress: [{ ip: '203.0.113.7', ipMode }] } },
  }));
  return buildNetwork(clusterOf({ ...NODE_PORT, services }), options);
}

const choiceOf = ({ steps }: Exchange) =>
  steps.find((s): s is RouteStep => s.kind === 'route' && !!s.balanced)?.balanced;
const ways = ({ traces, steps }: Exchange) =>
  traces.map(({ start, end }) => [...new Set(steps.slice(start, end).map((s) => s.machine))].join(' '));

describe('ipMode VIP: the packet is only routed, and answered directly', () => {
  const exchange = call(networkOf(), CALL, { via: N1, force: '10.244.1.4:80' });

  test('to a node, which balances it by its own rules', () => {
    expect(ways(exchange)).toEqual([
      `outside lb node/${N1} node/${N2} pod/default/far-web`,
      `pod/default/far-web node/${N2} node/${N1} outside`,
    ]);
    expect(matchedRules(exchange, { node: N1 })).toContain('KUBE-EXT-…#2');
    expect(exchange.outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: '10.244.0.0' } });
    expect(exchange.steps.at(-1)?.after.packet).toMatchObject({ src: '203.0.113.7', sport: 8080 });
  });

  test('with externalTrafficPolicy Local the Pod sees the caller', () => {
    const { outcome } = call(networkOf({ policy: 'Local' }), CALL);
    expect(outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: '192.168.111.50', port: 40000 } });
  });
});

describe('ipMode Proxy: two connections', () => {
  const exchange = call(networkOf({ ipMode: 'Proxy' }), CALL, { via: N2, force: '10.244.1.4:80' });

  test('to the node port, from the load balancer, and back through it', () => {
    expect(ways(exchange)).toEqual([
      `outside lb node/${N2} pod/default/far-web`,
      `pod/default/far-web node/${N2} lb outside`,
    ]);
    expect(exchange.outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: '10.244.1.1' } });
    expect(exchange.steps.at(-1)?.after.packet).toMatchObject({ src: '203.0.113.7', sport: 8080 });
  });

  test('with externalTrafficPolicy Local the Pod sees the load balancer', () => {
    const { outcome } = call(networkOf({ ipMode: 'Proxy', policy: 'Local' }), CALL);
    expect(outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: LB } });
  });

  test('a Pod goes out to it too, for no node has rules for the address', () => {
    const inside = call(networkOf({ ipMode: 'Proxy' }), 'client > 203.0.113.7:8080', { via: N2 });
    expect(ways(inside)[0]).toMatch(`pod/default/client node/${N1} router lb node/${N2}`);
    expect(inside.outcome.code).toBe('answered');
  });
});

describe('health checks', () => {
  const onlyFar = { policy: 'Local', endpoints: [`10.244.0.3:80@${N1}`, `!10.244.1.4:80@${N2}`] } as const;
  const healthy = (exchange: Exchange) =>
    choiceOf(exchange)
      ?.backends.filter((b) => b.healthy)
      .map((b) => b.machine);

  test('Local: only nodes with a ready endpoint pass', () => {
    for (const seed of [1, 2, 3, 4]) {
      const exchange = call(networkOf(onlyFar), CALL, { seed });
      expect(healthy(exchange)).toEqual([`node/${N1}`]);
      expect(exchange.outcome.deliveredTo?.ip).toBe('10.244.0.3');
    }
  });

  test('a node that fails is not chosen, not even on demand', () => {
    expect(choiceOf(call(networkOf(onlyFar), CALL, { via: N2 }))).toMatchObject({
      chosen: `node/${N1}`,
      forced: false,
    });
  });

  test('a node that is down, or whose kube-proxy stands still, does not answer the check', () => {
    const sick = (settings: NonNullable<NetworkOptions['nodes']>[string]) =>
      healthy(call(networkOf({}, { nodes: { [N1]: settings } }), CALL));
    expect(sick({ down: 'died' })).toEqual([`node/${N2}`]);
    expect(sick({ stopped: {} })).toEqual([`node/${N2}`]);
  });

  test('no healthy node, no such port: nothing comes back', () => {
    const nobody = call(networkOf({ policy: 'Local', endpoints: [] }), CALL);
    expect(nobody.outcome).toMatchObject({ code: 'timeout', drop: { code: 'lb-no-node' } });
    const closed = call(networkOf(), 'outside > 203.0.113.7:81');
    expect(closed.outcome).toMatchObject({ code: 'timeout', drop: { code: 'lb-no-port' } });
  });
});

describe('which node', () => {
  test('each has the same chance, by the seed', () => {
    const chances = distribution(networkOf({ policy: 'Local' }), emptyWorld(), {
      from: machineId('outside'),
      to: { ip: call(networkOf(), CALL).request.to.ip, port: 8080 },
      proto: 'tcp',
      sport: 40000,
      seed: 1,
    });
    expect(chances.map((c) => [c.deliveredTo?.ip, c.probability.toFixed(3)]).sort()).toEqual([
      ['10.244.0.3', '0.500'],
      ['10.244.1.4', '0.500'],
    ]);
    const chosen = new Set(
      Array.from({ length: 20 }, (_, seed) => choiceOf(call(networkOf(), CALL, { seed }))?.chosen),
    );
    expect(chosen.size).toBe(2);
  });

  test.each(['VIP', 'Proxy'] as const)('a flow stays with its node (%s)', (ipMode) => {
    const network = networkOf({ ipMode });
    const first = call(network, CALL, { via: N1, conversation: true });
    expect(first.outcome).toMatchObject({ code: 'answered', connected: true });
    const open = call(network, CALL, { via: N1 });
    for (const seed of [1, 2, 3, 4]) {
      const again = call(network, CALL, { world: open.world, seed });
      expect(again.outcome.deliveredTo).toEqual(open.outcome.deliveredTo);
    }
  });
});

test('the load balancer itself asks for the health of a node', () => {
  const local = networkOf({ policy: 'Local' });
  expect(call(local, 'lb > 192.168.111.128:31000').outcome).toMatchObject({
    code: 'answered',
    deliveredTo: { machine: `node/${N1}` },
    sourceSeen: { ip: LB },
  });
});
