import { beforeEach, describe, expect, it } from 'vitest';
import { machineId, printSave } from '../../engine';
import { boot } from '../boot';
import { readStale, writeStale } from '../document/stale';
import { sharedOf } from '../link/sync';
import { decodeShared, encodeShared } from '../link/url';
import { saveDocument } from '../storage';
import { type AppStore, createAppStore } from '../store';
import { nodeFaultWords, podFaultWords } from './faultWords';

const N1 = 'ycwang-ubuntu';
const N2 = 'ycwang-ubuntu-worker';
const POD = 'default/nginx-deployment-55f598f8d-pxp6x';

let clock = 0;
let store: AppStore;
const state = () => store.getState();

beforeEach(() => {
  clock = 0;
  store = createAppStore(() => clock);
});

function type(from: string, to: string): void {
  clock += 10_000;
  const next = state().text.replace(from, to);
  if (next === state().text) throw new Error(`no ${from}`);
  state().setText(next);
}

const rules = (node: string, { network } = state()): string => {
  const ruleset = network.machines.get(machineId(`node/${node}`))?.ruleset(4);
  return ruleset ? printSave(ruleset) : '';
};
const destinations = (node: string) =>
  [...rules(node).matchAll(/--to-destination (\S+)/g)].map(([, to]) => to).sort();

describe('a Pod fails', () => {
  it('not ready: its endpoint goes from the rules of every node, and comes back', () => {
    expect(destinations(N1)).toEqual(['10.244.0.2:80', '10.244.1.4:80']);
    state().setSetting(`ready@${POD}`, false);
    expect([destinations(N1), destinations(N2)]).toEqual([['10.244.0.2:80'], ['10.244.0.2:80']]);
    expect(state().cluster.pods.find(({ name }) => POD.endsWith(name))?.ready).toBe(false);
    state().setSetting(`ready@${POD}`, undefined);
    expect(destinations(N1)).toHaveLength(2);
    expect(state().settings).toEqual({});
  });
  it('not listening: refused; undo makes it well', () => {
    state().setSetting(`listens@${POD}`, 'none');
    expect(state().exchange?.outcome.code).toBe('refused');
    state().undo();
    expect(state().exchange?.outcome.code).toBe('answered');
    state().redo();
    expect(state().exchange?.outcome.code).toBe('refused');
  });
  it('stays so when the text is edited', () => {
    state().setSetting(`ready@${POD}`, false);
    type('replicas: 2', 'replicas: 3');
    expect(destinations(N1)).not.toContain('10.244.1.4:80');
    expect(destinations(N1)).toHaveLength(2);
  });
});

describe('a node is down', () => {
  it('and the sender on it: nothing is sent, with the reason', () => {
    state().setSetting(`down@${N1}`, 'died');
    expect(state().exchange).toBeUndefined();
    expect(state().sendProblem?.code).toBe('sender-down');
    state().undo();
    expect(state().exchange?.outcome.code).toBe('answered');
  });
  it('marked: the Pods on it are no endpoints any more', () => {
    state().setSetting(`down@${N2}`, 'not-ready');
    expect(destinations(N1)).toEqual(['10.244.0.2:80']);
    expect(state().exchange?.outcome.code).toBe('answered');
  });
});

describe('kube-proxy stops', () => {
  /** Stopped on the first node, and then the cluster changes. */
  function stopAndChange(): { before: string } {
    const before = rules(N1);
    state().setSetting(`kubeProxy@${N1}`, false);
    expect(rules(N1)).toBe(before);
    type('replicas: 2', 'replicas: 3');
    return { before };
  }
  it('its rules stay while the cluster changes; those of the others follow', () => {
    const { before } = stopAndChange();
    expect(rules(N1)).toBe(before);
    expect(destinations(N2)).toHaveLength(3);
  });
  it('its rules stay when settings change', () => {
    const { before } = stopAndChange();
    state().setSetting('masqueradeAll', true);
    state().setSetting(`ready@${POD}`, false);
    expect(rules(N1)).toBe(before);
    expect(rules(N2)).not.toContain('! -s 10.244.0.0/16 -d 10.104.112.175/32');
  });
  it('running again, it writes what is now', () => {
    stopAndChange();
    state().setSetting(`kubeProxy@${N1}`, true);
    expect(destinations(N1)).toHaveLength(3);
    expect([state().settings, state().stale.size]).toEqual([{}, 0]);
  });
  it('undo brings back both', () => {
    const { before } = stopAndChange();
    state().undo();
    state().undo();
    expect([rules(N1), state().stale.size]).toEqual([before, 0]);
    state().redo();
    state().redo();
    expect(rules(N1)).toBe(before);
    expect(destinations(N2)).toHaveLength(3);
  });
  it('stopped once more, it keeps the rules of the later moment, also where all nodes are stopped', () => {
    state().setSetting('kubeProxy@*', false);
    type('replicas: 2', 'replicas: 3');
    state().setSetting(`kubeProxy@${N1}`, true);
    type('replicas: 3', 'replicas: 4');
    expect(destinations(N1)).toHaveLength(4);
    state().setSetting(`kubeProxy@${N1}`, false);
    type('replicas: 4', 'replicas: 1');
    expect([destinations(N1).length, destinations(N2).length]).toEqual([4, 2]);
  });
  it('on all nodes: one that comes later has no rules of it', () => {
    state().setSetting('kubeProxy@*', false);
    clock += 10_000;
    state().setText(`${state().text}\n---\n{ apiVersion: v1, kind: Node, metadata: { name: late } }\n`);
    expect(state().cluster.nodes.map(({ name }) => name)).toContain('late');
    expect(rules('late')).not.toContain('KUBE-SVC');
    expect(rules(N1)).toContain('KUBE-SVC');
  });
  it('a broken text in between changes nothing', () => {
    const before = rules(N1);
    clock += 10_000;
    state().setText(`${state().text}\n  x: [`);
    state().setSetting(`kubeProxy@${N1}`, false);
    expect(rules(N1)).toBe(before);
    clock += 10_000;
    state().setText(state().text.replace('\n  x: [', '').replace('replicas: 2', 'replicas: 3'));
    expect([rules(N1) === before, destinations(N2).length]).toEqual([true, 3]);
  });

  it('travels in the link', () => {
    const { before } = stopAndChange();
    const decoded = decodeShared(encodeShared(sharedOf(state())));
    if (decoded.kind !== 'state') throw new Error(decoded.kind);
    const other = createAppStore(() => 0);
    other.getState().openShared(decoded.shared);
    expect(rules(N1, other.getState())).toBe(before);
    expect(rules(N2, other.getState())).toBe(rules(N2));
  });
  it('survives a reload', () => {
    const { before } = stopAndChange();
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    saveDocument(storage, { ...state(), sample: 'x', kept: [], breakpoints: [], hash: '' });
    const other = createAppStore(() => 0);
    boot(other, { hash: '', storage });
    expect(rules(N1, other.getState())).toBe(before);
  });
  it('is written once for all nodes that saw the same, without the text where it is the document’s', () => {
    state().setSetting('kubeProxy@*', false);
    expect(writeStale(state().stale, state().text)).toEqual([[[N1, N2], {}]]);
    const { text } = state();
    type('replicas: 2', 'replicas: 3');
    const rows = writeStale(state().stale, state().text);
    expect(rows).toEqual([[[N1, N2], {}, text]]);
    expect(readStale(JSON.parse(JSON.stringify(rows)), state().text)).toEqual(state().stale);
  });
  it.each([['x'], [[['a']]], [[[['a'], {}, 7]]], [[null]], [{ a: 1 }]])(
    'nonsense in a link is nothing: %j',
    (value) => {
      expect(readStale(value, '').size).toBe(0);
    },
  );
});

describe('in words, for the Map', () => {
  const pod = () => state().cluster.pods.find(({ name }) => POD.endsWith(name));
  const words = () => [nodeFaultWords(state().settings, N1), pod() ? podFaultWords(pod() as never) : '?'];
  it.each([
    [[], ['', '']],
    [[[`ready@${POD}`, false]], ['', 'not ready']],
    [[[`listens@${POD}`, 'localhost']], ['', 'on 127.0.0.1 only']],
    [
      [
        [`listens@${POD}`, 'none'],
        [`ready@${POD}`, false],
      ],
      ['', 'not listening, not ready'],
    ],
    [[[`kubeProxy@${N1}`, false]], ['kube-proxy stopped', '']],
    [
      [
        ['rpFilter@*', '1'],
        [`kubeProxy@${N1}`, false],
        [`rpFilter@${N1}`, '2'],
      ],
      ['kube-proxy stopped', ''],
    ],
    [
      [
        ['down@*', 'not-ready'],
        ['hairpin@*', false],
      ],
      ['down, NotReady + 1', 'not ready'],
    ],
  ] as const)('%j', (changes, expected) => {
    for (const [key, value] of changes) state().setSetting(key, value);
    expect(words()).toEqual(expected);
  });
});
