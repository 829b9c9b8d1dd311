import { describe, expect, test } from 'vitest';
import { chainName } from '../model';
import { printRestore, printRule } from '../print/print';
import { parseRule, parseRuleset } from './parse';

const nat = (...lines: string[]): string => ['*nat', ...lines, 'COMMIT', ''].join('\n');
const problemsOf = (text: string) =>
  parseRuleset(text, 4).problems.map((p) => `${p.line}:${p.column} ${p.code} ${p.text}`);
const kinds = (text: string) => parseRule(text).matches.map((match) => match.kind);

describe('one rule', () => {
  test('conditions keep their written order', () => {
    expect(kinds('-m comment --comment x -m tcp -p tcp -d 10.0.0.1 --dport 80 ! -s 10.244.0.0/16')).toEqual([
      'comment',
      'ports',
      'protocol',
      'destination',
      'source',
    ]);
    expect(
      kinds('! -s 10.244.0.0/16 -d 10.0.0.1/32 -p tcp -m comment --comment x -m tcp --dport 80'),
    ).toEqual(['source', 'destination', 'protocol', 'comment', 'ports']);
  });

  test.each(['-p tcp --dport 80', '-p 6 --destination-port 80', '--protocol tcp --match tcp --dport 80'])(
    '%s',
    (text) =>
      expect(parseRule(text).matches).toEqual([
        { kind: 'protocol', proto: 'tcp', negate: false },
        { kind: 'ports', proto: 'tcp', dport: { from: 80, to: 80, negate: false } },
      ]),
  );

  test('a chain before it is passed over', () =>
    expect(parseRule('-A KUBE-SERVICES -j KUBE-SVC-A')).toEqual({
      matches: [],
      target: { kind: 'jump', chain: chainName('KUBE-SVC-A') },
    }));

  test.each([
    ['-p tcp -m multiport --dports http,443 -j ACCEPT', '-m multiport --dports http,443'],
    ['-m set --match-set A src --return-nomatch -j ACCEPT', '-m set --match-set A src --return-nomatch'],
    ['-m time --timestart 10:00 -j ACCEPT', '-m time --timestart 10:00'],
    [
      '-m addrtype --dst-type LOCAL --limit-iface-in -j DROP',
      '-m addrtype --dst-type LOCAL --limit-iface-in',
    ],
    ['-p sctp -m sctp --chunk-types any INIT -j DROP', '-m sctp --chunk-types any INIT'],
    ['-m recent --rcheck --name A --hitcount 3 -j DROP', '-m recent --rcheck --name A --hitcount 3'],
  ])('%s: kept, not guessed', (text, unknown) => {
    const rule = parseRule(text);
    const kept = rule.matches.find((match) => match.kind === 'unknown');
    expect(kept?.text).toBe(unknown);
    expect(printRule(rule, 'restore')).toContain(unknown);
  });

  test.each(['NFQUEUE --queue-num 1', 'NETMAP --to 10.0.0.0/24', 'DNAT --to-destination :80', 'CT --zone 1'])(
    '-j %s: kept, not guessed',
    (text) => {
      const rule = parseRule(`-p tcp -j ${text}`);
      expect(rule.target).toMatchObject({ kind: 'unknown', name: text.split(' ')[0] });
      expect(printRule(rule, 'restore')).toBe(`-p tcp -j ${text}`);
    },
  );

  test.each([
    ['-s 10.0.0.300 -j DROP', 'column 1: bad-value: -s 10.0.0.300'],
    ['-p tcp -d fd00::1 -j DROP', 'column 8: bad-value: -d fd00::1'],
    ['-j DROP -j ACCEPT', 'column 9: second-target: -j ACCEPT'],
    ['-m comment --comment "never ends', 'column 22: quote is not closed'],
    ['10.0.0.1 -j DROP', 'column 1: bad-value: 10.0.0.1'],
    ['-s 10.0.0.1,10.0.0.2 -j DROP', 'not one rule but 2'],
  ])('%s: %s', (text, message) => expect(() => parseRule(text)).toThrow(message));
});

describe('a dump', () => {
  test('base chains get hook, priority and policy from table and name', () => {
    const { ruleset } = parseRuleset('*filter\n:FORWARD DROP [7:99]\n:MINE - [0:0]\nCOMMIT\n', 4);
    const chains = ruleset.tables.get('filter')?.chains;
    expect(chains?.get(chainName('FORWARD'))?.base).toEqual({ hook: 'forward', priority: 0, policy: 'DROP' });
    expect(chains?.get(chainName('MINE'))?.base).toBeUndefined();
  });

  test.each([
    ['nat', 'PREROUTING', -100],
    ['nat', 'OUTPUT', -100],
    ['nat', 'INPUT', 100],
    ['nat', 'POSTROUTING', 100],
    ['mangle', 'FORWARD', -150],
    ['raw', 'PREROUTING', -300],
  ] as const)('%s %s runs at %i', (table, name, priority) => {
    const { ruleset } = parseRuleset(`*${table}\n:${name} ACCEPT [0:0]\nCOMMIT\n`, 4);
    expect(ruleset.tables.get(table)?.chains.get(chainName(name))?.base?.priority).toBe(priority);
  });

  test('counters, comments, blank lines and carriage returns do not matter', () => {
    const text =
      '# made by hand\r\n\r\n*nat\r\n:A - [3:180]\r\n[3:180] -A A -j RETURN\r\nCOMMIT\r\n# done\r\n';
    expect(problemsOf(text)).toEqual([]);
    expect(printRestore(parseRuleset(text, 4).ruleset)).toBe(nat(':A - [0:0]', '-A A -j RETURN'));
  });

  test('an address list becomes a rule for each', () =>
    expect(
      printRestore(parseRuleset(nat(':A - [0:0]', '-A A -s 10.0.0.1,10.0.0.2 -j RETURN'), 4).ruleset),
    ).toBe(nat(':A - [0:0]', '-A A -s 10.0.0.1 -j RETURN', '-A A -s 10.0.0.2 -j RETURN')));

  test('insertions go to the front', () =>
    expect(
      printRestore(
        parseRuleset(nat('-A INPUT -j ACCEPT', '-I INPUT -j DROP', '-I INPUT 2 -j RETURN'), 4).ruleset,
      ),
    ).toBe(nat(':INPUT ACCEPT [0:0]', '-A INPUT -j DROP', '-A INPUT -j RETURN', '-A INPUT -j ACCEPT')));
});

test.each([
  ['-A INPUT -j DROP', ['1:1 no-table -A INPUT -j DROP']],
  ['*broute\n:X - [0:0]\nCOMMIT\n', ['1:1 unknown-table broute']],
  ['*nat\n:A - [0:0]\n', ['3:1 no-commit *nat']],
  [nat(':A - [0:0]', '-A A -s 10.0.0.300 -j DROP'), ['3:6 bad-value -s 10.0.0.300']],
  [nat(':A - [0:0]', '[1:2] -A A -j B'), ['3:15 missing-chain B']],
  [nat('-A A -j RETURN'), ['2:4 undeclared-chain A']],
  [nat(':A - [0:0]', '-D A 1'), ['3:1 unsupported-command -D A 1']],
  [nat('nonsense here'), ['2:1 bad-line nonsense here']],
  [
    nat(':A - [0:0]', '-A A -m comment --comment "open -j DROP'),
    ['3:27 open-quote -A A -m comment --comment "open -j DROP'],
  ],
  [nat(':A - [0:0]') + nat(':A - [0:0]'), ['4:1 repeated-table nat']],
])('%j has problems %j', (text, problems) => expect(problemsOf(text)).toEqual(problems));
