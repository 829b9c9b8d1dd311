import { beforeEach, expect, it } from 'vitest';
import { chainKey, type RuleStep, ruleKey, type Step } from '../../engine';
import { type AppStore, createAppStore } from '../store';
import { counterOf, countText, policyCounterOf } from './counters';

let store: AppStore;
const state = () => store.getState();
beforeEach(() => {
  store = createAppStore(() => 0);
});

const isDnat = (step: Step): step is RuleStep => step.kind === 'rule' && step.verdict?.kind === 'dnat';

function dnatKey(): string {
  const step = state().exchange?.steps.find(isDnat);
  if (!step) throw new Error('the first sample has a DNAT');
  return ruleKey(step.machine, 4, step.table, step.chain, step.number);
}

it('counts each packet that is sent', () => {
  const key = dnatKey();
  expect(counterOf(key)(state())).toEqual({ packets: 1, bytes: 60 });
  state().sendNow({ force: '10.244.1.4:80' });
  expect(counterOf(key)(state())).toEqual({ packets: 2, bytes: 120 });
  state().sendAgain();
  expect(counterOf(key)(state()).packets).toBe(2);
});

it('counts the policies that were asked', () => {
  const step = state().exchange?.steps.find((s) => s.kind === 'policy');
  if (step?.kind !== 'policy') throw new Error('a policy is asked');
  const key = chainKey(step.machine, 4, step.table, step.chain);
  expect(policyCounterOf(key)(state()).packets).toBeGreaterThan(0);
});

it('takes a count back with its packet, and begins anew after an edit', () => {
  const key = dnatKey();
  state().sendNow({ force: '10.244.1.4:80' });
  state().undo();
  expect(counterOf(key)(state()).packets).toBe(1);
  state().sendNow({ force: '10.244.1.4:80' });
  state().setText(state().text.replace('image: nginx\n', 'image: nginx:1.27\n'));
  expect(counterOf(key)(state()).packets).toBe(1);
});

it('zeroes', () => {
  const key = dnatKey();
  state().zeroCounters();
  expect(counterOf(key)(state())).toEqual({ packets: 0, bytes: 0 });
  expect(counterOf(key)(state())).toBe(counterOf('no|such')(state()));
});

it('writes counts as iptables does', () => {
  const written = [0, 99_999, 100_000, 100_499, 100_500, 9_999_499, 9_999_500, 10_000_000, 9_999_500_000];
  expect(written.map(countText)).toEqual([
    '0',
    '99999',
    '100K',
    '100K',
    '101K',
    '9999K',
    '10M',
    '10M',
    '10G',
  ]);
  expect(countText(9_999_500_000_000)).toBe('10T');
});
