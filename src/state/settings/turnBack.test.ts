import { describe, expect, it } from 'vitest';
import { decodeShared } from '../link/url';
import { createAppStore } from '../store';
import { ENDINGS, type Ending, linkTo } from '../testing/endings';
import type { AppState } from '../types';
import type { SettingKey, Settings } from './settings';
import { toTurnBack } from './turnBack';

function openedAs(ending: Ending) {
  const store = createAppStore(() => 0);
  const link = decodeShared(linkTo(ending));
  if (link.kind !== 'state') throw new Error('the ending has no link');
  store.getState().openShared(link.shared);
  return store;
}

function blamed(state: AppState): SettingKey | undefined {
  const search = toTurnBack(state);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

const ending = (name: string, settings: Settings = {}): Ending => {
  const found = ENDINGS.find((one) => one.name === name);
  if (!found) throw new Error(`no ending ${name}`);
  return { ...found, settings: { ...found.settings, ...settings } };
};

const FAULTY = ENDINGS.filter(
  ({ settings, outcome }) => Object.keys(settings).length > 0 && outcome !== 'answered',
);

describe('the switch to turn back', () => {
  it.each(FAULTY.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const store = openedAs(one);
    const before = store.getState().exchange;
    const key = blamed(store.getState());
    expect(Object.keys(one.settings)).toContain(key);
    store.getState().setSetting(key as SettingKey, undefined);
    const { outcome } = store.getState().exchange ?? {};
    expect([outcome?.code, outcome?.drop?.code]).not.toEqual([
      before?.outcome.code,
      before?.outcome.drop?.code,
    ]);
  });

  it('is the one that the death speaks of, among several', () => {
    const others: Settings = {
      'ready@default/nginx-deployment-55f598f8d-49l2v': false,
      'hairpin@*': false,
      'forwardPolicy@*': 'DROP',
      'forwardRules@*': false,
      masqueradeAll: true,
    };
    expect(blamed(openedAs(ending('ip_forward is 0', others)).getState())).toBe('ipForward@ycwang-ubuntu');
    const listening = openedAs(ending('nothing listens', { masqueradeAll: true, 'hairpin@*': false }));
    expect(blamed(listening.getState())).toBe('listens@default/nginx-deployment-55f598f8d-pxp6x');
  });

  it('is none where no switch is to blame', () => {
    const store = openedAs(ending('a Pod calls an address that no Pod has', { masqueradeAll: true }));
    expect(blamed(store.getState())).toBeUndefined();
  });

  it('brings up the node whose own packet could not be sent', () => {
    const store = createAppStore(() => 0);
    store.getState().setSetting('down@ycwang-ubuntu', 'died');
    expect(store.getState().exchange).toBeUndefined();
    expect(blamed(store.getState())).toBe('down@ycwang-ubuntu');
  });

  it('changes nothing by looking', () => {
    const { getState } = openedAs(ending('ip_forward is 0'));
    const before = getState();
    blamed(before);
    expect(getState()).toBe(before);
  });
});
