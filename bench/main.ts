/**
 * Speed, as a table; `-- GROUP…` times some groups alone, `-- --json` gives one object a line. `ratio` is the value divided by
 * a calibration loop of the same run, so that machines can be compared.
 */
import { calibrate } from './calibrate';
import { generateBench } from './generate';
import type { Measure } from './measure';
import { sceneBench } from './scene';
import { stepsBench } from './steps';
import { walkBench } from './walk';

const GROUPS: Readonly<Record<string, () => Iterable<Measure> | AsyncIterable<Measure>>> = {
  generate: generateBench,
  walk: walkBench,
  scene: sceneBench,
  steps: stepsBench,
};

const args = process.argv.slice(2);
const json = args.includes('--json');
const asked = args.filter((arg) => !arg.startsWith('--'));
const strange = asked.find((group) => !(group in GROUPS));
if (strange !== undefined) {
  console.error(`No group ${strange}; there is ${Object.keys(GROUPS).join(', ')}.`);
  process.exit(2);
}

const loop = calibrate();
const round = (value: number): number => Number(value.toPrecision(4));
if (json) console.log(JSON.stringify({ name: 'calibration', value: round(loop), unit: 'ms', ratio: 1 }));
else console.log(`${'calibration loop'.padEnd(34)}${loop.toFixed(1).padStart(9)} ms`);

for (const [group, measures] of Object.entries(GROUPS)) {
  if (asked.length > 0 && !asked.includes(group)) continue;
  for await (const { name, value, unit, note } of measures()) {
    const ratio = round(value / loop);
    if (json) console.log(JSON.stringify({ name, value: round(value), unit, ratio }));
    else
      console.log(`${name.padEnd(34)}${value.toFixed(1).padStart(9)} ${unit}  ratio ${ratio}  ${note ?? ''}`);
  }
}
