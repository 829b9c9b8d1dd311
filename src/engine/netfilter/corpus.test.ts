import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { printCanonical } from '../../report/canonical';
import type { Ruleset } from './model';
import { parseRuleset } from './parse/parse';
import { printRestore, printSave } from './print/print';

/** What a real kube-proxy wrote, and what iptables-save made of it; the folder is not part of the repository. */
const folder = process.env.HOPSCOPE_CONFORMANCE;
if (!folder)
  console.warn('HOPSCOPE_CONFORMANCE is not set: the netfilter text is not compared with the corpus');

interface Case {
  readonly name: string;
  readonly proxy: { readonly mode: string; readonly ipFamily: string };
  readonly canonical: string;
  readonly iptablesRestore?: string;
}

const FILES = ['seed', 'features-v4', 'features-v6', 'random-v4', 'peer-suite-v4', 'peer-suite-v6'];

const casesOf = (file: string): readonly Case[] =>
  readFileSync(`${folder}/${file}.jsonl`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Case => JSON.parse(line))
    .filter((one) => one.proxy.mode !== 'nftables');

const hasUnknown = (ruleset: Ruleset): boolean =>
  [...ruleset.tables.values()].some((table) =>
    [...table.chains.values()].some((chain) =>
      chain.rules.some((r) => r.target?.kind === 'unknown' || r.matches.some((m) => m.kind === 'unknown')),
    ),
  );

describe.runIf(folder)('corpus', () => {
  test.each(FILES)('%s: every rule is understood and printed as it was', (file) => {
    const cases = casesOf(file);
    expect(cases.length).toBeGreaterThan(0);
    for (const one of cases) {
      const { ruleset, problems } = parseRuleset(one.canonical, one.proxy.ipFamily === 'IPv6' ? 6 : 4);
      expect({ name: one.name, problems, unknown: hasUnknown(ruleset) }).toEqual({
        name: one.name,
        problems: [],
        unknown: false,
      });
      expect(printCanonical(ruleset)).toBe(one.canonical);
    }
  });

  test('raw payloads come back byte for byte, and give the canonical text', () => {
    for (const one of casesOf('seed')) {
      const { ruleset } = parseRuleset(one.iptablesRestore ?? '', 4);
      expect(printRestore(ruleset)).toBe(one.iptablesRestore);
      expect(printCanonical(ruleset)).toBe(one.canonical);
    }
  });

  test('dumps of a loaded node come back byte for byte', () => {
    const dumps = readdirSync(folder ?? '').filter((name) => name.endsWith('.iptables-save.txt'));
    expect(dumps.length).toBeGreaterThan(0);
    for (const name of dumps) {
      const text = readFileSync(`${folder}/${name}`, 'utf8').replace(/^#.*\n/gm, '');
      expect(printSave(parseRuleset(text, 4).ruleset)).toBe(text);
    }
  });
});
