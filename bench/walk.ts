import { emptyWorld, type Network, send } from '../src/engine';
import { distribution, runTraffic } from '../src/engine/many';
import { addressesTried, networkOf, requestTo } from './cluster';
import { clock, collect, type Measure } from './measure';

const WARM_UP = 20;
const RUNS = 41;

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;

/**
 * The median of warm runs, in ms, their own garbage included; a run gets a number of its own to draw its chances from.
 * Nothing is collected between them: that would throw away with the last packet's objects what the compiler knows of
 * them, and no page does so before each packet.
 */
function warm(work: (run: number) => void, runs = RUNS, before = WARM_UP): number {
  collect();
  for (let run = 0; run < before; run++) work(run);
  return median(Array.from({ length: runs }, (_, run) => clock(() => work(run))));
}

/** Request and answer, every rule tried being a step. */
function walkTo(name: string, network: Network, address: string): Measure {
  let note = '';
  const value = warm((seed) => {
    const { steps, outcome } = send(network, emptyWorld(), requestTo(address, seed));
    if (outcome.code !== 'answered') throw new Error(`${name}: ${outcome.code}`);
    note = `${steps.length} steps, ${steps.filter((s) => s.kind === 'rule').length} rules tried`;
  });
  return { name, value, unit: 'ms', note };
}

/**
 * A packet from a Pod to the first and to the last of a node's Services, each with ten endpoints; a thousand
 * connections; all endings with their probabilities.
 */
export function* walkBench(): Generator<Measure> {
  for (const services of [1000, 10_000]) {
    const network = networkOf(services, 10);
    const addresses = addressesTried(network);
    const [first, last] = [addresses[0], addresses.at(-1)];
    if (!first || !last) throw new Error('no Services');
    yield walkTo(`walk/${services}/first-service`, network, first);
    yield walkTo(`walk/${services}/last-service`, network, last);
    if (services < 10_000) continue;
    const value = warm((seed) => runTraffic(network, emptyWorld(), requestTo(last, seed), 1000), 11, 3);
    yield { name: `traffic/${services}/1000-connections`, value, unit: 'ms' };
  }
  const small = networkOf(1, 3);
  const value = warm((seed) => runTraffic(small, emptyWorld(), requestTo('10.96.0.0', seed), 1000), 11, 3);
  yield { name: 'traffic/1000-connections', value, unit: 'ms', note: 'one Service, three endpoints' };
  for (const endpoints of [100, 1000]) {
    const network = networkOf(1, endpoints);
    const request = requestTo('10.96.0.0', 1);
    const ways = distribution(network, emptyWorld(), request).length;
    const ms = warm(() => distribution(network, emptyWorld(), request), 11, 3);
    yield { name: `distribution/${endpoints}-endpoints`, value: ms, unit: 'ms', note: `${ways} endings` };
  }
}
