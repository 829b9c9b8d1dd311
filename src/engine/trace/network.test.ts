import { expect, it } from 'vitest';
import { machineId } from '../host/model';
import { printSave } from '../netfilter';
import { buildNetwork, type NetworkOptions } from './network';
import { NODE_PORT } from './testing/article';
import { clusterOf } from './testing/cluster';

const cluster = clusterOf(NODE_PORT);
const node = (options?: NetworkOptions) => {
  const machine = buildNetwork(cluster, options).machines.get(machineId('node/ycwang-ubuntu'));
  if (!machine?.rulesInSlices) throw new Error('no rules in slices');
  return { ...machine, rulesInSlices: machine.rulesInSlices };
};
const saved = (machine: ReturnType<typeof node>) => {
  const ruleset = machine.ruleset(4);
  return ruleset && printSave(ruleset);
};

it.each<[string, NetworkOptions]>([
  ['a node', {}],
  ['a node where kube-proxy has stopped', { nodes: { '*': { stopped: { cluster } } } }],
  ['a node where it never ran', { nodes: { '*': { stopped: {} } } }],
  ['a node that shuts out', { nodes: { '*': { forwardPolicy: 'DROP', overlayBlocked: 'input' } } }],
])('rules of %s are the same, made in slices or at once', (_, options) => {
  const sliced = node(options);
  for (const slice of sliced.rulesInSlices(4)) expect(slice).toBeUndefined();
  expect(saved(sliced)).toBe(saved(node(options)));
});

it('rules that are asked for between two slices are those that the slices come to', () => {
  const machine = node();
  const slices = machine.rulesInSlices(4)[Symbol.iterator]();
  expect(slices.next().done).toBe(false);
  const asked = machine.ruleset(4);
  while (!slices.next().done);
  expect(machine.ruleset(4)).toBe(asked);
});
