import { expect, it } from 'vitest';
import { createAppStore } from '../../state/store';
import { policyIn } from './counting';

it('says what a policy has decided as iptables -vnL does, and only where counters are shown', () => {
  const store = createAppStore(() => 0);
  store.getState().setSetting('forwardRules@*', false);
  store.getState().setSetting('forwardPolicy@*', 'DROP');
  store.getState().sendAgain();
  store.getState().sendAgain();
  const { counters, network } = store.getState();
  const [machine] = [...network.machines.values()].filter(({ kind }) => kind === 'node');
  if (!machine) throw new Error('no node');
  const at = { machine: machine.id, family: 4, table: 'filter', chain: 'FORWARD' as never } as const;
  const base = machine.ruleset(4)?.tables.get('filter')?.chains.get(at.chain)?.base;
  expect(policyIn(base, undefined, at)).toBe('policy DROP');
  expect(policyIn(base, counters, at)).toBe('policy DROP 3 packets, 180 bytes');
  expect(policyIn(undefined, counters, at)).toBeUndefined();
});
