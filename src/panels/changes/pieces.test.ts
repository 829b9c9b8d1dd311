import { describe, expect, it } from 'vitest';
import { diffRulesets } from '../../compare';
import { parseRuleset } from '../../engine/netfilter/parse/parse';
import { type Piece, rulePieces } from './pieces';

/** `same [-old-] {+new+}` */
const said = (pieces: readonly Piece[]): string =>
  pieces
    .map(({ role, text }) => (role === 'same' ? text : role === 'old' ? `[-${text}-]` : `{+${text}+}`))
    .join(' ');

function changes(before: string, after: string): readonly string[] {
  const parse = (rules: string) =>
    parseRuleset(`*nat\n:C - [0:0]\n:D - [0:0]\n:E - [0:0]\n${rules}\nCOMMIT\n`, 4).ruleset;
  return diffRulesets(parse(before), parse(after))
    .chains.flatMap((chain) => chain.rules)
    .map((change) => {
      const { conditions, target, comment } = rulePieces(change);
      return [change.kind, said(conditions), said(target), said(comment)].filter(Boolean).join(' | ');
    });
}

describe('a changed rule in pieces', () => {
  it.each([
    [
      'a probability',
      '-A C -m statistic --mode random --probability 0.5 -j D',
      '-A C -m statistic --mode random --probability 0.33333333349 -j D',
      'rewritten | [---probability 0.50-] {+--probability 0.3333+} | → D',
    ],
    [
      'a condition that came',
      '-A C -p tcp -m comment --comment "web -> 10.0.0.1:80" -j D',
      '-A C -p tcp -m comment --comment "web -> 10.0.0.1:80" -m statistic --mode random --probability 0.5 -j D',
      'rewritten | -p tcp {+--probability 0.50+} | → D | web -> 10.0.0.1:80',
    ],
    [
      'a condition that went',
      '-A C ! -s 10.0.0.0/8 -d 10.96.0.1/32 -p tcp -j D',
      '-A C -d 10.96.0.1/32 -p tcp -j D',
      'rewritten | -d 10.96.0.1 -p tcp [-! -s 10.0.0.0/8-] | → D',
    ],
    [
      'a target',
      '-A C -d 10.96.0.1/32 -p tcp -m tcp --dport 80 -m comment --comment "a/web" -j D',
      '-A C -d 10.96.0.1/32 -p tcp -m tcp --dport 80 -m comment --comment "a/web" -j E',
      'rewritten | -d 10.96.0.1 -p tcp --dport 80 | [-→ D-] {+→ E+} | a/web',
    ],
    [
      'what it does',
      '-A C -p tcp -m tcp -j REJECT --reject-with icmp-port-unreachable',
      '-A C -p tcp -m tcp -j DROP',
      'rewritten | -p tcp | [-REJECT --reject-with icmp-port-unreachable-] {+DROP+}',
    ],
    ['a rule that came', '', '-A C -s 10.0.0.1/32 -j D', 'added | -s 10.0.0.1 | → D'],
    ['a rule that went', '-A C -j ACCEPT', '', 'removed | ACCEPT'],
  ])('%s', (_, before, after, expected) => {
    expect(changes(before, after)).toEqual([expected]);
  });
});
