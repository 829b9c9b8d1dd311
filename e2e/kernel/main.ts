import { parseArgs } from 'node:util';
import type { IpFamily, OutcomeCode } from '../../src/engine';
import { unavailable } from './available';
import { FACTS } from './facts';
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
    /** Of the random clusters: 4, 6, or both in turn. */
    family: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    /** Only the facts, or one whose name holds this. */
    facts: { type: 'string' },
    /** Differences only, without rulesets, and not shrunk. */
    brief: { type: 'boolean', default: false },
  },
});

/** Milliseconds of silence after which a packet is taken to have come to its end; more on a second try. */
const PATIENCE = { first: 3, second: 60 } as const;

/** Every third cluster is an IPv6 one, unless a family is asked for. */
function random(at: number, packets: number): Scenario {
  const family = values.family ? (Number(values.family) as IpFamily) : at % 3 === 2 ? 6 : 4;
  return scenarioOf(Number(values.seed) * 1000 + at, packets, family);
}

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
  const facts = FACTS.filter((f) => f.name.includes(values.facts ?? ''));
  const clusters = values.facts === undefined ? Number(values.clusters) : 0;
  const each = Math.ceil(Number(values.packets) / clusters);
  const started = Date.now();
  const failures: Failure[] = [];
  const ends = new Map<OutcomeCode, number>();
  let [passed, events, next, unseen, broken] = [0, 0, 0, 0, 0];
  const worker = async () => {
    let lab = new Lab();
    while (next < facts.length + clusters) {
      const at = next++;
      const fact = facts[at];
      const scenario = fact?.scenario ?? random(at - facts.length, each);
      const result = await runPatiently(lab, scenario).catch((error: Error) => {
        console.log(`FAILED ${scenario.name}: ${error.message}`);
        broken += 1;
        lab.close();
        lab = new Lab();
        return undefined;
      });
      if (!result) continue;
      passed += result.passed;
      for (const { outcome } of result.exchanges) ends.set(outcome.code, (ends.get(outcome.code) ?? 0) + 1);
      events += result.events;
      if (fact && result.failures.length === 0 && !fact.shows(result.exchanges)) {
        unseen += 1;
        console.log(`FAILED fact ${fact.name}: the packets went as the kernel's did, but do not show it`);
      }
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
  const sent = passed + failures.length;
  console.log(
    `${facts.length} facts, ${clusters} clusters, ${sent} packets, ${events} trace events, ${seconds} s`,
  );
  console.log([...ends].map(([code, count]) => `${count} ${code}`).join(', '));
  const failed = failures.length + unseen + broken;
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exit(await main());
