import { describe, expect, test } from 'vitest';
import { ip } from '../../net/ip';
import type { Packet } from '../../net/packet';
import { evaluateChain } from '../evaluate/evaluate';
import type { Decision, EvalEnv, RuleEvent } from '../evaluate/evaluate.types';
import type { RuleInput } from '../facts';
import { chainName, type TableName } from '../model';
import { parseRuleset } from '../parse/parse';

const PACKET: Packet = {
  family: 4,
  src: ip('10.244.0.5'),
  dst: ip('10.96.0.10'),
  ttl: 64,
  proto: 'tcp',
  sport: 40000,
  dport: 80,
  flags: ['SYN'],
};
const PING: Packet = {
  ...PACKET,
  proto: 'icmp',
  sport: 0,
  dport: 0,
  flags: [],
  icmp: { type: 8, code: 0, id: 1 },
};
const ERROR: Packet = { ...PING, icmp: { type: 3, code: 3, quoted: PACKET } };
const DATA: Packet = { ...PACKET, flags: ['PSH', 'ACK'] };
const DNS: Packet = { ...PACKET, proto: 'udp', dport: 53, flags: [] };
const V6: Packet = { ...PACKET, family: 6, src: ip('fd00::5'), dst: ip('fd00:1::a') };
const PING6: Packet = { ...V6, proto: 'icmpv6', flags: [], icmp: { type: 128, code: 0, id: 1 } };

type Change = Partial<RuleInput>;

function evaluate(
  text: string,
  change: Change = {},
  env: Partial<EvalEnv> = {},
  table: TableName = 'mangle',
) {
  const input: RuleInput = {
    packet: PACKET,
    mark: 0,
    ctState: 'NEW',
    ctNat: { src: false, dst: false },
    ...change,
  };
  const { ruleset, problems } = parseRuleset(
    text.includes('*') ? text : `*${table}\n${text}\nCOMMIT\n`,
    input.packet.family,
  );
  expect(problems).toEqual([]);
  const found = ruleset.tables.get(table);
  if (!found) throw new Error('no table');
  const surroundings: EvalEnv = { addrType: () => 'UNICAST', draw: () => 0.5, ...env };
  return evaluateChain(found, chainName('PREROUTING'), input, surroundings);
}

/** `ok`, `dport 8080` (what failed and what the packet has instead), or `?` where it cannot be said. */
function said(rule: string, change?: Change, env?: Partial<EvalEnv>, sets = ''): string {
  const { events, verdict } = evaluate(
    `${sets}*mangle\n-A PREROUTING ${rule} -j ACCEPT\nCOMMIT\n`,
    change,
    env,
  );
  const { failure, matched } = events[0] as RuleEvent;
  if (failure) return `${failure.field} ${failure.actual}`.trim();
  return matched ? 'ok' : verdict.kind === 'unknown' ? '?' : 'no';
}

const packet = (p: Packet): Change => ({ packet: p });

describe('modules', () => {
  test.each<[string, string, Change?]>([
    ['-p tcp -m multiport --dports 80,443', 'ok'],
    ['-p tcp -m multiport --dports 443,8000:8080', 'dport 80'],
    ['-p tcp -m multiport --dports 443,70:90', 'ok'],
    ['-p tcp -m multiport ! --dports 80', 'dport 80'],
    ['-p tcp -m multiport ! --sports 80', 'ok'],
    ['-p tcp -m multiport --ports 80', 'ok'],
    ['-p tcp -m multiport --ports 40000', 'ok'],
    ['-p tcp -m multiport --ports 81', 'port 40000, 80'],
    ['-p tcp -m multiport ! --ports 40000', 'port 40000, 80'],
    ['-m iprange --src-range 10.244.0.1-10.244.0.9', 'ok'],
    ['-m iprange --src-range 10.244.0.6-10.244.0.9', 'src 10.244.0.5'],
    ['-m iprange --src-range 10.244.0.5 --dst-range 10.0.0.0-10.95.255.255', 'dst 10.96.0.10'],
    ['-m iprange ! --dst-range 10.96.0.10-10.96.0.10', 'dst 10.96.0.10'],
    ['-m iprange --src-range fd00::1-fd00::f', 'ok', packet(V6)],
    ['-m iprange --src-range fd00::6-fd00::f', 'src fd00::5', packet(V6)],
    ['-p tcp --syn', 'ok'],
    ['-p tcp --syn', 'flags PSH,ACK', packet(DATA)],
    ['-p tcp ! --syn', 'flags SYN'],
    ['-p tcp ! --syn', 'ok', packet(DATA)],
    ['-p tcp --tcp-flags ALL NONE', 'flags SYN'],
    ['-p tcp --tcp-flags ACK ACK', 'ok', packet(DATA)],
    ['-p tcp --tcp-flags SYN,RST NONE', 'ok', packet(DATA)],
    ['-p tcp --dport 81 --syn', 'dport 80'],
    ['-p tcp ! --sport 40000 --syn', 'sport 40000'],
    ['-p tcp --tcp-option 8', '?'],
    ['-p tcp --dport 81 --tcp-option 8', 'dport 80'],
    ['-p icmp --icmp-type echo-request', 'ok', packet(PING)],
    ['-p icmp --icmp-type 8/1', 'icmp 8/0', packet(PING)],
    ['-p icmp ! --icmp-type any', 'icmp 8/0', packet(PING)],
    ['-p icmp --icmp-type any', 'ok', packet(ERROR)],
    ['-p icmp --icmp-type 3', 'ok', packet(ERROR)],
    ['-p icmp --icmp-type port-unreachable', 'ok', packet(ERROR)],
    ['-p icmp --icmp-type fragmentation-needed', 'icmp 3/3', packet(ERROR)],
    ['-p ipv6-icmp --icmpv6-type 128', 'ok', packet(PING6)],
    ['-p ipv6-icmp -m icmp6 --icmpv6-type packet-too-big', 'icmp 128/0', packet(PING6)],
    ['-m physdev --physdev-in veth1', 'physIn'],
    ['-m physdev ! --physdev-in veth1', 'ok'],
    ['-m physdev ! --physdev-is-bridged', 'ok'],
    ['-m physdev --physdev-is-bridged', 'physOut'],
    ['-m physdev --physdev-in veth+', 'ok', { physIn: 'veth1' }],
    ['-m physdev ! --physdev-in veth1', 'physIn veth1', { physIn: 'veth1' }],
    ['-m physdev --physdev-is-in', 'ok', { physIn: 'veth1' }],
    ['-m physdev --physdev-is-bridged', 'physOut', { physIn: 'veth1' }],
    ['-m physdev --physdev-is-bridged --physdev-out veth2', 'ok', { physIn: 'veth1', physOut: 'veth2' }],
    ['-m physdev --physdev-out veth3', 'physOut veth2', { physIn: 'veth1', physOut: 'veth2' }],
    ['-m physdev ! --physdev-out veth3', 'physOut', { physIn: 'veth1' }],
    ['-m length --length 60', 'ok'],
    ['-m length --length 61:100', 'length 60'],
    ['-m length ! --length :60', 'length 60'],
    ['-m ttl --ttl-eq 64', 'ok'],
    ['-m ttl --ttl-lt 64', 'ttl 64'],
    ['-m ttl --ttl-gt 63', 'ok'],
    ['-m hl ! --hl-eq 64', 'ttl 64', packet(V6)],
    ['-m tos --tos 0x10', 'tos 0x00'],
    ['-m tos --tos 0xc0', 'ok', packet(ERROR)],
    ['-m dscp --dscp-class CS6', 'ok', packet(ERROR)],
    ['-m dscp --dscp 0', 'ok'],
    ['-m pkttype --pkt-type unicast', 'ok'],
    ['-m pkttype --pkt-type broadcast', 'pkttype unicast'],
    ['-m connmark --mark 0x1/0x3', 'ok', { ctMark: 5 }],
    ['-m connmark ! --mark 5', 'connmark 0x5', { ctMark: 5 }],
    ['-m connmark ! --mark 5', 'connmark', {}],
    ['-f', 'fragment 0'],
    ['! -f', 'ok'],
    ['-p esp', 'undefined tcp'],
    ['-m string --string x --algo bm', '?'],
    ['-m owner --uid-owner 0', '?'],
    ['-m u32 --u32 0=0', '?'],
    ['-m time --timestart 10:00', '?'],
    ['-m mac --mac-source 02:00:00:00:00:01', '?'],
  ])('%s: %s', (rule, answer, change) => expect(said(rule, change)).toBe(answer));

  test.each([
    '-p tcp -m multiport --dports 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16',
    '-m iprange --src-range 10.0.0.9-10.0.0.1',
  ])('no kernel loads %s', (rule) => {
    const { problems } = parseRuleset(`*mangle\n-A PREROUTING ${rule}\nCOMMIT\n`, 4);
    expect(problems).toMatchObject([{ code: 'bad-value', line: 2 }]);
  });
});

describe('set', () => {
  const SETS = `create blocked hash:net family inet hashsize 1024 maxelem 65536
add blocked 10.244.0.0/16
add blocked 10.244.0.0/24 nomatch
create web hash:ip,port family inet
add web 10.96.0.10,tcp:80
add web 10.96.0.10,udp:53-60
create loop hash:ip,port,ip family inet
add loop 10.96.0.10,tcp:80,10.244.0.5
create ports bitmap:port range 0-65535
add ports 70-90
create both list:set size 8
add both web
add both missing
create odd hash:mac
add odd 02:00:00:00:00:01
`;
  test.each<[string, string, Change?]>([
    ['-m set --match-set blocked src', 'set 10.244.0.5:40000'],
    ['-m set ! --match-set blocked src', 'ok'],
    ['-m set --match-set blocked src', 'ok', packet({ ...PACKET, src: ip('10.244.1.5') })],
    ['-m set --match-set web dst,dst', 'ok'],
    ['-m set --match-set web dst,src', 'set 10.96.0.10:80, 10.244.0.5:40000'],
    ['-m set --match-set web dst,dst', 'ok', packet(DNS)],
    ['-m set --match-set loop dst,dst,src', 'ok'],
    ['-m set --match-set ports dst', 'ok'],
    ['-m set --match-set ports src', 'set 10.244.0.5:40000'],
    ['-m set --match-set both dst,dst', 'ok'],
    ['-m set --match-set both src,src', '?'],
    ['-m set --match-set odd src', '?'],
    ['-m set --match-set missing src', '?'],
  ])('%s: %s', (rule, answer, change) => {
    const { problems } = parseRuleset(SETS, 4);
    expect(problems).toMatchObject([{ line: 14, code: 'unknown-set-type', text: 'hash:mac' }]);
    const known = SETS.replace(/^.*odd.*\n/gm, '');
    expect(said(rule, change, {}, known)).toBe(answer);
  });
});

describe('what remembers', () => {
  function memory(): NonNullable<EvalEnv['memory']> & { now: number } {
    return Object.assign(new Map<object, number>(), { now: 0 });
  }

  /** Does the rule match, asked at these seconds one after the other? */
  function asked(rule: string, times: readonly number[]): string {
    const { ruleset } = parseRuleset(`*mangle\n-A PREROUTING ${rule} -j ACCEPT\nCOMMIT\n`, 4);
    const table = ruleset.tables.get('mangle');
    if (!table) throw new Error('no table');
    const kept = memory();
    const input: RuleInput = { packet: PACKET, mark: 0, ctState: 'NEW', ctNat: { src: false, dst: false } };
    const env: EvalEnv = { addrType: () => 'UNICAST', draw: () => 0, memory: kept };
    const answers = times.map((now) => {
      kept.now = now;
      const [event] = evaluateChain(table, chainName('PREROUTING'), input, env).events;
      return (event as RuleEvent).matched ? 'y' : 'n';
    });
    return answers.join('');
  }

  test('limit lets the burst pass, then one for each pause', () =>
    expect(
      asked('-m limit --limit 30/min --limit-burst 3', [0, 0, 0, 0, 1, 2, 2, 3, 4, 10, 10, 10, 10]),
    ).toBe('yyynnynnyyyyn'));

  test('statistic --mode nth takes every third', () =>
    expect(asked('-m statistic --mode nth --every 3 --packet 1', [0, 0, 0, 0, 0, 0])).toBe('nynnyn'));

  test('without a memory nothing is said', () => expect(said('-m limit --limit 1/sec')).toBe('?'));
});

describe('targets', () => {
  const after = (rules: string, change?: Change) => {
    const { mark, events } = evaluate(rules, change);
    const set = events
      .map((e) => (e.kind === 'rule' ? e.ctMark : undefined))
      .findLast((m) => m !== undefined);
    return { mark, ctMark: set };
  };

  test.each<[string, { mark: number; ctMark: number | undefined }]>([
    ['--set-mark 0xf', { mark: 0x30, ctMark: 0xf }],
    ['--set-xmark 0x1/0x1', { mark: 0x30, ctMark: 0x5 }],
    ['--save-mark', { mark: 0x30, ctMark: 0x30 }],
    ['--save-mark --nfmask 0x10 --ctmask 0xff', { mark: 0x30, ctMark: 0x10 }],
    ['--restore-mark', { mark: 0x4, ctMark: undefined }],
    ['--restore-mark --nfmask 0x10 --ctmask 0xff', { mark: 0x24, ctMark: undefined }],
  ])('CONNMARK %s', (options, expected) =>
    expect(after(`-A PREROUTING -j CONNMARK ${options}`, { mark: 0x30, ctMark: 4 })).toEqual(expected),
  );

  test('later rules see the mark that CONNMARK has set', () => {
    const { verdict } = evaluate(
      '-A PREROUTING -j CONNMARK --set-mark 2\n-A PREROUTING -m connmark --mark 2 -j DROP',
      { ctMark: 0 },
    );
    expect(verdict).toEqual({ kind: 'drop' });
  });

  test.each([
    'LOG --log-prefix "x: "',
    'NFLOG --nflog-group 5',
    'TCPMSS --clamp-mss-to-pmtu',
    'CLASSIFY --set-class 1:2',
    'CT --helper ftp',
  ])('%s goes on to the next rule', (target) => {
    const { events, verdict } = evaluate(`-A PREROUTING -p tcp -j ${target}\n-A PREROUTING -j DROP`);
    expect(events).toHaveLength(2);
    expect(verdict).toEqual({ kind: 'drop' });
  });
});

describe('what is not evaluated goes on as somebody chooses', () => {
  const choose =
    (...made: Decision[]): EvalEnv['decide'] =>
    () =>
      made.shift();
  const run = (rules: string, ...made: Decision[]) => {
    const { events, verdict } = evaluate(rules, {}, { decide: choose(...made) });
    return `${events.map((e) => (e.kind === 'rule' ? `${e.matched ? 'ok' : 'no'} ${e.chosen ?? '-'}` : e.kind)).join(', ')}: ${verdict.kind}`;
  };
  const MATCH = '-A PREROUTING -m time --timestart 10:00 -j DROP';
  const TARGET = '-A PREROUTING -j NFQUEUE --queue-num 1\n-A PREROUTING -p udp -j ACCEPT';

  test.each<[string, Decision[], string]>([
    [MATCH, ['match'], 'ok match: drop'],
    [MATCH, ['no-match'], 'no no-match, policy: accept'],
    [MATCH, [], 'no -: unknown'],
    [TARGET, ['continue'], 'ok continue, no -, policy: accept'],
    [TARGET, ['accept'], 'ok accept: accept'],
    [TARGET, ['drop'], 'ok drop: drop'],
    [TARGET, ['return'], 'ok return, policy: accept'],
    [TARGET, [], 'ok -: unknown'],
  ])('%s %s', (rules, made, expected) => expect(run(rules, ...made)).toBe(expected));

  test('the one who chooses is told what it is about', () => {
    const asked: unknown[] = [];
    const decide: EvalEnv['decide'] = (...about) => {
      asked.push(about);
      return 'match';
    };
    evaluate('-A PREROUTING -p udp\n-A PREROUTING -m time --timestart 10:00 -j NFQUEUE', {}, { decide });
    expect(asked).toEqual([
      ['mangle', 'PREROUTING', 2, '-m time --timestart 10:00'],
      ['mangle', 'PREROUTING', 2, '-j NFQUEUE'],
    ]);
  });
});
