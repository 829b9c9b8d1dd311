import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './browser';

const out = mkdtempSync(join(tmpdir(), 'hopscope-test-'));
const unitReport = join(out, 'unit.json');
const e2eReport = join(out, 'e2e.json');

let passed = 0;
let failed = 0;

/** Runs one stage; a stage without a report of its own counts as one check. */
function stage(name: string, command: string, report?: () => { passed: number; failed: number }): boolean {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const { status } = spawnSync(command, {
    shell: true,
    stdio: 'inherit',
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport },
  });
  const ok = status === 0;
  let counts = { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  try {
    if (report) counts = report();
  } catch {}
  if (!ok && counts.failed === 0) counts.failed = 1;
  passed += counts.passed;
  failed += counts.failed;
  console.log(`-- ${name}: ${ok ? 'ok' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return ok;
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

stage('types', 'npm run -s test:types');
stage('lint', 'npm run -s test:lint');
stage(
  'unit',
  `npm run -s test:unit -- --reporter=default --reporter=json --outputFile.json=${unitReport}`,
  () => {
    const { numPassedTests, numFailedTests } = read(unitReport);
    return { passed: numPassedTests, failed: numFailedTests };
  },
);
if (stage('build', 'npm run -s build')) {
  stage('size', 'npm run -s test:size');
  process.env.HOPSCOPE_CHROMIUM = ensureChromium();
  stage('e2e', 'npm run -s test:e2e -- --reporter=list,json', () => {
    const { stats } = read(e2eReport);
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
  });
}

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
