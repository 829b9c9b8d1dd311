import { describe, expect, test } from 'vitest';
import { buildNetwork } from './network';
import { NODE_PORT, nodePortNetwork } from './testing/article';
import { call, matchedRules, withRules } from './testing/call';
import { clusterOf } from './testing/cluster';

const N1 = 'ycwang-ubuntu';
const FAR = '10.244.1.4:80';
const NEAR = '10.244.0.3:80';
const network = nodePortNetwork();
const VIP = '10.110.65.131:8080';
const PORT1 = '192.168.111.128:30000';
const PORT2 = '192.168.111.129:30000';

describe('the article’s cluster answers everyone: who, whom, which endpoint, and whom the Pod sees', () => {
  test.each([
    ['client', VIP, NEAR, '10.244.0.2'],
    ['client', VIP, FAR, '10.244.0.2'],
    ['far', VIP, NEAR, '10.244.1.9'],
    ['far', VIP, FAR, '10.244.1.9'],
    ['node/ycwang-ubuntu', VIP, NEAR, '10.244.0.1'],
    ['node/ycwang-ubuntu', VIP, FAR, '10.244.0.0'],
    ['node/ycwang-ubuntu-worker', VIP, NEAR, '10.244.1.0'],
    ['client', PORT1, NEAR, '10.244.0.1'],
    ['client', PORT1, FAR, '10.244.0.0'],
    ['client', PORT2, NEAR, '10.244.1.0'],
    ['client', PORT2, FAR, '10.244.1.1'],
    ['node/ycwang-ubuntu', PORT1, FAR, '10.244.0.0'],
    ['node/ycwang-ubuntu', PORT2, NEAR, '10.244.1.0'],
    ['outside', PORT1, NEAR, '10.244.0.1'],
    ['outside', PORT1, FAR, '10.244.0.0'],
    ['outside', PORT2, NEAR, '10.244.1.0'],
    ['outside', PORT2, FAR, '10.244.1.1'],
    ['client', FAR, '', '10.244.0.2'],
    ['node/ycwang-ubuntu', FAR, '', '10.244.0.0'],
    ['node/ycwang-ubuntu', NEAR, '', '10.244.0.1'],
  ])('%s > %s by %s is seen as %s', (from, to, force, seen) => {
    const { outcome } = call(network, `${from} > ${to}`, { force });
    expect(outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: seen } });
    const { ip, port } = outcome.deliveredTo ?? {};
    expect(`${ip}:${port}`).toBe(force || to);
  });
});

test.each([FAR, VIP])('outside > %s is lost at the router', (to) => {
  const exchange = call(network, `outside > ${to}`);
  expect(exchange.outcome).toMatchObject({
    code: 'timeout',
    drop: { code: 'lost-upstream', leg: 'request' },
  });
  expect(exchange.steps.at(-1)?.machine).toBe('router');
});

test.each([
  ['a Pod without the port', 'client > 10.244.1.4:81', 'refused', undefined],
  ['a port that the Service lacks', 'client > 10.110.65.131:81', 'timeout', 'lost-upstream'],
  ['an address without a Pod', 'client > 10.244.0.99:80', 'unreachable', 'no-neighbour'],
  ['an address without a Pod on the other node', 'client > 10.244.1.99:80', 'unreachable', 'no-neighbour'],
  ['a closed port of a node', 'outside > 192.168.111.128:31111', 'refused', undefined],
  ['a stranger on the LAN', 'outside > 192.168.111.77:80', 'unreachable', 'no-neighbour'],
])('%s: %s', (_why, line, code, drop) => {
  const { outcome } = call(network, line);
  expect([outcome.code, outcome.drop?.code]).toEqual([code, drop]);
});

test("whom a program's own kernel cannot find, it reports by ICMP from itself to itself", () => {
  const { traces, outcome } = call(network, 'client > 10.244.0.99:80');
  expect(outcome.answeredBy).toBe('10.244.0.2');
  expect(traces[1]).toMatchObject({
    leg: 'error',
    from: 'pod/default/client',
    packet: { src: '10.244.0.2', dst: '10.244.0.2', icmp: { type: 3, code: 1 } },
  });
});

test('the RST of a REJECT in OUTPUT is the first of its flow in POSTROUTING, and asks nat there', () => {
  const rejecting = withRules(
    network,
    N1,
    '*filter\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -p tcp -d 10.244.0.0/16 -j REJECT --reject-with tcp-reset\nCOMMIT\n',
  );
  const exchange = call(rejecting, `node/${N1} > ${VIP}`, { force: FAR });
  expect(matchedRules(exchange, { leg: 'reply', hook: 'postrouting' })).toEqual([
    'POSTROUTING#1',
    'KUBE-POSTROUTING#1',
    'POSTROUTING#2',
    'FLANNEL-POSTRTG#5',
  ]);
  expect(exchange.outcome).toMatchObject({ code: 'refused', answeredBy: '10.110.65.131' });
});

test.each([
  ['SYN', ['SYN'], ['RST', 'ACK']],
  ['ACK', ['ACK'], ['RST']],
] as const)('tcp-reset for a %s', (_name, flags, answer) => {
  const rejecting = withRules(
    network,
    N1,
    '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --dport 81 -j REJECT --reject-with tcp-reset\nCOMMIT\n',
  );
  const { traces } = call(rejecting, 'outside > 192.168.111.128:81', { flags });
  expect(traces[1]?.packet.flags).toEqual(answer);
});

test('an endpoint on the same bridge that nobody has is reported from behind the Service', () => {
  const services = NODE_PORT.services.map((s) => ({ ...s, endpoints: [`10.244.0.99:80@${N1}`] }));
  const { outcome } = call(buildNetwork(clusterOf({ ...NODE_PORT, services })), `client > ${VIP}`);
  expect(outcome).toMatchObject({
    code: 'unreachable',
    answeredBy: '10.110.65.131',
    drop: { code: 'no-neighbour' },
  });
});

test('tcp-reset for what came over the bridge goes back out of its port, past all hooks', () => {
  const rejecting = withRules(
    network,
    N1,
    '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i cni0 -p tcp -j REJECT --reject-with tcp-reset\nCOMMIT\n',
  );
  const { traces, steps } = call(rejecting, `node/${N1} > ${VIP}`, { force: NEAR });
  const reset = steps.slice(traces[2]?.start, traces[2]?.end);
  expect(traces[2]?.packet).toMatchObject({ src: '192.168.111.128', dst: '10.244.0.3', flags: ['RST'] });
  expect(reset.filter((s) => s.station.at === 'hook')).toEqual([]);
  expect(reset.at(-1)?.machine).toBe('pod/default/near-web');
});

test('an outer packet that rules lead back into the tunnel dies there, as on any looped device', () => {
  const looping = withRules(
    nodePortNetwork({ walkOuter: true }),
    N1,
    '*nat\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -p udp -m udp --dport 8472 -j DNAT --to-destination 10.244.1.4:80\nCOMMIT\n',
  );
  expect(call(looping, `client > ${FAR}`).outcome).toMatchObject({ code: 'timeout', drop: { code: 'loop' } });
});

test('an echo reply that the node itself may not send is rejected without a word', () => {
  const rejecting = withRules(
    network,
    N1,
    '*filter\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -p icmp -j REJECT\nCOMMIT\n',
  );
  const exchange = call(rejecting, 'outside > icmp 192.168.111.128');
  expect(exchange.outcome).toMatchObject({ code: 'timeout', drop: { code: 'rule-reject', leg: 'reply' } });
  expect(exchange.traces).toHaveLength(2);
});

describe('NOTRACK in OUTPUT', () => {
  const untracking = withRules(
    network,
    N1,
    '*raw\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -p icmp -j CT --notrack\nCOMMIT\n*filter\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -p tcp -m tcp --dport 81 -j REJECT\nCOMMIT\n',
  );
  const stateOfError = (line: string) =>
    call(untracking, line).steps.find((s) => s.leg === 'error' && s.kind === 'policy' && s.table === 'filter')
      ?.before.ctState;

  test("does not take REJECT's error from the flow that it is about", () => {
    expect(stateOfError(`node/${N1} > 192.168.111.129:81`)).toBe('RELATED');
  });

  test('takes the port unreachable of a UDP port that nobody listens on', () => {
    expect(stateOfError('outside > udp 192.168.111.128:9999')).toBe('UNTRACKED');
  });
});

test("a RST from behind a Service comes from the Service's address", () => {
  const pods = NODE_PORT.pods.map(({ name, node, ip }) => ({ name, node, ip }));
  const closed = buildNetwork(clusterOf({ ...NODE_PORT, pods }));
  const { outcome, steps } = call(closed, `client > ${VIP}`, { force: FAR });
  expect(outcome).toMatchObject({ code: 'refused', answeredBy: '10.110.65.131' });
  expect(steps[outcome.step]).toMatchObject({ kind: 'send', what: 'rst', machine: 'pod/default/far-web' });
});

test('a Pod calls itself over lo, without a node', () => {
  const { outcome, steps } = call(network, `near-web > ${NEAR}`);
  expect(outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: '10.244.0.3' } });
  expect(new Set(steps.map((s) => s.machine))).toEqual(new Set(['pod/default/near-web']));
});

test('a refused connection leaves no conntrack entry', () => {
  const { world } = call(network, 'client > 10.244.1.4:81');
  expect([...world.machines.values()].flatMap((m) => m.conntrack)).toEqual([]);
});

test("with walkOuter, VXLAN's packet passes OUTPUT and POSTROUTING here, PREROUTING and INPUT there", () => {
  const walking = nodePortNetwork({ walkOuter: true });
  const { steps, outcome } = call(walking, `client > ${VIP}`, { force: FAR });
  const outer = steps.filter((s) => s.leg === 'request' && s.before.packet.vxlan && 'hook' in s);
  expect([...new Set(outer.map((s) => `${s.machine} ${'hook' in s && s.hook}`))]).toEqual([
    'node/ycwang-ubuntu output',
    'node/ycwang-ubuntu postrouting',
    'node/ycwang-ubuntu-worker prerouting',
    'node/ycwang-ubuntu-worker input',
  ]);
  expect(outcome.code).toBe('answered');
});
