import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CorpusCase, checkCase } from './cases';
import { checkFlow, type FlowCase } from './flows';

/** Files of cases; of seed only the iptables half is judged. */
export const CASE_FILES = [
  'seed',
  'features-v4',
  'features-v6',
  'random-v4',
  'peer-suite-v4',
  'peer-suite-v6',
] as const;

export interface FileReport {
  readonly file: string;
  readonly total: number;
  readonly failures: readonly { readonly name: string; readonly problem: string }[];
}

function linesOf<T>(folder: string, file: string): T[] {
  const lines = readFileSync(join(folder, `${file}.jsonl`), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

/** The iptables cases of one file. */
export function casesOf(folder: string, file: (typeof CASE_FILES)[number]): CorpusCase[] {
  return linesOf<CorpusCase>(folder, file).filter(({ proxy }) => proxy.mode === 'iptables');
}

function judge<T>(
  file: string,
  items: readonly T[],
  name: (item: T) => string,
  check: (item: T) => string | undefined,
): FileReport {
  const failures = items.flatMap((item) => {
    const problem = check(item);
    return problem === undefined ? [] : [{ name: name(item), problem }];
  });
  return { file, total: items.length, failures };
}

/** All of the corpus that Hopscope answers, file by file. Throws if a file is missing. */
export function* judgeCorpus(folder: string): Generator<FileReport> {
  const cases = new Map<string, CorpusCase>();
  for (const file of CASE_FILES) {
    const found = casesOf(folder, file);
    for (const given of found) cases.set(given.name, given);
    yield judge(file, found, ({ name }) => name, checkCase);
  }
  const flows = linesOf<FlowCase>(folder, 'peer-flows');
  yield judge(
    'peer-flows',
    flows,
    ({ caseName, name }) => `${caseName}: ${name}`,
    (flow) => checkFlow(flow, cases.get(flow.caseName)),
  );
}
