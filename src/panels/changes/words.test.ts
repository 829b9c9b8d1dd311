import { beforeEach, describe, expect, it } from 'vitest';
import { groupChanges } from '../../state/history/changeGroups';
import { type AppStore, createAppStore } from '../../state/store';
import { changeWords, groupWords } from './words';

let store: AppStore;
let clock = 0;
const state = () => store.getState();

beforeEach(() => {
  clock = 0;
  store = createAppStore(() => clock);
});

function edit(from: string, to: string): void {
  clock += 60_000;
  state().setText(state().text.replace(from, to));
}

const what = () => {
  const { change } = state();
  return change && changeWords(change);
};

function where(): readonly string[] {
  const { change } = state();
  const work = change && groupChanges(change);
  for (;;) {
    const next = work?.next();
    if (!next || next.done) return next?.value.groups.map(groupWords) ?? [];
  }
}

describe('what was done', () => {
  it.each([
    ['replicas: 2', 'replicas: 3', 'replicas 2 → 3'],
    ['replicas: 2', 'replicas: ', 'replicas 2 → (none)'],
    ['  - port: 8080', '  - port: 9090', 'port 8080 → 9090'],
    ['10.104.112.175 #', '10.104.112.9 #', 'clusterIP 10.104.112.175 → 10.104.112.9'],
    ['  replicas: 2\n', '  replicas: 2\n  paused: false\n', 'manifests edited'],
    ['  replicas: 2\n', '  replicas: 2 # two\n', 'line 9'],
  ])('%j → %j: %s', (from, to, expected) => {
    edit(from, to);
    expect(what()).toBe(expected);
  });
  it('names settings as they are named where they are set', () => {
    state().setSetting('masqueradeAll', true);
    expect(what()).toBe('iptables.masqueradeAll false → true');
    state().setSetting('rpFilter@ycwang-ubuntu', '1');
    expect(what()).toBe('net.ipv4.conf.all.rp_filter of ycwang-ubuntu 2 → 1');
    state().setSettings({});
    expect(what()).toBe('2 settings');
  });
  it('names a sample', () => {
    state().loadSample('article-nodeport');
    expect(what()).toBe('another sample');
  });
});

describe('what came of it', () => {
  it('counts chains and rules, and says where', () => {
    edit('replicas: 2', 'replicas: 3');
    expect(where()).toEqual(['1 chain and 3 rules added, 2 rewritten, on 2 nodes']);
    state().undo();
    expect(where()).toEqual(['1 chain and 3 rules added, 2 rewritten, on 2 nodes']);
    edit('replicas: 2', 'replicas: 1');
    expect(where()).toHaveLength(1);
  });
  it('tells new nodes from those that were there', () => {
    edit('kind: Node\n', 'kind: Node\nmetadata: { name: third }\n---\napiVersion: v1\nkind: Node\n');
    expect(where().filter((words) => words.endsWith('new node third'))).toHaveLength(1);
  });
});
