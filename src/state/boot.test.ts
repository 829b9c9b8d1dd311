import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { boot } from './boot';
import { sampleById } from './document/samples';
import { keepInSync, sharedOf } from './link/sync';
import { encodeShared } from './link/url';
import type { KeyValue } from './storage';
import { type AppStore, createAppStore } from './store';
import type { AppState, SharedState } from './types';

/** A browser: what is stored and what stands in the address bar outlives the page. */
function browser(options: { full?: boolean } = {}) {
  const items = new Map<string, string>();
  const storage: KeyValue = {
    getItem: (key) => items.get(key) ?? null,
    setItem(key, value) {
      if (options.full) throw new Error('QuotaExceededError');
      items.set(key, value);
    },
  };
  let hash = '';
  function open(link?: string): { store: AppStore; close(): void; changeHash(next: string): void } {
    if (link !== undefined) hash = link;
    const store = createAppStore(() => 0);
    boot(store, { hash, storage });
    const sync = keepInSync(store, {
      storage,
      hash: () => hash,
      replaceHash: (next) => {
        hash = next;
      },
    });
    return {
      store,
      close() {
        sync.leave();
        sync.stop();
      },
      changeHash(next) {
        hash = next;
        sync.hashChanged();
      },
    };
  }
  return { open, storage, hash: () => hash };
}

const link = (part: Partial<SharedState> = {}): string =>
  `#${encodeShared({ ...sharedOf(createAppStore().getState()), ...part })}`;

/** Plain data: rules carry origins that point into their own text. */
const steps = (state: AppState): unknown => JSON.parse(JSON.stringify(state.exchange?.steps));

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a reload', () => {
  it('brings back what was typed, the packet, the cursor and the theme', () => {
    const { open } = browser();
    const first = open();
    const { setText, sendNow, seek, setTheme } = first.store.getState();
    setText(first.store.getState().text.replace('replicas: 2', 'replicas: 3'));
    sendNow({ from: 'node/ycwang-ubuntu', seed: 5 });
    seek(9);
    setTheme('dark');
    const before = first.store.getState();
    vi.runAllTimers();
    const after = open().store.getState();
    expect(after.text).toBe(before.text);
    expect(steps(after)).toEqual(steps(before));
    expect([after.cursor, after.theme, after.typed, after.notice]).toEqual([9, 'dark', true, undefined]);
  });
  it('does so even when the page went away before the pause was over', () => {
    const { open } = browser();
    const first = open();
    first.store.getState().setText('kind: List # half');
    first.close();
    expect(open().store.getState().text).toBe('kind: List # half');
  });
  it('keeps the last good picture of a text that is broken', () => {
    const { open } = browser();
    const first = open();
    const nodes = first.store.getState().cluster.nodes.length;
    first.store.getState().setText(`${first.store.getState().text}\n  x: [`);
    vi.runAllTimers();
    const { broken, cluster, exchange } = open().store.getState();
    expect([broken, cluster.nodes.length, exchange?.outcome.code]).toEqual([true, nodes, 'answered']);
  });
});

describe('the hints', () => {
  it('come on the first visit, until they were seen', () => {
    const { open } = browser();
    const first = open();
    expect(first.store.getState().hint).toBe(0);
    first.store.getState().showHint(1);
    first.store.getState().seek(3);
    vi.runAllTimers();
    const second = open();
    expect(second.store.getState().hint).toBe(0);
    second.store.getState().showHint(undefined);
    vi.runAllTimers();
    expect(open().store.getState().hint).toBeUndefined();
  });
  it('leave a link to what it has to show', () => {
    expect(browser().open(link()).store.getState().hint).toBeUndefined();
    expect(browser().open('#sample=hairpin').store.getState().hint).toBeUndefined();
    expect(browser().open('#s1=!!!').store.getState().hint).toBeUndefined();
  });
});

describe('a link', () => {
  it('opens the same step elsewhere', () => {
    const here = browser().open();
    here.store.getState().sendNow({ force: '10.244.0.2:80' });
    here.store.getState().sendAgain();
    here.store.getState().seek(17);
    const there = browser().open(`#${encodeShared(sharedOf(here.store.getState()))}`);
    const [a, b] = [here.store.getState(), there.store.getState()];
    expect([b.text, b.cursor, b.send, b.session]).toEqual([a.text, a.cursor, a.send, a.session]);
    expect(steps(b)).toEqual(steps(a));
  });
  it('may name a sample', () => {
    const { open } = browser();
    const { sample, send, exchange, cursor } = open('#sample=hairpin').store.getState();
    expect([sample, send.from, cursor]).toEqual(['hairpin', 'pod/default/web', 0]);
    expect(exchange?.outcome.code).toBe('answered');
    expect(open('#sample=nothing').store.getState().notice).toEqual({ kind: 'bad-link' });
  });
  it('does not destroy what was typed here', () => {
    const { open } = browser();
    const first = open();
    first.store.getState().setText('kind: List # mine');
    vi.runAllTimers();
    const second = open(link({ text: 'kind: List # theirs' }));
    expect(second.store.getState().text).toBe('kind: List # theirs');
    expect(second.store.getState().notice).toEqual({ kind: 'kept-text' });
    second.store.getState().seek(1);
    vi.runAllTimers();
    const third = open(link({ text: 'kind: List # somebody else’s' }));
    third.store.getState().restoreKept();
    expect(third.store.getState().text).toBe('kind: List # mine');
  });
  it('that is broken says so and leaves everything as it was', () => {
    const { open } = browser();
    const first = open();
    first.store.getState().setText('kind: List # mine');
    vi.runAllTimers();
    for (const bad of ['#s1=!!!', '#s1=abcdef', '#s7=x']) {
      const { text, notice } = open(bad).store.getState();
      expect([text, notice]).toEqual(['kind: List # mine', { kind: 'bad-link' }]);
    }
  });
  it('can be put into the address bar of the open page, and undone', () => {
    const { store, changeHash } = browser().open();
    const { text } = store.getState();
    changeHash(link({ text: 'kind: List', cursor: 0 }));
    expect(store.getState().text).toBe('kind: List');
    store.getState().undo();
    expect(store.getState().text).toBe(text);
    changeHash('#s1=broken');
    expect(store.getState().notice).toEqual({ kind: 'bad-link' });
  });
  it('is not written while a packet plays', () => {
    const { open, hash } = browser();
    const { store } = open();
    store.getState().play();
    store.getState().seek(3);
    vi.runAllTimers();
    expect(hash()).toBe('');
    store.getState().pause();
    vi.runAllTimers();
    expect(hash()).toMatch(/^#s1=/);
  });
});

describe('a browser that stores nothing', () => {
  it('says so once and goes on', () => {
    const { open } = browser({ full: true });
    const { store } = open();
    store.getState().setText('kind: List');
    vi.runAllTimers();
    expect(store.getState().notice).toEqual({ kind: 'storage-failed' });
    store.getState().setNotice(undefined);
    store.getState().setText('kind: List # 2');
    vi.runAllTimers();
    expect(store.getState().notice).toBeUndefined();
  });
  it('may hold rubbish', () => {
    const { open, storage } = browser();
    storage.setItem('hopscope.document', '{"text": 7');
    storage.setItem('hopscope.preferences', '[1]');
    expect(open().store.getState().text).toBe(sampleById(undefined).yaml);
  });
});
