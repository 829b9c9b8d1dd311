import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { printCanonical } from '../../../report/canonical';
import type { Rule } from '../model';
import { parseRule, parseRuleset } from '../parse/parse';
import { printRestore, printRule, printSave } from './print';

/** Each pair was made by loading the left side with iptables-restore 1.8.9 (nft) and reading iptables-save. */
const LOADED: readonly (readonly [string, string])[] = [
  [
    '-m tcp -p tcp -d 1.2.3.4 --dport 80 ! -s 10.0.0.0/8 -j X',
    '! -s 10.0.0.0/8 -d 1.2.3.4/32 -p tcp -m tcp --dport 80 -j X',
  ],
  ['-s 0.0.0.0/0 -d 1.2.3.4 ! -i eni+ -o lo -j X', '-d 1.2.3.4/32 ! -i eni+ -o lo -j X'],
  ['-i + -j X', '-j X'],
  ['! -i + -j X', '! -i + -j X'],
  ['-s 10.0.0.0/255.0.0.0 -j X', '-s 10.0.0.0/8 -j X'],
  ['-p udp --dport 80:90 ! --sport 1: -j X', '-p udp -m udp ! --sport 1:65535 --dport 80:90 -j X'],
  ['-p all -j X', '-j X'],
  ['-p 132 -j X', '-p sctp -j X'],
  ['-m comment --comment nospace -j X', '-m comment --comment nospace -j X'],
  ['-m comment --comment default/nginx:http -j X', '-m comment --comment "default/nginx:http" -j X'],
  [
    '-m comment --comment "say \\"hi\\" \\\\ back" -j X',
    '-m comment --comment "say \\"hi\\" \\\\ back" -j X',
  ],
  ['-m comment --comment "it\'s" -j X', '-m comment --comment "it\\\'s" -j X'],
  ['-m comment --comment "" -j X', '-m comment --comment "" -j X'],
  ['-m mark --mark 0x00004000/0x00004000 -j X', '-m mark --mark 0x4000/0x4000 -j X'],
  ['-m mark ! --mark 16', '-m mark ! --mark 0x10'],
  ['-m mark --mark 0x0/0x0', '-m mark --mark 0x0/0x0'],
  ['-j MARK --or-mark 0x00004000', '-j MARK --set-xmark 0x4000/0x4000'],
  ['-j MARK --xor-mark 0x00004000', '-j MARK --set-xmark 0x4000/0x0'],
  ['-j MARK --set-mark 0x4000', '-j MARK --set-xmark 0x4000/0xffffffff'],
  ['-j MARK --set-mark 0x1/0xff', '-j MARK --set-xmark 0x1/0xff'],
  ['-j MARK --and-mark 0x4000', '-j MARK --set-xmark 0x0/0xffffbfff'],
  [
    '-m statistic --mode random --probability 0.3333333333 -j X',
    '-m statistic --mode random --probability 0.33333333349 -j X',
  ],
  [
    '-m statistic --mode random --probability 0.1428571429 -j X',
    '-m statistic --mode random --probability 0.14285714272 -j X',
  ],
  [
    '-m statistic --mode random --probability 0.000244140625 -j X',
    '-m statistic --mode random --probability 0.00024414062 -j X',
  ],
  [
    '-m statistic --mode random --probability 0.0004882812 -j X',
    '-m statistic --mode random --probability 0.00048828125 -j X',
  ],
  [
    '-m statistic --mode random ! --probability 0.25 -j X',
    '-m statistic --mode random ! --probability 0.25000000000 -j X',
  ],
  [
    '-m recent --name A --rcheck --seconds 10800 --reap -j X',
    '-m recent --rcheck --seconds 10800 --reap --name A --mask 255.255.255.255 --rsource -j X',
  ],
  [
    '-m recent --name A ! --rcheck -j X',
    '-m recent ! --rcheck --name A --mask 255.255.255.255 --rsource -j X',
  ],
  [
    '-m addrtype --src-type LOCAL ! --dst-type LOCAL -j X',
    '-m addrtype --src-type LOCAL ! --dst-type LOCAL -j X',
  ],
  [
    '-m conntrack ! --ctstate DNAT,SNAT,NEW,INVALID,ESTABLISHED,RELATED,UNTRACKED',
    '-m conntrack ! --ctstate INVALID,NEW,RELATED,ESTABLISHED,UNTRACKED,SNAT,DNAT',
  ],
  ['-m state --state NEW', '-m state --state NEW'],
  ['-j REJECT', '-j REJECT --reject-with icmp-port-unreachable'],
  ['-p tcp -j REJECT --reject-with tcp-reset', '-p tcp -j REJECT --reject-with tcp-reset'],
  [
    '-p tcp -j MASQUERADE --random-fully --to-ports 10-20',
    '-p tcp -j MASQUERADE --to-ports 10-20 --random-fully',
  ],
  [
    '-p tcp -j DNAT --to-destination 10.0.0.1:80 --random',
    '-p tcp -j DNAT --to-destination 10.0.0.1:80 --random',
  ],
  ['-j CT --notrack', '-j CT --notrack'],
  ['-j NOTRACK', '-j NOTRACK'],
  ['-p esp -g X', '-p esp -g X'],
  [
    '-p tcp -m multiport --dports 1,2,3 -j LOG --log-prefix "x y"',
    '-p tcp -m multiport --dports 1,2,3 -j LOG --log-prefix "x y"',
  ],
];

/** Of the other modules and targets; the legacy backend prints the same. */
const MORE = readFileSync(new URL('../fixtures/loaded.txt', import.meta.url), 'utf8').matchAll(
  /^-A \S+ (.*)\n=> -A \S+ (.*)$/gm,
);

test.each([...MORE].map(([, loaded = '', saved = '']) => [loaded, saved]))(
  '%s is saved as %s',
  (loaded, saved) => {
    expect(printRule(parseRule(loaded), 'save')).toBe(saved);
    expect(printRule(parseRule(saved), 'save')).toBe(saved);
  },
);

test.each(LOADED)('%s is saved as %s', (restore, save) =>
  expect(printRule(parseRule(restore), 'save')).toBe(save),
);

const LOADED_6: readonly (readonly [string, string])[] = [
  [
    '-p tcp -m tcp -j DNAT --to-destination [fd00::1]:80',
    '-p tcp -m tcp -j DNAT --to-destination [fd00::1]:80',
  ],
  ['-p icmpv6 -j RETURN', '-p ipv6-icmp -j RETURN'],
  ['-d fd00::1 -s ::/0 -j RETURN', '-d fd00::1/128 -j RETURN'],
  ['-j REJECT', '-j REJECT --reject-with icmp6-port-unreachable'],
  [
    '-m recent --name X --set -j MASQUERADE --random-fully',
    '-m recent --set --name X --mask ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff --rsource -j MASQUERADE --random-fully',
  ],
];

test.each(LOADED_6)('IPv6: %s is saved as %s', (restore, save) =>
  expect(printRule(parseRule(restore, 6), 'save', 6)).toBe(save),
);

describe('restore style', () => {
  test.each([
    '-m comment --comment "default/web:http cluster IP" -m tcp -p tcp -d 10.96.0.10 --dport 80 -j KUBE-SVC-A',
    '-m comment --comment "x y" -m addrtype --dst-type LOCAL -m tcp -p tcp --dport 30000 -j DROP',
    '-m comment --comment "x y" -m tcp -p tcp -d 10.96.0.10 --dport 80 ! -s 10.244.0.0/16 -j KUBE-MARK-MASQ',
    '-m comment --comment "x y" -m tcp -p tcp -d 10.96.0.10 --dport 80 ! -i cni0 -j KUBE-MARK-MASQ',
    '-m comment --comment "x y" -s 100.64.3.7/32 -j KUBE-EXT-A',
    '-m comment --comment "x y" -m addrtype --dst-type LOCAL ! -d 127.0.0.0/8 -j KUBE-NODEPORTS',
    '-m comment --comment default/web:http -m recent --name KUBE-SEP-A --set -m udp -p udp -j DNAT --to-destination 10.0.0.1:53',
    '-m mark ! --mark 0x80000000/0x80000000 -j RETURN',
    '-m comment --comment "other traffic will be dropped"',
  ])('%s', (text) => expect(printRule(parseRule(text), 'restore')).toBe(text));

  /** kube-proxy's text for 1/2048 is a tie, which Go rounds to even. */
  test.each([
    [1 / 3, '0.3333333333'],
    [1 / 7, '0.1428571429'],
    [1 / 1024, '0.0009765625'],
    [1 / 2048, '0.0004882812'],
    [3 / 2048, '0.0014648438'],
    [1, '1.0000000000'],
  ])('probability %d is %s', (probability, text) => {
    const rule: Rule = { matches: [{ kind: 'statistic', probability, negate: false }] };
    expect(printRule(rule, 'restore')).toBe(`-m statistic --mode random --probability ${text}`);
  });

  test('a probability goes into the kernel by its ten digits', () => {
    const rule: Rule = { matches: [{ kind: 'statistic', probability: 1 / 3711, negate: false }] };
    const loaded = parseRule(printRule(rule, 'restore'));
    expect(printRule(rule, 'save')).toBe(printRule(loaded, 'save'));
  });
});

describe('whole rulesets', () => {
  const payload = `*nat
:KUBE-SERVICES - [0:0]
:KUBE-NODEPORTS - [0:0]
:KUBE-SVC-B - [0:0]
:KUBE-SVC-A - [0:0]
:KUBE-SVC-OLD - [0:0]
-A KUBE-SERVICES -d 10.96.0.9 -j KUBE-SVC-B
-A KUBE-SVC-B -s 10.0.0.2 -j RETURN
-A KUBE-SVC-B -s 10.0.0.1 -j RETURN
-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -j KUBE-NODEPORTS
-A KUBE-SERVICES -d 10.96.0.1 -j KUBE-SVC-A
-X KUBE-SVC-OLD
COMMIT
`;
  const { ruleset } = parseRuleset(payload, 4);

  test('a payload keeps the order of its rules', () => expect(printRestore(ruleset)).toBe(payload));
  test('deleted chains are not saved', () => expect(printSave(ruleset)).not.toContain('KUBE-SVC-OLD'));
  test('canonical: services sorted, the last rule last, endpoints as they were', () =>
    expect(printCanonical(ruleset)).toBe(`*nat
:KUBE-NODEPORTS - [0:0]
:KUBE-SERVICES - [0:0]
:KUBE-SVC-A - [0:0]
:KUBE-SVC-B - [0:0]
:KUBE-SVC-OLD - [0:0]
-A KUBE-SERVICES -d 10.96.0.1 -j KUBE-SVC-A
-A KUBE-SERVICES -d 10.96.0.9 -j KUBE-SVC-B
-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -j KUBE-NODEPORTS
-A KUBE-SVC-B -s 10.0.0.2 -j RETURN
-A KUBE-SVC-B -s 10.0.0.1 -j RETURN
-X KUBE-SVC-OLD
COMMIT
`));
});
