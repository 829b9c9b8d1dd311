import { expect, test } from 'vitest';
import { machineId } from '../../engine';
import { sharedOf } from '../link/sync';
import { decodeShared, encodeShared } from '../link/url';
import { goOnKey, partsOf, readSettings, specOf } from '../settings/settings';
import { createAppStore } from '../store';
import { readRules, rulesIn, rulesRead } from './pastedRules';
import { NO_STALE } from './stale';

const RULES = `*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p tcp -m time --timestart 10:00 -j DROP
COMMIT
`;

test('a node has the rules that were pasted for it, until they are taken back', async () => {
  const store = createAppStore();
  const { setSetting } = store.getState();
  const [node] = store.getState().cluster.nodes;
  if (!node) throw new Error('no node');
  const key = `rules@${node.name}` as const;
  const tables = () => {
    const ruleset = store
      .getState()
      .network.machines.get(machineId(`node/${node.name}`))
      ?.ruleset(4);
    return [...(ruleset?.tables.keys() ?? [])];
  };
  const before = tables();
  await readRules(RULES);
  setSetting(key, RULES);
  expect(tables()).toEqual(['mangle']);
  store.getState().undo();
  expect(tables()).toEqual(before);
  store.getState().redo();
  setSetting(key, undefined);
  expect(tables()).toEqual(before);
});

test('a link carries the rules and what was chosen; whoever opens it reads them first', async () => {
  const store = createAppStore();
  await readRules(RULES);
  const [node] = store.getState().cluster.nodes;
  store.getState().setSetting(`rules@${node?.name}`, RULES);
  store.getState().setSetting(goOnKey('node/a|4|mangle|PREROUTING|1|-m time --timestart 10:00'), 'no-match');
  const link = decodeShared(`#${encodeShared(sharedOf(store.getState()))}`);
  if (link.kind !== 'state') throw new Error('bad link');
  expect(link.shared.settings).toEqual(store.getState().settings);
  expect(rulesRead(link.shared)).toBeUndefined();
  const other = `${RULES}# ${Math.PI}\n`;
  const wait = rulesRead({ settings: { 'rules@a': other }, session: [] });
  expect(rulesIn(other)).toBeUndefined();
  await wait;
  expect(rulesIn(other)?.rules).toBe(1);
  // What a kept session saw before an edit is read as well.
  const past = `${RULES}# past\n`;
  const [packet] = store.getState().session;
  if (!packet) throw new Error('nothing was sent');
  const era = { text: '', settings: { 'rules@a': past }, stale: NO_STALE };
  await rulesRead({ session: [{ ...packet, era }] });
  expect(rulesIn(past)?.rules).toBe(1);
});

test('only what rules and choices can be is taken from a link', () => {
  const key = goOnKey('node/a|4|mangle|PREROUTING|1|-m owner --uid-owner a@b');
  expect(partsOf(key)).toEqual({ id: 'goOn', node: 'a' });
  expect(readSettings({ [key]: 'drop', 'rules@a': RULES })).toEqual({ [key]: 'drop', 'rules@a': RULES });
  expect(readSettings({ [key]: 'explode', 'rules@*': RULES, rules: RULES })).toEqual({});
  expect(readSettings({ 'rules@a': 'x'.repeat(2_000_001) })).toEqual({});
  expect(specOf('rules@a')).toEqual({ kind: 'rules' });
});

test('a walk that stops at something unknown goes on as chosen', async () => {
  const store = createAppStore();
  await readRules(RULES);
  const nodes = store.getState().cluster.nodes;
  for (const { name } of nodes) store.getState().setSetting(`rules@${name}`, RULES);
  store.getState().setSend({ to: '8.8.8.8:53', proto: 'tcp' });
  store.getState().sendNow();
  const asked = store.getState().exchange;
  expect(asked?.outcome.code).toBe('not-evaluated');
  const machine = asked?.steps[asked.outcome.step]?.machine ?? '';
  store.getState().setSetting(goOnKey(`${machine}|4|mangle|PREROUTING|1|-m time --timestart 10:00`), 'match');
  expect(store.getState().exchange?.outcome.drop?.code).toBe('rule-drop');
});
