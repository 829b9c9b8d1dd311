import { canonicalOfCase, rulesOfCase } from '../../src/cli/jsonl';
import { type ProxyRules, printRestore, printRule } from '../../src/engine';
import { shortDiff } from './diff';

export interface CorpusCase {
  readonly name: string;
  readonly proxy: { readonly mode: string; readonly ipFamily: string };
  readonly objects: readonly { readonly kind: string }[];
  readonly canonical: string;
  readonly iptablesRestore?: string;
  readonly jumps?: readonly { readonly table: string; readonly chain: string; readonly rule: string }[];
}

/** What is wrong with our result for the case; undefined if nothing is. */
export function checkCase(given: CorpusCase): string | undefined {
  const result = canonicalOfCase(given);
  if ('error' in result) return result.error;
  const rules = rulesOfCase(given);
  return (
    shortDiff(given.canonical, result.canonical) ??
    checkJumps(given, rules) ??
    shortDiff(given.iptablesRestore ?? printRestore(rules.ruleset), rules.payload.join(''))
  );
}

function checkJumps({ jumps }: CorpusCase, rules: ProxyRules): string | undefined {
  if (!jumps) return undefined;
  const text = (list: readonly { table: string; chain: string; rule: string }[]) =>
    list.map(({ table, chain, rule }) => `${table} ${chain} ${rule}`).join('\n');
  return shortDiff(
    text(jumps),
    text(rules.jumps.map((jump) => ({ ...jump, rule: printRule(jump.rule, 'restore') }))),
  );
}
