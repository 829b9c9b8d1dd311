/**
 * Holds the generator against what kube-proxy wrote: `npm run conformance`. The corpus folder is in the environment
 * variable HOPSCOPE_CONFORMANCE. One line a file; a short diff for each failure; exit code 1 if there is any.
 */
import { type FileReport, judgeCorpus } from './conformance/judge';

const MOST = 40;

function print({ file, total, failures }: FileReport): void {
  console.log(`${file} ${total - failures.length}/${total}`);
  for (const { name, problem } of failures.slice(0, MOST)) {
    console.log(`  ${name}\n${problem.replace(/^/gm, '    ')}`);
  }
  if (failures.length > MOST) console.log(`  and ${failures.length - MOST} more cases`);
}

const folder = process.env.HOPSCOPE_CONFORMANCE;
if (!folder) {
  console.error('Set HOPSCOPE_CONFORMANCE to the folder of the conformance corpus.');
  process.exitCode = 1;
} else {
  for (const report of judgeCorpus(folder)) {
    print(report);
    if (report.failures.length > 0) process.exitCode = 1;
  }
}
