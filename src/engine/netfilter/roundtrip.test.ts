import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printCanonical } from '../../report/canonical';
import type { IpFamily } from '../net/address';
import { parseRule, parseRuleset } from './parse/parse';
import { printRestore, printRule, printSave, type Style } from './print/print';
import { arbitraryRule } from './testing/arbitrary';

const fixture = (name: string): string =>
  readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
const withoutComments = (text: string): string => text.replace(/^#.*\n/gm, '');

describe.each<[IpFamily, Style]>([
  [4, 'restore'],
  [4, 'save'],
  [6, 'restore'],
  [6, 'save'],
])('any rule, IPv%i, %s style', (family, style) => {
  test('text, read and printed again, is the same text', () => {
    fc.assert(
      fc.property(arbitraryRule(family), (rule) => {
        const text = printRule(rule, style, family);
        expect(printRule(parseRule(text, family), style, family)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

test('nothing of a rule is lost on its way through a payload', () => {
  fc.assert(
    fc.property(arbitraryRule(4), (rule) => {
      const back = parseRule(printRule(rule, 'restore', 4), 4);
      expect(printRule(back, 'save', 4)).toBe(printRule(rule, 'save', 4));
    }),
    { numRuns: 500 },
  );
});

describe('a whole node', () => {
  const payload = parseRuleset(fixture('node.restore'), 4);

  test('has no problems', () => expect(payload.problems).toEqual([]));
  test('payload, printed again', () => expect(printRestore(payload.ruleset)).toBe(fixture('node.restore')));
  test('payload, printed as iptables-save (nft) showed it once loaded', () =>
    expect(printSave(payload.ruleset)).toBe(withoutComments(fixture('node.save'))));
  test.each(['node.save', 'node.legacy-save'])('%s, printed again', (name) => {
    const { ruleset, problems } = parseRuleset(fixture(name), 4);
    expect(problems).toEqual([]);
    expect(printSave(ruleset)).toBe(withoutComments(fixture('node.save')));
  });
  test('the canonical text does not depend on the order between chains', () => {
    const grouped = parseRuleset(printCanonical(payload.ruleset), 4);
    expect(printCanonical(grouped.ruleset)).toBe(printCanonical(payload.ruleset));
    expect(printSave(grouped.ruleset)).toBe(printSave(payload.ruleset));
  });
});
