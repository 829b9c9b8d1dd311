import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rulesOfCase } from '../../src/cli/jsonl';
import { nodeRuleset, originOf, printRule, printSave, type Rule } from '../../src/engine';
import { ORIGIN_CODES } from '../../src/engine/codes';
import type { CorpusCase } from './cases';
import { shortDiff } from './diff';
import { CASE_FILES, casesOf, judgeCorpus } from './judge';

const folder = process.env.HOPSCOPE_CONFORMANCE ?? '';
const here = existsSync(folder);
if (!here)
  console.warn('SKIPPED: conformance. Set HOPSCOPE_CONFORMANCE to the folder of the corpus to run it.');

describe.skipIf(!here)('conformance with kube-proxy v1.30', () => {
  it('writes what kube-proxy wrote, byte for byte', () => {
    const failed = [...judgeCorpus(folder)].flatMap(({ file, failures }) =>
      failures.map(({ name, problem }) => `${file} ${name}\n${problem}`),
    );
    expect(failed).toEqual([]);
  });

  it('prints the article’s nodes as iptables-save does', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.iptables-save.txt'));
    expect(files).toHaveLength(4);
    const seeds = casesOf(folder, 'seed');
    for (const file of files) {
      const given = seeds.find(
        ({ name }) => `${name.replace(/\//g, '_').replace('@', '-on-')}.iptables-save.txt` === file,
      );
      const expected = readFileSync(join(folder, file), 'utf8').replace(/^#.*\n/gm, '');
      expect(given, file).toBeDefined();
      expect(
        shortDiff(expected, printSave(nodeRuleset(rulesOfCase(given as CorpusCase)))),
        file,
      ).toBeUndefined();
    }
  });

  it.each(CASE_FILES)('every rule of %s has an origin that its objects hold', (file) => {
    for (const given of casesOf(folder, file)) {
      const problem = originProblem(given);
      if (problem !== undefined) expect.fail(`${given.name}: ${problem}`);
    }
  });
});

/** The first rule whose origin is missing, incomplete or leads nowhere. */
function originProblem(given: CorpusCase): string | undefined {
  const { ruleset, jumps } = rulesOfCase(given);
  const objects = new Map(
    (given.objects as readonly NamedObject[]).map((object) => [
      `${object.kind} ${object.metadata.namespace || 'default'}/${object.metadata.name}`,
      object,
    ]),
  );
  const problemOf = (rule: Rule): string | undefined => {
    const origin = originOf(rule);
    if (!origin) return 'no origin';
    const { object, path, code, params } = origin;
    const missing = ORIGIN_CODES[code].filter((name) => params[name] === undefined);
    if (missing.length > 0) return `${code} lacks ${missing.join(', ')}`;
    if (object.kind === 'KubeProxyConfiguration')
      return origin.value === undefined ? `no ${path}` : undefined;
    let value: unknown = objects.get(`${object.kind} ${object.namespace}/${object.name}`);
    for (const key of path) value = (value as Record<string | number, unknown> | undefined)?.[key];
    return value === undefined || value === null ? `${code} points at ${path.join('.')}` : undefined;
  };
  const rules = [...ruleset.tables.values()].flatMap((table) =>
    [...table.chains.values()].flatMap((chain) => chain.rules),
  );
  for (const rule of [...rules, ...jumps.map((jump) => jump.rule)]) {
    const problem = problemOf(rule);
    if (problem !== undefined) return `${printRule(rule, 'restore')}: ${problem}`;
  }
  return undefined;
}

interface NamedObject {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly name: string };
}
