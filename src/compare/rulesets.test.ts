import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rule, Ruleset } from '../engine';
import { emptyBaseChains } from '../engine/netfilter/build';
import { parseRuleset } from '../engine/netfilter/parse/parse';
import type { RuleChange } from './rules';
import { diffRulesets, type RulesetDiff } from './rulesets';

const load = (text: string): Ruleset => {
  const { ruleset, problems } = parseRuleset(text, 4);
  expect(problems.filter(({ code }) => code !== 'missing-chain')).toEqual([]);
  return ruleset;
};

/** One chain C of table nat. */
const chain = (rules: readonly string[]): Ruleset =>
  load(`*nat\n:C - [0:0]\n${rules.map((rule) => `-A C ${rule}\n`).join('')}COMMIT\n`);

const part = (rule: Rule, at: number | undefined): string =>
  at === undefined ? 'none' : (rule.matches[at]?.kind ?? '?');

/** `+3` added as rule 3, `-1` removed, `~1=2 statistic target` rewritten, with what changed. */
function line(change: RuleChange): string {
  switch (change.kind) {
    case 'added':
      return `+${change.after.number}`;
    case 'removed':
      return `-${change.before.number}`;
    case 'rewritten': {
      const { before, after, matches, target } = change;
      const parts = matches.map((m) =>
        m.after === undefined
          ? `-${part(before.rule, m.before)}`
          : `${m.before === undefined ? '+' : ''}${part(after.rule, m.after)}`,
      );
      return [`~${before.number}=${after.number}`, ...parts, ...(target ? ['target'] : [])].join(' ');
    }
  }
}

const lines = ({ chains }: RulesetDiff) => chains.flatMap(({ rules }) => rules.map(line));
const changes = (before: readonly string[], after: readonly string[]) =>
  lines(diffRulesets(chain(before), chain(after)));

const to = (name: string, p = '') => `${p && `-m statistic --mode random --probability ${p} `}-j ${name}`;
const note = (text: string, rest: string) => `-m comment --comment "${text}" ${rest}`;
const call = (ip: string, port: number, target: string) =>
  note('default/web cluster IP', `-d ${ip}/32 -p tcp -m tcp --dport ${port} -j ${target}`);

describe('rules of one chain', () => {
  it.each([
    ['nothing', ['-j A', '-j B'], ['-j A', '-j B'], []],
    ['one more at the end', ['-j A'], ['-j A', '-j B'], ['+2']],
    ['one more in front: shifted numbers are no change', ['-j A', '-j B'], ['-j C', '-j A', '-j B'], ['+1']],
    ['one less', ['-j A', '-j B', '-j C'], ['-j A', '-j C'], ['-2']],
    ['another target is another rule', ['-j A', '-j B'], ['-j A', '-j C'], ['-2', '+2']],
    ['two swapped', ['-j A', '-j B'], ['-j B', '-j A'], ['-1', '+2']],
    [
      'an endpoint more',
      [to('A', '0.5'), to('B')],
      [to('A', '0.33'), to('B', '0.5'), to('C')],
      ['~1=1 statistic', '~2=2 +statistic', '+3'],
    ],
    [
      'an endpoint less',
      [to('A', '0.33'), to('B', '0.5'), to('C')],
      [to('A', '0.5'), to('C')],
      ['~1=1 statistic', '-2'],
    ],
    ['another address', [call('10.96.0.1', 80, 'S')], [call('10.96.0.9', 80, 'S')], ['~1=1 destination']],
    ['another port', [call('10.96.0.1', 80, 'S')], [call('10.96.0.1', 81, 'S')], ['~1=1 ports']],
    ['another comment', [note('a b c', '-j A')], [note('a b d', '-j A')], ['~1=1 comment']],
    [
      'another bit',
      ['-m mark ! --mark 0x4000/0x4000 -j RETURN'],
      ['-m mark ! --mark 0x8000/0x8000 -j RETURN'],
      ['~1=1 mark'],
    ],
    [
      'another mark',
      ['-j MARK --set-xmark 0x4000/0x4000'],
      ['-j MARK --set-xmark 0x8000/0x8000'],
      ['~1=1 target'],
    ],
    [
      'a target that replies instead',
      [note('default/web has no endpoints', '-d 10.96.0.1/32 -j REJECT')],
      [note('default/web has no endpoints', '-d 10.96.0.1/32 -j DROP')],
      ['~1=1 target'],
    ],
    [
      'comments dropped',
      [note('default/web -> 10.0.0.1:80', to('A', '0.5'))],
      [to('A', '0.5')],
      ['~1=1 -comment'],
    ],
    [
      'spelling alone',
      ['-p tcp -m tcp -d 10.0.0.1 --dport 80 -j A'],
      ['-d 10.0.0.1/32 -p tcp -m tcp --dport 80 -j A'],
      [],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(changes(before, after)).toEqual(expected);
  });

  it('pairs the rules of KUBE-EXT by what their comments say when the policy becomes Local', () => {
    const about = (text: string, rest: string) => note(`${text} default/web external destinations`, rest);
    expect(
      changes(
        [about('masquerade traffic for', '-j KUBE-MARK-MASQ'), '-j KUBE-SVC-X'],
        [
          about('pod traffic for', '-s 10.244.0.0/16 -j KUBE-SVC-X'),
          about('masquerade LOCAL traffic for', '-m addrtype --src-type LOCAL -j KUBE-MARK-MASQ'),
          about('route LOCAL traffic for', '-m addrtype --src-type LOCAL -j KUBE-SVC-X'),
          '-j KUBE-SVL-X',
        ],
      ),
    ).toEqual(['+1', '~1=2 comment +addrtype', '-2', '+3', '+4']);
  });

  it('accounts for every rule exactly once', () => {
    const some = fc.array(fc.constantFrom('-j A', '-j B', '-j C', to('A', '0.5'), to('B', '0.25')), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(some, some, (before, after) => {
        const [diff] = diffRulesets(chain(before), chain(after)).chains;
        const of = (side: 'before' | 'after') =>
          (diff?.rules ?? []).flatMap((change) =>
            side in change ? [(change as { before: { number: number } })[side as 'before'].number] : [],
          );
        const [gone, come] = [of('before'), of('after')];
        const rest = (rules: readonly string[], numbers: readonly number[]) =>
          chain(rules.filter((_, i) => !numbers.includes(i + 1)));
        expect(new Set(gone).size).toBe(gone.length);
        expect(new Set(come).size).toBe(come.length);
        expect(diffRulesets(rest(before, gone), rest(after, come)).same).toBe(true);
      }),
    );
  });
});

describe('chains', () => {
  const text = (chains: string, rules = '') => load(`*filter\n${chains}${rules}COMMIT\n`);

  it('come and go with their rules, which are not counted again', () => {
    const before = text(':OLD - [0:0]\n:KEPT - [0:0]\n', '-A OLD -j ACCEPT\n');
    const after = text(':KEPT - [0:0]\n:NEW - [0:0]\n', '-A KEPT -j NEW\n-A NEW -j DROP\n-A NEW -j ACCEPT\n');
    const diff = diffRulesets(before, after);
    expect(
      diff.chains.map(({ chain: name, change, rules }) => `${name} ${change} ${rules.map(line)}`),
    ).toEqual(['KEPT changed +1', 'NEW added +1,+2', 'OLD removed -1']);
    expect(diff.counts).toEqual({
      chainsAdded: 1,
      chainsRemoved: 1,
      added: 1,
      removed: 0,
      rewritten: 0,
    });
  });

  it('that a payload only deletes are not there', () => {
    expect(diffRulesets(text(''), text(':STALE - [0:0]\n', '-X STALE\n')).same).toBe(true);
  });

  it('tell a policy that changed', () => {
    const before = emptyBaseChains(4, ['filter']);
    const { chains, same } = diffRulesets(
      before,
      text(':FORWARD DROP [0:0]\n:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n'),
    );
    expect(same).toBe(false);
    expect(chains).toMatchObject([
      { chain: 'FORWARD', rules: [], policy: { before: 'ACCEPT', after: 'DROP' } },
    ]);
  });
});

it('pairs rules by name where all of a large chain changed', () => {
  const rules = (net: number) =>
    Array.from({ length: 300 }, (_, i) => call(`10.${net}.${i >> 8}.${i & 255}`, 80, `S${i}`));
  const { counts } = diffRulesets(chain(rules(96)), chain(rules(97)));
  expect(counts).toMatchObject({ added: 0, removed: 0, rewritten: 300 });
});
