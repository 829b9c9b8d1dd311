import { parseArgs } from 'node:util';
import { unavailable } from './available';
import { Lab } from './lab';
import { scenarioOf } from './random';
import { failureText } from './report';
import { type Failure, type RunResult, run } from './run';
import type { Scenario } from './scenario';
import { shrink } from './shrink';

const { values } = parseArgs({
  options: {
    clusters: { type: 'string', default: '50' },
    packets: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    /** Differences only, without rulesets, and not shrunk. */
    brief: { type: 'boolean', default: false },
  },
});

/** Milliseconds of silence after which a packet is taken to have come to its end; more on a second try. */
const PATIENCE = { first: 3, second: 60 } as const;

/** A busy machine may have been slow to deliver: only what differs a second time, with more patience, is a failure. */
async function runPatiently(lab: Lab, scenario: Scenario): Promise<RunResult> {
  const result = await run(lab, scenario, PATIENCE.first);
  if (result.failures.length === 0) return result;
  const again = await run(lab, scenario, PATIENCE.second);
  if (again.failures.length === 0) {
    console.log(`${scenario.name}: right only at the second, slower try`);
    if (values.brief) for (const failure of result.failures) console.log(failureText(failure, false));
  }
  return again;
}

async function main(): Promise<number> {
  const reason = await unavailable();
  if (reason !== undefined) {
    const required = process.env.HOPSCOPE_KERNEL === 'required';
    console.log(`${required ? 'FAILED' : 'SKIPPED'}: the real kernel cannot be asked here: ${reason}`);
    console.log(`0 passed, ${required ? 1 : 0} failed`);
    return required ? 1 : 0;
  }
  const clusters = Number(values.clusters);
  const each = Math.ceil(Number(values.packets) / clusters);
  const started = Date.now();
  const failures: Failure[] = [];
  let [passed, events, next] = [0, 0, 0];
  const worker = async () => {
    const lab = new Lab();
    while (next < clusters) {
      const scenario = scenarioOf(Number(values.seed) * 1000 + next++, each);
      const result = await runPatiently(lab, scenario);
      passed += result.passed;
      events += result.events;
      for (const failure of result.failures) {
        failures.push(failure);
        const small = values.brief ? failure : await shrink(lab, failure);
        console.log(failureText(small, !values.brief));
      }
    }
    lab.close();
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(
    `${clusters} clusters, ${passed + failures.length} packets, ${events} trace events, ${seconds} s`,
  );
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}

process.exit(await main());
