import { describe, expect, test } from 'vitest';
import { advance } from '../host/world';
import { ipLength } from '../net/length';
import type { Exchange } from './model';
import type { NetworkOptions } from './network';
import { clusterIpNetwork, nodePortNetwork } from './testing/article';
import { type CallOptions, call, rulesTried } from './testing/call';

const VIP = 'client > 10.104.112.175:8080';
const FAR = '10.244.1.4:80';
const N1 = 'ycwang-ubuntu';

const sizes = ({ traces }: Exchange) =>
  traces.filter((t) => t.packet.data !== undefined).map((t) => `${t.leg} ${ipLength(t.packet)}`);
const large = (mtu: NetworkOptions['mtu'], line = VIP, more: object = { conversation: true }) =>
  call(clusterIpNetwork(mtu ? { mtu } : {}), line, { force: FAR, size: 1500, ...more });
const cuts = ({ steps }: Exchange) =>
  steps.flatMap((s) =>
    s.kind === 'interface' && s.fragments ? [`${s.machine} ${s.name} ${s.fragments}`] : [],
  );

describe('a large segment', () => {
  test('is no longer than the Pod’s own device takes, so that VXLAN fits into the NIC', () => {
    const exchange = large(undefined);
    expect(sizes(exchange)).toEqual(['request 1450', 'reply 1450']);
    expect(cuts(exchange)).toEqual([]);
    expect(exchange.outcome.code).toBe('answered');
  });

  test('both ends agree on the smaller of what they take', () => {
    const network = nodePortNetwork();
    const exchange = call(network, 'outside > 192.168.111.128:30000', {
      force: FAR,
      size: 1500,
      conversation: true,
    });
    expect(sizes(exchange)).toEqual(['request 1450', 'reply 1450']);
    const again = call(network, 'outside > 192.168.111.128:30000', {
      size: 1500,
      world: call(network, 'outside > 192.168.111.128:30000', { force: FAR }).world,
    });
    expect(sizes(again)).toEqual(['request 1450', 'reply 1450']);
  });

  test('Pods that take more than flannel.1: ICMP tells the limit, from the ClusterIP, and a shorter one arrives', () => {
    const exchange = large({ pod: 1500 });
    expect(sizes(exchange)).toEqual(['request 1500', 'request 1450', 'reply 1500', 'reply 1450']);
    const error = exchange.traces.find((t) => t.leg === 'error');
    expect(error?.packet.icmp).toMatchObject({ type: 3, code: 4, mtu: 1450 });
    const told = exchange.steps.slice(error?.start, error?.end);
    expect(told.find((s) => s.kind === 'conntrack')).toMatchObject({ state: 'RELATED' });
    expect(told.at(-1)?.after.packet.src).toBe('10.104.112.175');
    expect(exchange.outcome).toMatchObject({ code: 'answered', connected: true });
  });

  test('the limit is told before FORWARD, and remembered for the connection', () => {
    const network = clusterIpNetwork({ mtu: { pod: 1500 } });
    const open = call(network, VIP, { force: FAR });
    const first = call(network, VIP, { size: 1500, world: open.world });
    const lost = first.traces[0];
    expect(rulesTried(first, { hook: 'forward' }).filter((s) => s.index < (lost?.end ?? 0))).toEqual([]);
    expect(sizes(call(network, VIP, { size: 1500, world: first.world }))).toEqual([
      'request 1450',
      'reply 1450',
    ]);
  });

  test('flannel.1 takes no more than VXLAN leaves of the NIC, whatever it is told', () => {
    const exchange = large({ pod: 1500, overlay: 1500 });
    expect(sizes(exchange)).toEqual(['request 1500', 'request 1450', 'reply 1500', 'reply 1450']);
    expect(sizes(large({ pod: 1500, overlay: 1400 }))).toEqual(
      sizes(exchange).map((s) => s.replace('1450', '1400')),
    );
  });

  test('a LAN that carries less than the NICs believe: SYN passes, data vanishes, nobody is told', () => {
    const exchange = large({ lan: 1400 });
    expect(exchange.outcome).toMatchObject({
      code: 'timeout',
      errno: 'ETIMEDOUT',
      connected: true,
      drop: { code: 'lost-oversize', leg: 'request', params: { dev: 'eth0', size: 1500, mtu: 1400 } },
    });
    expect(exchange.traces.filter((t) => t.leg === 'error')).toEqual([]);
    expect(large({ lan: 1400 }, VIP, {}).outcome.code).toBe('answered');
  });
});

describe('datagrams and pings', () => {
  test('fragments pass a LAN that would not carry the whole, if each of them fits with VXLAN', () => {
    const lost = (pod: number) =>
      large({ pod, lan: 1400 }, 'client > udp 10.244.1.4:53', { size: 3000 }).outcome.drop;
    expect(lost(1350)).toBeUndefined();
    expect(lost(1360)).toMatchObject({ code: 'lost-oversize', params: { size: 1406, mtu: 1400 } });
  });

  test('UDP that does not fit is cut by its own kernel, and arrives', () => {
    const exchange = large(undefined, 'client > udp 10.244.1.4:53', { size: 3000 });
    expect(cuts(exchange)[0]).toBe('pod/default/client eth0 3');
    expect(exchange.outcome.code).toBe('answered');
  });

  test('what was cut goes on in pieces no longer than those', () => {
    expect(cuts(large({ pod: 1500 }, 'client > udp 10.244.1.4:53', { size: 1501, oneWay: true }))).toEqual([
      'pod/default/client eth0 2',
      `node/${N1} flannel.1 2`,
      'node/ycwang-ubuntu-worker cni0 2',
    ]);
  });

  test('UDP that fits the Pod but not flannel.1 is refused once: message too long', () => {
    expect(large({ pod: 1500 }, 'client > udp 10.244.1.4:53', {}).outcome).toMatchObject({
      code: 'unreachable',
      errno: 'EMSGSIZE',
      drop: { code: 'too-big' },
    });
  });

  test('ping is as long as it was asked to be', () => {
    const exchange = large(undefined, 'client > icmp 10.244.1.4', { size: 1000 });
    expect(sizes(exchange)).toEqual(['request 1000', 'reply 1000']);
    expect(large({ lan: 900 }, 'client > icmp 10.244.1.4', { size: 1000 }).outcome.drop?.code).toBe(
      'lost-oversize',
    );
  });
});

describe('what a machine has been told of a way', () => {
  const network = clusterIpNetwork({ mtu: { pod: 1500 } });
  const UDP = 'client > udp 10.244.1.4:53';
  const told = call(network, UDP, { size: 1500 });
  const next = (line: string, more: CallOptions, world = told.world) =>
    call(network, line, { ...more, world });

  test('holds for the next datagram to the same address: it is cut before it is sent', () => {
    const again = next(UDP, { size: 1500, sport: 40001 });
    expect(cuts(again).slice(0, 2)).toEqual(['pod/default/client eth0 2', `node/${N1} flannel.1 2`]);
    expect(again.outcome.drop?.leg).toBe('reply');
    expect(next(UDP, { size: 1500, sport: 40002 }, again.world).outcome.code).toBe('answered');
  });

  test('holds for every protocol: TCP offers no more, ping is cut', () => {
    const tcp = next('client > 10.244.1.4:80', { size: 1500, conversation: true });
    expect(sizes(tcp)).toEqual(['request 1450', 'reply 1450']);
    const ping = next('client > icmp 10.244.1.4', { size: 1500 });
    expect([ping.outcome.code, cuts(ping)[0]]).toEqual(['answered', 'pod/default/client eth0 2']);
  });

  test('TCP learns it for the others too', () => {
    const tcp = call(network, 'client > 10.244.1.4:80', { size: 1500, conversation: true });
    expect(next('client > icmp 10.244.1.4', { size: 1500 }, tcp.world).outcome.code).toBe('answered');
  });

  test('says nothing of another address, or of another machine', () => {
    expect(
      next(VIP, { size: 1500, conversation: true, force: FAR }).traces.some((t) => t.leg === 'error'),
    ).toBe(true);
    expect(next('near-web > udp 10.244.1.4:53', { size: 1500 }).outcome.errno).toBe('EMSGSIZE');
  });

  test('is forgotten after ten minutes', () => {
    expect(next(UDP, { size: 1500 }, advance(told.world, 599)).outcome.errno).toBeUndefined();
    expect(next(UDP, { size: 1500 }, advance(told.world, 600)).outcome.errno).toBe('EMSGSIZE');
  });
});

test('with host-gw, Pods use the whole NIC', () => {
  const network = clusterIpNetwork({ overlay: 'host-gw' });
  expect(sizes(call(network, VIP, { force: FAR, size: 9000, conversation: true }))).toEqual([
    'request 1500',
    'reply 1500',
  ]);
});
