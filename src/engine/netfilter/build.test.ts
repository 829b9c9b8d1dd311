import { expect, test } from 'vitest';
import { appendRules, emptyBaseChains, insertAtFront, mergeRulesets } from './build';
import { baseChainsAt } from './hooks';
import { chainName } from './model';
import { parseRule, parseRuleset } from './parse/parse';
import { printRestore } from './print/print';

const part = (text: string) => parseRuleset(text, 4).ruleset;

test('hooks run their base chains by priority, whatever the order of the tables', () => {
  const all = emptyBaseChains(4, ['filter', 'nat', 'raw', 'mangle', 'security']);
  const names = (hook: Parameters<typeof baseChainsAt>[1]) =>
    baseChainsAt(all, hook)
      .map((c) => c.table)
      .join(' ');
  expect(names('prerouting')).toBe('raw mangle nat');
  expect(names('input')).toBe('mangle filter security nat');
  expect(names('forward')).toBe('mangle filter security');
  expect(names('output')).toBe('raw mangle nat filter security');
  expect(names('postrouting')).toBe('mangle nat');
});

test('merging appends, keeps the first policy and forgets deleted chains', () => {
  const a = part('*nat\n:POSTROUTING DROP [0:0]\n:A - [0:0]\n:OLD - [0:0]\n-A POSTROUTING -j A\nCOMMIT\n');
  const b = part('*nat\n:POSTROUTING ACCEPT [0:0]\n:B - [0:0]\n-A POSTROUTING -j B\n-X OLD\nCOMMIT\n');
  expect(printRestore(mergeRulesets(4, a, b, emptyBaseChains(4, ['raw'])))).toBe(`*nat
:POSTROUTING DROP [0:0]
:A - [0:0]
:B - [0:0]
-A POSTROUTING -j A
-A POSTROUTING -j B
COMMIT
*raw
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
COMMIT
`);
});

test('rules go to the front or to the end; the ruleset given stays as it was', () => {
  const before = part('*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -j DROP\nCOMMIT\n');
  const text = printRestore(before);
  const forward = chainName('FORWARD');
  const front = insertAtFront(before, 'filter', forward, [parseRule('-p tcp'), parseRule('-p udp')]);
  expect(printRestore(appendRules(front, 'filter', forward, [parseRule('-p sctp')]))).toBe(`*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -p tcp
-A FORWARD -p udp
-A FORWARD -j DROP
-A FORWARD -p sctp
COMMIT
`);
  expect(printRestore(before)).toBe(text);
  const made = insertAtFront(before, 'nat', chainName('OUTPUT'), [parseRule('-j ACCEPT')]);
  expect(made.tables.get('nat')?.chains.get(chainName('OUTPUT'))?.base?.hook).toBe('output');
});
