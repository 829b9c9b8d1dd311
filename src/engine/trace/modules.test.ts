import { describe, expect, test } from 'vitest';
import { machineId, type Network } from '../host/model';
import type { Exchange } from './model';
import { buildNetwork } from './network';
import { unknownKey } from './rule-key';
import { call, conntrackOf, matchedRules, rulesTried, withRules } from './testing/call';
import { ARTICLE_NODES, clusterOf } from './testing/cluster';

const [FIRST, SECOND] = ARTICLE_NODES;
const cluster = clusterOf({
  pods: [
    { name: 'client', node: FIRST.name, ip: '10.244.0.2' },
    { name: 'near', node: FIRST.name, ip: '10.244.0.3', port: 80 },
    { name: 'far', node: SECOND.name, ip: '10.244.1.4', port: 80 },
  ],
  services: [],
});
const plain = buildNetwork(cluster);
const on = (rules: string, node: string = FIRST.name): Network => withRules(plain, node, rules);
const end = ({ outcome }: Exchange): string =>
  `${outcome.code} ${outcome.deliveredTo?.ip ?? '-'}:${outcome.deliveredTo?.port ?? '-'}`;

describe('nat', () => {
  test('REDIRECT sends a Pod to the address of the bridge it came in by', () => {
    const network = on('*nat\n-A PREROUTING -p tcp --dport 8080 -j REDIRECT --to-ports 80\nCOMMIT\n');
    const { outcome, steps } = call(network, 'client > 10.244.1.4:8080');
    expect(outcome).toMatchObject({ code: 'refused' });
    expect(steps.find((s) => s.kind === 'deliver')?.before.packet).toMatchObject({
      dst: '10.244.0.1',
      dport: 80,
    });
  });

  test('REDIRECT sends what starts on the node to 127.0.0.1', () => {
    const network = on('*nat\n-A OUTPUT -p tcp --dport 8080 -j REDIRECT --to-ports 80\nCOMMIT\n');
    const { steps } = call(network, `node/${FIRST.name} > 10.244.1.4:8080`);
    expect(steps.find((s) => s.kind === 'deliver')?.before.packet).toMatchObject({
      dst: '127.0.0.1',
      dport: 80,
    });
  });

  test('DNAT to a range of ports keeps a port of the range, else takes its first', () => {
    const network = on(
      '*nat\n-A PREROUTING -p tcp -d 10.9.9.9 -j DNAT --to-destination 10.244.1.4:79-81\nCOMMIT\n',
    );
    expect(end(call(network, 'client > 10.9.9.9:80'))).toBe('answered 10.244.1.4:80');
    expect(
      call(network, 'client > 10.9.9.9:90').steps.find((s) => s.kind === 'rule' && s.rewrites.length > 0)
        ?.after.packet.dport,
    ).toBe(79);
  });

  test('SNAT takes its port from the range, and its address too', () => {
    const network = on(
      `*nat\n-I POSTROUTING 1 -p tcp -d 10.244.1.4 -j SNAT --to-source ${FIRST.ip}:5000-5001\nCOMMIT\n`,
    );
    const { outcome } = call(network, 'client > 10.244.1.4:80');
    expect(outcome.code).toBe('answered');
    expect([5000, 5001]).toContain(outcome.sourceSeen?.port);
  });

  test('a range of addresses gives the same one to the same flow', () => {
    const network = on(
      '*nat\n-A PREROUTING -d 10.9.9.9 -j DNAT --to-destination 10.244.1.4-10.244.1.7\nCOMMIT\n',
    );
    const to = () =>
      call(network, 'client > 10.9.9.9:80').steps.find((s) => s.kind === 'rule' && s.rewrites.length > 0)
        ?.after.packet.dst;
    expect(to()).toBe(to());
    expect(['10.244.1.4', '10.244.1.5', '10.244.1.6', '10.244.1.7']).toContain(to());
  });
});

test('CONNMARK stays with the connection: the reply sees what the request has saved', () => {
  const network = on(`*mangle
-A PREROUTING -p tcp -m tcp --dport 80 -j MARK --set-mark 0x7
-A PREROUTING -p tcp -m tcp --dport 80 -j CONNMARK --save-mark
-A PREROUTING -p tcp -m tcp --sport 80 -j CONNMARK --restore-mark
-A PREROUTING -m mark --mark 0x7 -m connmark --mark 0x7
COMMIT
`);
  const exchange = call(network, 'client > 10.244.1.4:80');
  const where = { node: FIRST.name, table: 'mangle' } as const;
  expect(matchedRules(exchange, { ...where, leg: 'request' })).toEqual([
    'PREROUTING#1',
    'PREROUTING#2',
    'PREROUTING#4',
  ]);
  expect(matchedRules(exchange, { ...where, leg: 'reply' })).toEqual(['PREROUTING#3', 'PREROUTING#4']);
  expect(exchange.world.machines.get(machineId(`node/${FIRST.name}`))?.conntrack.map((e) => e.mark)).toEqual([
    7,
  ]);
  expect(conntrackOf(exchange, FIRST.name)).toHaveLength(1);
});

test('physdev knows both ports of a bridged frame, of a routed packet the first, of others none', () => {
  const network = on(`*mangle
-A FORWARD -m physdev --physdev-is-bridged --physdev-in veth+ --physdev-out veth+
-A FORWARD -m physdev --physdev-is-in
-A FORWARD -m physdev ! --physdev-is-in
COMMIT
`);
  const matched = (line: string, leg: 'request' | 'reply') =>
    matchedRules(call(network, line), { node: FIRST.name, hook: 'forward', table: 'mangle', leg });
  expect(matched('client > 10.244.0.3:80', 'request')).toEqual(['FORWARD#1', 'FORWARD#2']);
  expect(matched('client > 10.244.1.4:80', 'request')).toEqual(['FORWARD#2']);
  expect(matched('client > 10.244.1.4:80', 'reply')).toEqual(['FORWARD#3']);
});

test('limit counts from packet to packet, by the seconds between them', () => {
  const network = on('*mangle\n-A PREROUTING -p udp -m limit --limit 1/min --limit-burst 1\nCOMMIT\n');
  const first = call(network, 'client > udp 10.244.1.4:53', { oneWay: true });
  const after = (seconds: number) =>
    matchedRules(
      call(network, 'client > udp 10.244.1.4:53', {
        oneWay: true,
        world: { ...first.world, time: first.world.time + seconds },
      }),
      { table: 'mangle' },
    );
  expect(matchedRules(first, { table: 'mangle' })).toEqual(['PREROUTING#1']);
  expect(after(1)).toEqual([]);
  expect(after(60)).toEqual(['PREROUTING#1']);
});

test('what is not evaluated ends the walk until somebody chooses, and the step says so', () => {
  const network = on('*mangle\n-A PREROUTING -m time --timestart 10:00 -j DROP\nCOMMIT\n');
  const asked = call(network, 'client > 10.244.1.4:80');
  expect(asked.outcome).toMatchObject({ code: 'not-evaluated', drop: { code: 'not-evaluated' } });
  const what = '-m time --timestart 10:00';
  expect(asked.outcome.drop?.params).toMatchObject({ what, rule: 1 });
  const key = unknownKey(machineId(`node/${FIRST.name}`), 4, 'mangle', 'PREROUTING' as never, 1, what);
  const choose = (chosen: 'match' | 'no-match'): Network => ({ ...network, unknown: { [key]: chosen } });
  const passed = call(choose('no-match'), 'client > 10.244.1.4:80');
  expect(end(passed)).toBe('answered 10.244.1.4:80');
  expect(rulesTried(passed, { table: 'mangle' })[0]).toMatchObject({ matched: false, chosen: 'no-match' });
  const died = call(choose('match'), 'client > 10.244.1.4:80');
  expect(died.outcome.drop).toMatchObject({ code: 'rule-drop' });
});
