import { describe, expect, it } from 'vitest';
import type { Rule } from '../../engine';
import { parseRule } from '../../engine/netfilter/parse/parse';
import { createAppStore } from '../../state/store';
import { endpointOf, fraction, oddsOf, oddsText } from './odds';

const rule = (text: string): Rule => parseRule(text, 4) as Rule;
const shares = (...probabilities: readonly string[]): readonly Rule[] => [
  rule('! -s 10.244.0.0/16 -d 10.0.0.1/32 -j KUBE-MARK-MASQ'),
  ...probabilities.map((p) => rule(`-m statistic --mode random --probability ${p} -j A`)),
  rule('-m comment --comment "the last" -j B'),
];

describe('odds', () => {
  it('each of three has a third, whatever its own probability is', () => {
    const rules = shares('0.33333333349', '0.50000000000');
    expect([1, 2, 3, 4].map((n) => oddsOf(rules, n))).toEqual([
      undefined,
      expect.objectContaining({ rest: 1 }),
      expect.objectContaining({ own: 0.5 }),
      expect.objectContaining({ own: 1 }),
    ]);
    expect([2, 3, 4].map((n) => oddsText(oddsOf(rules, n) as never))).toEqual([
      '1/3',
      '2/3 × 1/2 = 1/3',
      '1/3 × 1 = 1/3',
    ]);
  });
  it('they add up to one', () => {
    const rules = shares('0.2000000000', '0.25000000000', '0.33333333349', '0.50000000000');
    const sum = [2, 3, 4, 5, 6].reduce((all, n) => all + (oddsOf(rules, n)?.total ?? 0), 0);
    expect(sum).toBeCloseTo(1, 9);
  });
  it('are nobody’s where nothing is drawn, or where another condition decides too', () => {
    expect(oddsOf([rule('-j A')], 1)).toBeUndefined();
    expect(oddsOf([rule('-p tcp -m statistic --mode random --probability 0.5 -j A')], 1)).toBeUndefined();
    expect(oddsOf(shares(), 2)).toBeUndefined();
  });
  it('are written as fractions where they are some', () => {
    expect([0.33333333349, 0.5, 1, 0.02439024393, 0.123456].map(fraction)).toEqual([
      '1/3',
      '1/2',
      '1',
      '1/41',
      '0.1235',
    ]);
  });
});

it('a rule that shares out leads to its one endpoint', () => {
  const { network, exchange } = createAppStore(() => 0).getState();
  const step = exchange?.steps.find((s) => s.kind === 'rule' && s.drew !== undefined);
  if (step?.kind !== 'rule') throw new Error('nothing was drawn');
  const ruleset = network.machines.get(step.machine)?.ruleset(4);
  if (!ruleset) throw new Error('no rules');
  expect(endpointOf(ruleset, 'nat', step.rule)).toBe('10.244.0.2:80');
  expect(endpointOf(ruleset, 'nat', rule('-j KUBE-SERVICES'))).toBeUndefined();
  expect(endpointOf(ruleset, 'nat', rule('-j KUBE-MARK-MASQ'))).toBeUndefined();
});
