import { beforeEach, describe, expect, it } from 'vitest';
import { type AppStore, createAppStore } from '../store';
import type { RulePlace } from '../types';
import { heldChoice, markedLine } from './choice';

let store: AppStore;
const state = () => store.getState();
const WORKER = 'node/ycwang-ubuntu-worker';

/** The first rule of a node whose place in the ruleset fits. */
function ruleIn(table: string, chain: RegExp, machine = WORKER): RulePlace {
  const node = [...state().network.machines.values()].find(({ id }) => id === machine);
  for (const { name, chains } of node?.ruleset(4)?.tables.values() ?? [])
    for (const { name: own, rules } of chains.values())
      if (name === table && chain.test(own) && node && rules[0])
        return { machine: node.id, family: 4, table: name, chain: own, number: 1, rule: rules[0] };
  throw new Error(`no rule in ${table} ${chain}`);
}

const lineText = () => state().text.split('\n')[(markedLine(state()) ?? 0) - 1]?.trim();

beforeEach(() => {
  store = createAppStore(() => 0);
  state().loadSample('article-nodeport');
});

describe('a rule picked out', () => {
  it('marks the line that it came from', () => {
    state().chooseRule(ruleIn('nat', /^KUBE-NODEPORTS$/));
    expect(lineText()).toBe('nodePort: 30000');
    expect(state().reveal.n).toBe(0);
  });
  it('brings the text into sight when that is asked for', () => {
    state().showOrigin(ruleIn('nat', /^KUBE-SEP-/));
    expect(lineText()).toMatch(/^podIP: /);
    expect(state().reveal).toEqual({ n: 1, panel: 'editor' });
  });
  it('marks nothing where no line is its cause', () => {
    state().chooseRule(ruleIn('nat', /^KUBE-MARK-MASQ$/));
    expect(heldChoice(state())).toBeDefined();
    expect(markedLine(state())).toBeUndefined();
  });
  it('opens at its node from a line of the text', () => {
    state().showRule(ruleIn('nat', /^KUBE-EXT-/));
    expect(state()).toMatchObject({ rulesNode: WORKER, rulesFamily: 4, reveal: { n: 1, panel: 'rules' } });
    expect(heldChoice(state())).toMatchObject({ from: 'text', number: 1 });
  });
});

describe('it holds', () => {
  it.each<[string, () => void]>([
    ['the cursor moves', () => state().stepBy(1)],
    ['another node is chosen', () => state().setRulesNode('node/ycwang-ubuntu' as RulePlace['machine'])],
    ['the text changes', () => state().setText(state().text.replace('30000', '30001'))],
    ['another packet is sent', () => state().sendNow()],
  ])('until %s', (_when, act) => {
    state().showRule(ruleIn('nat', /^KUBE-NODEPORTS$/));
    expect(heldChoice(state())).toBeDefined();
    act();
    expect(heldChoice(state())).toBeUndefined();
    expect(markedLine(state())).toBeUndefined();
  });
  it('while the text is broken, but marks no line of it', () => {
    state().chooseRule(ruleIn('nat', /^KUBE-NODEPORTS$/));
    state().setText(`${state().text}\nx: [`);
    expect(heldChoice(state())).toBeDefined();
    expect(markedLine(state())).toBeUndefined();
  });
});
