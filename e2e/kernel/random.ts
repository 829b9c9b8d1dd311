import {
  familyOf,
  formatHostPort,
  type Ip,
  type IpFamily,
  type Machine,
  type Network,
} from '../../src/engine';
import { changedObjects, randomCluster } from './clusters';
import { Dice } from './dice';
import { randomRules } from './extras';
import { type AddressPlan, planFor } from './plan';
import { networkOf } from './run';
import type { Manifest, Scenario, Shot } from './scenario';
import { randomShots } from './shots';

/** The cluster, rules and packets that a seed stands for. */
export function scenarioOf(seed: number, packets: number, family: IpFamily): Scenario {
  const dice = new Dice(seed);
  const plan = planFor(family);
  const { objects, options: drawn } = randomCluster(dice, family);
  const byHand = dice.chance(0.5);
  // Rules by hand see VXLAN's outer packets too, so these have to walk as well.
  const options = byHand ? { ...drawn, walkOuter: true } : drawn;
  const style = dice.pick(['save', 'restore'] as const);
  const draft: Scenario = {
    name: `cluster ${seed} IPv${family}`,
    family,
    objects,
    options,
    style,
    shots: [],
  };
  const network = networkOf(draft);
  const extra = byHand ? randomExtras(dice, plan, network) : {};
  const shots = randomShots(dice, plan, packets, objects, network);
  return { ...draft, extra, shots: dice.chance(0.4) ? changing(dice, shots, objects) : shots };
}

/** From one of the packets on the cluster is another. */
function changing(dice: Dice, shots: readonly Shot[], objects: readonly Manifest[]): readonly Shot[] {
  const from = dice.int(1, shots.length - 1);
  const changed = changedObjects(dice, objects);
  return shots.map((shot, at) => (at === from ? { ...shot, objects: changed } : shot));
}

/** The administrator's rules on every node. */
function randomExtras(dice: Dice, plan: AddressPlan, network: Network): Readonly<Record<string, string>> {
  const machines = [...network.machines.values()];
  const addressOf = (m: Machine) =>
    m.interfaces.find((i) => i.name === 'eth0')?.addresses.find((a) => familyOf(a.ip) === plan.family)
      ?.ip as string;
  const addresses = machines.filter((m) => m.kind !== 'router').map(addressOf);
  const endpoints = machines.flatMap((m) => m.sockets.map((s) => formatHostPort(addressOf(m) as Ip, s.port)));
  const words = {
    addresses,
    networks: [plan.pods, plan.podRange(0), plan.podRange(1), plan.lan, plan.services],
    devices: ['eth0', 'cni0', 'flannel.1', 'lo', 'cni+'],
    ports: [80, 53, 81, 8000, 30000, 40000, 40003],
    endpoints: [
      ...endpoints,
      formatHostPort(plan.host(1) as Ip, 9),
      formatHostPort(plan.loopback as Ip, dice.pick([80, 8000])),
    ],
  };
  const nodes = machines.filter((m) => m.kind === 'node');
  return Object.fromEntries(
    nodes.map((m) => [m.name, randomRules(dice, { ...words, own: addressOf(m), family: plan.family })]),
  );
}
