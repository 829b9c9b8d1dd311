/**
 * Holds the generator against what kube-proxy wrote: `npm run conformance`. The corpus folder is in the environment
 * variable HOPSCOPE_CONFORMANCE. One line a file; a short diff for each failure; exit code 1 if there is any.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CorpusCase, checkCase } from './conformance/cases';
import { checkFlow, type FlowCase } from './conformance/flows';

const FILES = ['seed', 'features-v4', 'features-v6', 'random-v4', 'peer-suite-v4', 'peer-suite-v6'];

const folder = process.env.HOPSCOPE_CONFORMANCE;
if (!folder || !existsSync(folder)) {
  console.error('Set HOPSCOPE_CONFORMANCE to the folder of the conformance corpus.');
  process.exit(1);
}

const linesOf = <T>(file: string): T[] =>
  readFileSync(join(folder, `${file}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

let failures = 0;
const known = new Map<string, CorpusCase>();

function report(file: string, results: readonly (readonly [string, string | undefined])[]): void {
  const failed = results.filter(([, problem]) => problem !== undefined);
  failures += failed.length;
  console.log(`${file} ${results.length - failed.length}/${results.length}`);
  for (const [name, problem] of failed) console.log(`  ${name}\n${problem?.replace(/^/gm, '    ')}`);
}

for (const file of FILES) {
  const cases = linesOf<CorpusCase>(file).filter(({ proxy }) => proxy.mode === 'iptables');
  for (const given of cases) known.set(given.name, given);
  report(
    file,
    cases.map((given) => [given.name, checkCase(given)]),
  );
}

report(
  'peer-flows',
  linesOf<FlowCase>('peer-flows').map((flow) => [
    `${flow.caseName}: ${flow.name}`,
    checkFlow(flow, known.get(flow.caseName)),
  ]),
);

process.exitCode = failures > 0 ? 1 : 0;
