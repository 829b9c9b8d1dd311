import type { Machine, Network } from '../../src/engine';
import { randomCluster } from './clusters';
import { Dice } from './dice';
import { randomRules } from './extras';
import { networkOf } from './run';
import type { Scenario } from './scenario';
import { randomShots } from './shots';

/** The cluster, rules and packets that a seed stands for. */
export function scenarioOf(seed: number, packets: number): Scenario {
  const dice = new Dice(seed);
  const { objects, options: drawn } = randomCluster(dice);
  const byHand = dice.chance(0.5);
  // Rules by hand see VXLAN's outer packets too, so these have to walk as well.
  const options = byHand ? { ...drawn, walkOuter: true } : drawn;
  const style = dice.pick(['save', 'restore'] as const);
  const draft: Scenario = { name: `cluster ${seed}`, objects, options, style, shots: [] };
  const network = networkOf(draft);
  const extra = byHand ? randomExtras(dice, network) : {};
  return { ...draft, extra, shots: randomShots(dice, packets, objects, network) };
}

/** The administrator's rules on every node. */
function randomExtras(dice: Dice, network: Network): Readonly<Record<string, string>> {
  const machines = [...network.machines.values()];
  const addressOf = (m: Machine) => m.interfaces.find((i) => i.name === 'eth0')?.addresses[0]?.ip as string;
  const addresses = machines.filter((m) => m.kind !== 'router').map(addressOf);
  const endpoints = machines.flatMap((m) => m.sockets.map((s) => `${addressOf(m)}:${s.port}`));
  const words = {
    addresses,
    networks: ['10.244.0.0/16', '10.244.0.0/24', '10.244.1.0/24', '192.168.111.0/24', '10.96.0.0/12'],
    devices: ['eth0', 'cni0', 'flannel.1', 'lo', 'cni+'],
    ports: [80, 53, 81, 8000, 30000, 40000, 40003],
    endpoints: [...endpoints, '192.168.111.1:9'],
  };
  const nodes = machines.filter((m) => m.kind === 'node');
  return Object.fromEntries(nodes.map((m) => [m.name, randomRules(dice, { ...words, own: addressOf(m) })]));
}
