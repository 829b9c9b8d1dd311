import { describe, expect, test } from 'vitest';
import { ip } from '../../net/ip';
import type { RuleInput } from '../facts';
import { chainName, type TableName } from '../model';
import { parseRuleset } from '../parse/parse';
import { printRule } from '../print/print';
import { evaluateChain } from './evaluate';
import type { EvalEnv, EvalEvent, PassedEvent } from './evaluate.types';

/** 10.244.0.5:40000 > 10.96.0.10:80 tcp SYN, coming from cni0. */
const SYN: RuleInput = {
  packet: {
    family: 4,
    src: ip('10.244.0.5'),
    dst: ip('10.96.0.10'),
    ttl: 64,
    proto: 'tcp',
    sport: 40000,
    dport: 80,
    flags: ['SYN'],
  },
  mark: 0,
  iif: 'cni0',
  ctState: 'NEW',
  ctNat: { src: false, dst: false },
};

const ENV: EvalEnv = {
  addrType: (address) => (address === '192.168.0.1' || address === 'fd00::1' ? 'LOCAL' : 'UNICAST'),
  draw: () => 0.5,
};

type Change = Partial<Omit<RuleInput, 'packet'>> & { readonly packet?: Partial<RuleInput['packet']> };

function run(lines: string, change: Change = {}, env: Partial<EvalEnv> = {}, tableName: TableName = 'nat') {
  const input: RuleInput = { ...SYN, ...change, packet: { ...SYN.packet, ...change.packet } };
  const { ruleset, problems } = parseRuleset(`*${tableName}\n${lines}\nCOMMIT\n`, input.packet.family);
  expect(problems.filter((problem) => problem.code !== 'missing-chain')).toEqual([]);
  const table = ruleset.tables.get(tableName);
  if (!table) throw new Error('no table');
  const result = evaluateChain(table, chainName('PREROUTING'), input, { ...ENV, ...env });
  return { ...result, events: result.events.flatMap(oneByOne) };
}

/** Rules that were passed over, as if each had been tried. */
function oneByOne(event: EvalEvent): readonly Exclude<EvalEvent, PassedEvent>[] {
  if (event.kind !== 'passed') return [event];
  const { table, chain, depth, first, last, rules, failure } = event;
  return rules.slice(first - 1, last).map((rule, i) => {
    const mark = { markBefore: 0, markAfter: 0 };
    return { kind: 'rule', table, chain, depth, number: first + i, rule, matched: false, failure, ...mark };
  });
}

/** `PREROUTING#1 ->`, `A#2 x destination 10.96.0.10`, `A return end PREROUTING#1`, `PREROUTING policy ACCEPT`. */
function line(event: Exclude<EvalEvent, PassedEvent>): string {
  if (event.kind === 'policy') return `${event.chain} policy ${event.policy}`;
  if (event.kind === 'return') return `${event.chain} return ${event.how} ${event.to}#${event.after}`;
  const { failure } = event;
  const name = `${'  '.repeat(event.depth)}${event.chain}#${event.number}`;
  return failure ? `${name} x ${event.rule.matches[failure.match]?.kind} ${failure.actual}` : `${name} ok`;
}

/** One rule in PREROUTING: `ok`, or what failed against which value. */
function one(rule: string, change: Change = {}, env: Partial<EvalEnv> = {}): string {
  const { events } = run(`-A PREROUTING ${rule} -j ACCEPT`, change, env);
  return line(events[0] as Parameters<typeof line>[0]).replace('PREROUTING#1 ', '');
}

describe('conditions', () => {
  test.each<[string, string, Change?]>([
    ['-s 10.244.0.0/16', 'ok'],
    ['! -s 10.244.0.0/16', 'x source 10.244.0.5'],
    ['-d 10.96.0.10', 'ok'],
    ['-d 10.96.0.11', 'x destination 10.96.0.10'],
    ['! -d 127.0.0.0/8', 'ok'],
    ['-s 10.244.0.0/16 -d 10.96.0.11', 'x destination 10.96.0.10'],
    ['-d 0.0.0.0/0', 'ok'],
    ['-i cni0', 'ok'],
    ['-i eth0', 'x in-interface cni0'],
    ['-i cn+', 'ok'],
    ['! -i cn+', 'x in-interface cni0'],
    ['-o eth0', 'x out-interface '],
    ['! -o eth0', 'ok'],
    ['-p udp', 'x protocol tcp'],
    ['! -p udp', 'ok'],
    ['-p tcp --dport 80', 'ok'],
    ['-p tcp --dport 81:90', 'x ports 80'],
    ['-p tcp ! --dport 80', 'x ports 80'],
    ['-p tcp --sport 40000:', 'ok'],
    ['-p tcp --sport 1:1023', 'x ports 40000'],
    ['-m addrtype --dst-type LOCAL', 'x addrtype UNICAST'],
    ['-m addrtype --dst-type LOCAL', 'ok', { packet: { dst: ip('192.168.0.1') } }],
    ['-m addrtype ! --src-type LOCAL', 'ok'],
    ['-m addrtype ! --src-type LOCAL', 'x addrtype LOCAL', { packet: { src: ip('192.168.0.1') } }],
    ['-m addrtype --src-type UNICAST', 'x addrtype LOCAL', { packet: { src: ip('192.168.0.1') } }],
    [
      '-m addrtype --src-type UNICAST',
      'ok',
      { packet: { family: 6, src: ip('fd00::1'), dst: ip('fd00::2') } },
    ],
    ['-m conntrack --ctstate RELATED,ESTABLISHED', 'x conntrack NEW'],
    ['-m conntrack --ctstate NEW', 'ok'],
    ['-m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT', 'ok'],
    [
      '-m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT',
      'x conntrack NEW',
      { ctNat: { src: false, dst: true } },
    ],
    ['-m conntrack --ctstate SNAT', 'ok', { ctNat: { src: true, dst: false } }],
    ['-m mark --mark 0x4000/0x4000', 'x mark 0x0'],
    ['-m mark --mark 0x4000/0x4000', 'ok', { mark: 0x4001 }],
    ['-m mark --mark 0x80000000/0x80000000', 'ok', { mark: 0x80000000 }],
    ['-m mark ! --mark 0x4000/0x4000', 'x mark 0x4001', { mark: 0x4001 }],
    ['-m nfacct --nfacct-name hits', 'ok'],
    ['-m comment --comment "anything"', 'ok'],
  ])('%s: %s', (rule, result, change) => expect(one(rule, change)).toBe(result));

  test.each<[string, string]>([
    ['-d fd00:10:96::a', 'ok'],
    ['-d fd00:10:96::b', 'x destination fd00:10:96::a'],
    ['-d fd00:10:96::/112', 'ok'],
    ['! -d ::1/128', 'ok'],
    ['-s fd00::/8 -d fd00:10:96::b', 'x destination fd00:10:96::a'],
  ])('IPv6 %s: %s', (rule, result) =>
    expect(one(rule, { packet: { family: 6, src: ip('fd00:10:244::5'), dst: ip('fd00:10:96::a') } })).toBe(
      result,
    ),
  );

  /** ip_packet_match comes before the modules, wherever `-p` and `-d` stand in the text. */
  test('what the kernel keeps in the header is tested first', () =>
    expect(one('-m tcp -p tcp -d 10.96.0.11 --dport 81')).toBe('x destination 10.96.0.10'));
});

describe('statistic', () => {
  const THREE = `:SVC - [0:0]
:SEP-1 - [0:0]
:SEP-2 - [0:0]
:SEP-3 - [0:0]
-A PREROUTING -j SVC
-A SVC -m statistic --mode random --probability 0.3333333333 -j SEP-1
-A SVC -m statistic --mode random --probability 0.5000000000 -j SEP-2
-A SVC -j SEP-3
-A SEP-1 -p tcp -j DNAT --to-destination 10.244.0.1:80
-A SEP-2 -p tcp -j DNAT --to-destination 10.244.0.2:80
-A SEP-3 -p tcp -j DNAT --to-destination 10.244.0.3:80`;

  const choose = (...draws: number[]) => {
    let at = 0;
    return run(THREE, {}, { draw: () => draws[at++] ?? Number.NaN });
  };

  test.each([
    [[0.2], '10.244.0.1'],
    [[0.4, 0.4], '10.244.0.2'],
    [[0.4, 0.5], '10.244.0.3'],
  ])('draws %j lead to %s', (draws, to) =>
    expect(choose(...draws).verdict).toEqual({ kind: 'dnat', to, port: 80 }),
  );

  test('each draw is recorded, with the rule that asked for it', () => {
    const { events } = choose(0.41237, 0.1);
    expect(events.map((event) => event.kind === 'rule' && event.drew)).toEqual([
      undefined,
      0.41237,
      0.1,
      undefined,
    ]);
    expect(line(events[1] as Parameters<typeof line>[0])).toBe('  SVC#1 x statistic 0.4124');
  });

  test('nothing is drawn for a rule that fails before', () => {
    const { events } = run(
      '-A PREROUTING -p udp -m statistic --mode random --probability 1 -j DROP',
      {},
      {
        draw: () => expect.fail('drawn'),
      },
    );
    expect(events[0]).toMatchObject({ matched: false, drew: undefined });
  });

  test('printed as loaded', () => {
    const { events } = choose(0.1);
    const rule = events.flatMap((event) => (event.kind === 'rule' ? [event.rule] : []))[1];
    expect(rule && printRule(rule, 'restore')).toContain('--probability 0.3333333333 ');
    expect(rule && printRule(rule, 'save')).toContain('--probability 0.33333333349 ');
  });
});

describe('chains', () => {
  const lines = (text: string, change: Change = {}) => run(text, change).events.map(line);

  test('a jump comes back to the rule after it', () =>
    expect(
      lines(
        ':A - [0:0]\n:B - [0:0]\n-A PREROUTING -j A\n-A PREROUTING -j ACCEPT\n-A A -j B\n-A B -p udp -j DROP',
      ),
    ).toEqual([
      'PREROUTING#1 ok',
      '  A#1 ok',
      '    B#1 x protocol tcp',
      'B return end A#1',
      'A return end PREROUTING#1',
      'PREROUTING#2 ok',
    ]));

  test('RETURN leaves one chain, a later rule of it is not tried', () =>
    expect(
      lines(':A - [0:0]\n-A PREROUTING -p tcp\n-A PREROUTING -j A\n-A A -j RETURN\n-A A -j DROP'),
    ).toEqual([
      'PREROUTING#1 ok',
      'PREROUTING#2 ok',
      '  A#1 ok',
      'A return target PREROUTING#2',
      'PREROUTING policy ACCEPT',
    ]));

  test('a goto comes back to where its own chain would have', () =>
    expect(
      lines(
        ':A - [0:0]\n:B - [0:0]\n-A PREROUTING -j A\n-A PREROUTING -j ACCEPT\n-A A -g B\n-A A -j DROP\n-A B -p udp',
      ),
    ).toEqual([
      'PREROUTING#1 ok',
      '  A#1 ok',
      '  B#1 x protocol tcp',
      'B return end PREROUTING#1',
      'PREROUTING#2 ok',
    ]));

  test('a goto from a base chain ends in its policy', () => {
    const result = run(
      ':PREROUTING DROP [0:0]\n:B - [0:0]\n-A PREROUTING -g B\n-A PREROUTING -j ACCEPT\n-A B -p udp',
    );
    expect(result.events.map(line)).toEqual([
      'PREROUTING#1 ok',
      'B#1 x protocol tcp',
      'PREROUTING policy DROP',
    ]);
    expect(result.verdict).toEqual({ kind: 'drop' });
    expect(result.by).toBeUndefined();
  });

  test('RETURN from a base chain means its policy', () => {
    const result = run(':PREROUTING DROP [0:0]\n-A PREROUTING -j RETURN\n-A PREROUTING -j ACCEPT');
    expect(result.events.map(line)).toEqual(['PREROUTING#1 ok', 'PREROUTING policy DROP']);
    expect(result.verdict.kind).toBe('drop');
  });
});

describe('targets', () => {
  test.each([
    ['ACCEPT', { kind: 'accept' }],
    ['DROP', { kind: 'drop' }],
    ['REJECT', { kind: 'reject', with: 'icmp-port-unreachable' }],
    ['REJECT --reject-with tcp-reset', { kind: 'reject', with: 'tcp-reset' }],
    ['DNAT --to-destination 10.244.0.2', { kind: 'dnat', to: '10.244.0.2' }],
    ['SNAT --to-source 192.0.2.1', { kind: 'snat', to: '192.0.2.1' }],
    ['MASQUERADE --random-fully', { kind: 'masquerade', randomFully: true }],
  ])('%s ends the table', (target, verdict) => {
    const result = run(`-A PREROUTING -j ${target}\n-A PREROUTING -j DROP`);
    expect(result.verdict).toEqual(verdict);
    expect(result.by).toBe(result.events[0]);
    expect(result.events).toHaveLength(1);
  });

  test('marks change what later rules see', () => {
    const result = run(
      `-A PREROUTING -j MARK --or-mark 0x4000
-A PREROUTING -m mark --mark 0x4000/0x4000 -j MARK --xor-mark 0x4001
-A PREROUTING -m mark --mark 0x1 -j MARK --or-mark 0x80000000`,
      { mark: 0 },
    );
    expect(result.events.flatMap((e) => (e.kind === 'rule' ? [[e.markBefore, e.markAfter]] : []))).toEqual([
      [0, 0x4000],
      [0x4000, 1],
      [1, 0x80000001],
    ]);
    expect(result.mark).toBe(0x80000001);
  });

  test('notrack lets the walk go on, and shows in the verdict', () => {
    const table = '-A PREROUTING -j CT --notrack\n-A PREROUTING -p tcp -j ACCEPT\n-A PREROUTING -j DROP';
    const result = run(table, {}, {}, 'raw');
    expect(result.verdict).toEqual({ kind: 'notrack' });
    expect(result.by).toBe(result.events[0]);
    expect(run(table, { packet: { proto: 'udp' } }, {}, 'raw').verdict).toEqual({ kind: 'drop' });
  });

  test('a rule without target only counts; LOG and its like go on', () =>
    expect(
      run('-A PREROUTING -p tcp\n-A PREROUTING -j LOG --log-prefix "seen "\n-A PREROUTING -j DROP').verdict,
    ).toEqual({ kind: 'drop' }));
});

describe('recent', () => {
  const AFFINITY = `:SVC - [0:0]
:SEP-1 - [0:0]
-A PREROUTING -j SVC
-A SVC -m recent --name SEP-1 --rcheck --seconds 600 --reap -j SEP-1
-A SVC -j ACCEPT
-A SEP-1 -m recent --name SEP-1 --set -m tcp -p tcp -j DNAT --to-destination 10.244.0.1:80`;

  test('a source not seen before goes on', () =>
    expect(run(AFFINITY).events.map(line)).toEqual([
      'PREROUTING#1 ok',
      '  SVC#1 x recent 10.244.0.5',
      '  SVC#2 ok',
    ]));

  test('a source seen is led back, and seen again', () => {
    const asked: unknown[] = [];
    const recentlySeen: EvalEnv['recentlySeen'] = (...question) => asked.push(question) > 0;
    const result = run(AFFINITY, {}, { recentlySeen });
    expect(asked).toEqual([['SEP-1', '10.244.0.5', 600]]);
    expect(result.verdict).toMatchObject({ kind: 'dnat', to: '10.244.0.1' });
    expect(result.recentSet).toEqual([{ name: 'SEP-1', source: '10.244.0.5' }]);
  });

  test('what one rule remembers, the next one knows', () => {
    const seen = (op: string) =>
      run(`-A PREROUTING -m recent --set --name a\n-A PREROUTING -m recent ${op} -j DROP`).verdict.kind;
    expect(seen('--rcheck --seconds 1 --name a')).toBe('drop');
    expect(seen('! --rcheck --name a')).not.toBe('drop');
    expect(seen('--rcheck --name b')).not.toBe('drop');
  });
});

describe('what is not known ends the walk', () => {
  test.each([
    ['-A PREROUTING -m set --match-set blocked src -j DROP', '-m set --match-set blocked src'],
    ['-A PREROUTING -j NETMAP --to 10.0.0.0/8', '-j NETMAP --to 10.0.0.0/8'],
    ['-A PREROUTING -j NOWHERE', '-j NOWHERE'],
    [':A - [0:0]\n-A PREROUTING -j A\n-A A -j A', '-j A'],
    [':A - [0:0]\n:B - [0:0]\n-A PREROUTING -g A\n-A A -g B\n-A B -g A', '-g B'],
  ])('%s', (text, what) => {
    const result = run(text);
    expect(result.verdict).toEqual({ kind: 'unknown', what });
    expect(result.by).toBe(result.events.at(-1));
  });

  test('unless another condition of the rule fails for certain', () =>
    expect(run('-A PREROUTING -m set --match-set blocked src -p udp --dport 53 -j DROP').verdict).toEqual({
      kind: 'accept',
    }));

  test('jumps may be sixteen deep', () => {
    const deep = (n: number) =>
      Array.from({ length: n }, (_, i) => `-A ${i === 0 ? 'PREROUTING' : `C${i}`} -j C${i + 1}`).join('\n');
    const declared = (n: number) => Array.from({ length: n }, (_, i) => `:C${i + 1} - [0:0]`).join('\n');
    expect(run(`${declared(16)}\n${deep(16)}`).verdict).toEqual({ kind: 'accept' });
    expect(run(`${declared(17)}\n${deep(17)}`).verdict).toEqual({ kind: 'unknown', what: '-j C17' });
  });
});
