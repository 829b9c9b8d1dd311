import { describe, expect, test } from 'vitest';
import { machineId, type WorldState } from '../host/model';
import { advance, forgetFlows } from '../host/world';
import type { TcpFlag } from '../net/packet';
import type { Exchange } from './model';
import { buildNetwork } from './network';
import { CLUSTER_IP, clusterIpNetwork } from './testing/article';
import {
  type CallOptions,
  call,
  conntrackOf,
  matchedRules,
  rulesTried,
  withMachine,
  withRules,
} from './testing/call';
import { clusterOf } from './testing/cluster';

const N1 = 'ycwang-ubuntu';
const VIP = 'client > 10.104.112.175:8080';
const FAR = '10.244.1.4:80';
const NEAR = '10.244.0.3:80';
const network = clusterIpNetwork();

const said = ({ traces }: Exchange) =>
  traces.map(({ leg, packet }) => `${leg === 'request' ? '>' : '<'}${packet.flags.join('+')}`);
const entryOf = ({ world }: { world: WorldState }, node = N1) =>
  world.machines.get(machineId(`node/${node}`))?.conntrack[0];
const PUSH: readonly TcpFlag[] = ['PSH', 'ACK'];

describe('the whole conversation', () => {
  const whole = call(network, VIP, { force: FAR, conversation: true });

  test('handshake, data, answer and both FINs are one exchange', () => {
    expect(said(whole)).toEqual([
      '>SYN',
      '<SYN+ACK',
      '>ACK',
      '>PSH+ACK',
      '<PSH+ACK',
      '>FIN+ACK',
      '<FIN+ACK',
      '>ACK',
    ]);
    expect(whole.outcome).toMatchObject({
      code: 'answered',
      connected: true,
      deliveredTo: { ip: '10.244.1.4' },
    });
    expect(entryOf(whole)).toMatchObject({ state: 'TIME_WAIT', assured: true, expires: 120 });
  });

  test('nat is asked for its first packet only', () => {
    const traces = new Set(rulesTried(whole, { node: N1, table: 'nat' }).map((s) => s.trace));
    expect([...traces]).toEqual([0]);
  });

  test('it leaves no connection behind', () => {
    for (const { connections } of whole.world.machines.values()) expect(connections?.size ?? 0).toBe(0);
  });

  test('a rule that drops what comes back hangs it', () => {
    const dropping = withRules(
      network,
      N1,
      '*mangle\n:FORWARD ACCEPT [0:0]\n-A FORWARD -s 10.244.1.4/32 -m conntrack --ctstate NEW,ESTABLISHED -j DROP\nCOMMIT\n',
    );
    const { outcome } = call(dropping, VIP, { force: FAR, conversation: true });
    expect(outcome).toMatchObject({ code: 'timeout', errno: 'ETIMEDOUT', drop: { leg: 'reply' } });
  });

  test('refused, it ends with the RST', () => {
    const closed = call(network, 'client > 10.244.1.4:81', { conversation: true });
    expect(said(closed)).toEqual(['>SYN', '<RST+ACK']);
    expect(closed.outcome).toMatchObject({ code: 'refused', errno: 'ECONNREFUSED' });
  });
});

describe('the same flow again', () => {
  const open = call(network, VIP, { force: FAR });
  const next = (flags: readonly TcpFlag[], world = open.world) => call(network, VIP, { world, flags });

  test('SYN and SYN-ACK leave it half open; data establishes it', () => {
    expect(entryOf(open)).toMatchObject({ state: 'SYN_RECV', expires: 60, assured: false });
    const data = call(network, VIP, { world: open.world });
    expect(said(data)).toEqual(['>PSH+ACK', '<PSH+ACK']);
    expect(entryOf(data)).toMatchObject({ state: 'ESTABLISHED', expires: 300, assured: true });
    expect(data.outcome).toMatchObject({ code: 'answered', connected: true });
  });

  test('FIN is answered and acknowledged, RST by nobody', () => {
    const fin = next(['FIN', 'ACK']);
    expect(said(fin)).toEqual(['>FIN+ACK', '<FIN+ACK', '>ACK']);
    expect(entryOf(fin)).toMatchObject({ state: 'TIME_WAIT' });
    const reset = next(['RST']);
    expect(reset.outcome).toMatchObject({ code: 'delivered', deliveredTo: { ip: '10.244.1.4' } });
    expect(entryOf(reset)).toMatchObject({ state: 'CLOSE', expires: 10 });
    const late = next(PUSH, reset.world);
    expect(late.outcome).toMatchObject({ code: 'refused', answeredBy: '10.104.112.175' });
  });

  test('the server may close first, or speak', () => {
    const stands = call(network, VIP, { world: open.world });
    const server = (more: CallOptions) =>
      call(network, 'far-web > 10.244.0.2:40000', { sport: 80, world: stands.world, ...more });
    expect(said(server({}))).toEqual(['>PSH+ACK', '<PSH+ACK']);
    const closed = server({ flags: ['FIN', 'ACK'] });
    expect(said(closed)).toEqual(['>FIN+ACK', '<FIN+ACK', '>ACK']);
    expect(entryOf(closed)).toMatchObject({ id: 1, state: 'TIME_WAIT', expires: 120 });
    expect(closed.steps.filter((s) => s.kind === 'rule' && s.table === 'nat')).toEqual([]);
    for (const { connections } of closed.world.machines.values()) expect(connections?.size ?? 0).toBe(0);
  });

  test('after TIME_WAIT is over, a SYN from the same port meets nat again', () => {
    const fin = next(['FIN', 'ACK']);
    const again = call(network, VIP, { world: advance(fin.world, 120), force: NEAR });
    expect(said(again)).toEqual(['>SYN', '<SYN+ACK']);
    expect(again.outcome.deliveredTo?.ip).toBe('10.244.0.3');
  });

  test('a rule change does not reach a flow that stands', () => {
    const services = CLUSTER_IP.services.map((s) => ({ ...s, endpoints: [`10.244.0.3:80@${N1}`] }));
    const changed = buildNetwork(clusterOf({ ...CLUSTER_IP, services }));
    const data = call(changed, VIP, { world: open.world });
    expect(data.outcome).toMatchObject({ code: 'answered', deliveredTo: { ip: '10.244.1.4' } });
  });

  test('with its entry deleted, data in mid-stream is balanced anew, and a stranger resets it', () => {
    const forgotten = forgetFlows(open.world, machineId(`node/${N1}`));
    const data = call(network, VIP, { world: forgotten, force: NEAR });
    expect(said(data)).toEqual(['>PSH+ACK', '<RST']);
    expect(matchedRules(data, { leg: 'request', hook: 'prerouting' })).toContain('KUBE-SVC-…#2');
    expect(data.outcome).toMatchObject({ code: 'refused', errno: 'ECONNRESET', connected: true });
    const same = call(network, VIP, { world: forgotten, force: FAR });
    expect(same.outcome).toMatchObject({ code: 'answered', deliveredTo: { ip: '10.244.1.4' } });
  });

  test('one of two entries can be deleted', () => {
    const both = call(network, VIP, { world: open.world, sport: 40001, force: FAR });
    const id = entryOf(both)?.id;
    const left = forgetFlows(both.world, machineId(`node/${N1}`), id);
    expect(conntrackOf({ ...both, world: left }, N1)).toHaveLength(1);
    expect(forgetFlows(both.world, machineId('node/none'))).toBe(both.world);
  });
});

describe('a SYN on a connection that stands', () => {
  const half = call(network, VIP, { force: FAR });
  const open = call(network, VIP, { world: half.world });
  const again = (world: WorldState, more: CallOptions = {}) =>
    call(network, VIP, { world, flags: ['SYN'], force: FAR, ...more });

  test('is challenged; RST ends the old one, and the SYN that follows meets nat again', () => {
    const reopened = again(open.world, { force: NEAR });
    expect(said(reopened)).toEqual(['>SYN', '<ACK', '>RST', '>SYN', '<SYN+ACK']);
    expect(reopened.outcome).toMatchObject({
      code: 'answered',
      connected: true,
      deliveredTo: { ip: '10.244.0.3' },
    });
    const traces = new Set(rulesTried(reopened, { node: N1, table: 'nat' }).map((s) => s.trace));
    expect([...traces]).toEqual([3]);
    expect(entryOf(reopened)).toMatchObject({ state: 'SYN_RECV', reply: { src: '10.244.0.3' } });
    const server = reopened.world.machines.get(machineId('pod/default/far-web'));
    expect(server?.connections?.size).toBe(0);
  });

  test('is a SYN sent again where the handshake is not over', () =>
    expect(said(again(half.world))).toEqual(['>SYN', '<SYN+ACK']));

  test('goes on to the whole conversation', () =>
    expect(said(again(open.world, { conversation: true })).slice(3, 6)).toEqual([
      '>SYN',
      '<SYN+ACK',
      '>ACK',
    ]));

  test('is challenged though conntrack has forgotten, and though nobody listens any more', () => {
    const forgotten = forgetFlows(open.world, machineId(`node/${N1}`));
    expect(said(again(forgotten))).toEqual(['>SYN', '<ACK', '>RST', '>SYN', '<SYN+ACK']);
    const deaf = withMachine(network, 'pod/default/far-web', (m) => ({ ...m, sockets: [] }));
    const refused = call(deaf, VIP, { world: open.world, flags: ['SYN'], force: FAR });
    expect(said(refused)).toEqual(['>SYN', '<ACK', '>RST', '>SYN', '<RST+ACK']);
    expect(refused.outcome).toMatchObject({ code: 'refused', errno: 'ECONNREFUSED' });
  });

  test('times out where a rule drops the RST', () => {
    const dropping = withRules(
      network,
      N1,
      '*mangle\n:FORWARD ACCEPT [0:0]\n-A FORWARD -p tcp -m tcp --tcp-flags RST RST -j DROP\nCOMMIT\n',
    );
    const { outcome } = call(dropping, VIP, { world: open.world, flags: ['SYN'] });
    expect(outcome).toMatchObject({ code: 'timeout', errno: 'ETIMEDOUT' });
  });
});

describe('other protocols', () => {
  const proto = (port: object) => ({
    ...CLUSTER_IP,
    pods: CLUSTER_IP.pods.map((p) => (p.name === 'far-web' ? { ...p, ...port } : p)),
  });

  test('SCTP: INIT is answered by INIT ACK, or by ABORT', () => {
    const open = buildNetwork(clusterOf(proto({ sctp: 38412 })));
    const answered = call(open, 'client > sctp 10.244.1.4:38412');
    expect(answered.traces.map((t) => t.packet.chunk)).toEqual(['INIT', 'INIT_ACK']);
    expect(answered.outcome.code).toBe('answered');
    const closed = call(open, 'client > sctp 10.244.1.4:9');
    expect(closed.traces.map((t) => t.packet.chunk)).toEqual(['INIT', 'ABORT']);
    expect(closed.outcome).toMatchObject({ code: 'refused', errno: 'ECONNREFUSED' });
  });

  test('UDP that is not answered is delivered', () => {
    const { outcome } = call(network, 'client > udp 10.244.1.4:53', { oneWay: true });
    expect(outcome).toMatchObject({ code: 'delivered', deliveredTo: { ip: '10.244.1.4' } });
  });

  test.each([
    ['udp', 'unreachable', 'EPERM'],
    ['icmp', 'unreachable', 'EPERM'],
    ['tcp', 'timeout', 'ETIMEDOUT'],
  ])('what OUTPUT drops: %s sees %s, %s', (name, code, errno) => {
    const forbidding = withRules(network, N1, '*filter\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -j DROP\nCOMMIT\n');
    const to = name === 'icmp' ? '10.244.1.4' : FAR;
    expect(call(forbidding, `node/${N1} > ${name} ${to}`).outcome).toMatchObject({ code, errno });
  });
});
