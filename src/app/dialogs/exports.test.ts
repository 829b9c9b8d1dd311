import { expect, it } from 'vitest';
import { createAppStore } from '../../state/store';
import { exportsOf, shownNode } from './exports';

const store = () => createAppStore(() => 0);
const only = (id: string, state = store().getState()) => {
  const found = exportsOf(state).find((e) => e.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};

it('names its files after the packet and the node', () => {
  expect(exportsOf(store().getState()).map(({ file }) => file)).toEqual([
    'hopscope-client-to-10.104.112.175-8080.md',
    'hopscope-client-to-10.104.112.175-8080.json',
    'iptables-save-ycwang-ubuntu.txt',
  ]);
});

it('writes the trace as the shell does', () => {
  const json = JSON.parse(only('json').text());
  expect(json.outcome.code).toBe('answered');
  expect(json.steps).toHaveLength(store().getState().exchange?.steps.length ?? 0);
  expect(only('markdown').text()).toMatch(/^## client → 10\.104\.112\.175:8080, TCP\n/);
});

it('writes rules as iptables-save does', () => {
  const { text } = only('iptables');
  expect(text()).toMatch(/^\*\w+\n:/);
  expect(text()).toContain('-A KUBE-SERVICES ');
});

it('takes the rules of the node that is shown', () => {
  const s = store();
  s.getState().setRulesNode('node/ycwang-ubuntu-worker' as never);
  expect(only('iptables', s.getState()).file).toBe('iptables-save-ycwang-ubuntu-worker.txt');
  s.getState().setRulesNode(undefined);
  s.getState().seekEnd();
  expect(shownNode(s.getState())).toBe('node/ycwang-ubuntu');
});

it('has rules of both families where both are there', () => {
  const s = store();
  s.getState().loadSample('dual-stack');
  expect(exportsOf(s.getState()).map(({ id }) => id)).toEqual(['markdown', 'json', 'iptables', 'ip6tables']);
  expect(exportsOf(s.getState())[0]?.file).toBe('hopscope-client-to-fd00-10-96-80-80.md');
});
