import { expect, it } from 'vitest';
import { baseChainsAt, printSave } from '../netfilter';
import { nodeRuleset } from './node-ruleset';
import { generate, service, slice } from './testing/objects';

const loaded = nodeRuleset(
  generate([service('default/web', {}), slice('default/web', ['10.244.1.5'])], {
    existingNATChains: ['KUBE-SVC-GONE'],
  }),
);
const rulesOf = (chain: string) =>
  printSave(loaded)
    .split('\n')
    .filter((line) => line.startsWith(`-A ${chain} `))
    .map((line) => line.replace(/.*-j /, ''));

it.each([
  ['INPUT', ['KUBE-FIREWALL', 'KUBE-PROXY-FIREWALL', 'KUBE-NODEPORTS', 'KUBE-EXTERNAL-SERVICES']],
  ['FORWARD', ['KUBE-PROXY-FIREWALL', 'KUBE-FORWARD', 'KUBE-SERVICES', 'KUBE-EXTERNAL-SERVICES']],
  ['OUTPUT', ['KUBE-FIREWALL', 'KUBE-PROXY-FIREWALL', 'KUBE-SERVICES', 'KUBE-SERVICES']],
  ['PREROUTING', ['KUBE-SERVICES']],
  ['POSTROUTING', ['KUBE-POSTROUTING']],
])('%s jumps to %j', (chain, targets) => {
  expect(rulesOf(chain)).toEqual(targets);
});

it('hooks filter and nat into the way of a packet', () => {
  expect(baseChainsAt(loaded, 'output').map(({ table, chain }) => `${table} ${chain}`)).toEqual([
    'nat OUTPUT',
    'filter OUTPUT',
  ]);
});

it('has no chain that the payload deletes, and kubelet’s in every case', () => {
  expect(loaded.tables.get('nat')?.chains.has('KUBE-SVC-GONE' as never)).toBe(false);
  const v6 = nodeRuleset(generate([], { ipFamily: 'IPv6' }));
  expect(v6.tables.get('filter')?.chains.get('KUBE-FIREWALL' as never)?.rules).toEqual([]);
});
