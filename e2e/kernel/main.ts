import { parseArgs } from 'node:util';
import { randomCluster } from './clusters';
import { Dice } from './dice';
import { Lab } from './lab';
import { failureText } from './report';
import { type Failure, networkOf, run } from './run';
import type { Scenario } from './scenario';
import { randomShots } from './shots';

const { values } = parseArgs({
  options: {
    clusters: { type: 'string', default: '50' },
    packets: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    brief: { type: 'boolean', default: false },
  },
});

function scenarioOf(seed: number, packets: number): Scenario {
  const dice = new Dice(seed);
  const { objects, options } = randomCluster(dice);
  const draft: Scenario = {
    name: `cluster ${seed}`,
    objects,
    options,
    style: dice.pick(['save', 'restore']),
    shots: [],
  };
  return { ...draft, shots: randomShots(dice, packets, objects, networkOf(draft)) };
}

const clusters = Number(values.clusters);
const each = Math.ceil(Number(values.packets) / clusters);
const lab = new Lab();
const failures: Failure[] = [];
let passed = 0;
let events = 0;
const started = Date.now();
for (let i = 0; i < clusters; i++) {
  const scenario = scenarioOf(Number(values.seed) * 1000 + i, each);
  const result = await run(lab, scenario);
  passed += result.passed;
  events += result.events;
  for (const failure of result.failures) {
    failures.push(failure);
    console.log(failureText(failure, !values.brief));
  }
}
lab.close();
console.log(
  `${clusters} clusters, ${passed + failures.length} packets, ${events} events, ${((Date.now() - started) / 1000).toFixed(1)} s`,
);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
