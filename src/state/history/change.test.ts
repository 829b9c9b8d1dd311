import { beforeEach, describe, expect, it } from 'vitest';
import { type AppStore, createAppStore } from '../store';
import { groupChanges, hasChanges } from './changeGroups';
import type { Changes } from './model';

let clock = 0;
let store: AppStore;
const state = () => store.getState();

beforeEach(() => {
  clock = 0;
  store = createAppStore(() => clock);
});

function type(from: string, to: string, after = 10_000): void {
  clock += after;
  state().setText(state().text.replace(from, to));
}

function changes(): Changes {
  const { change } = state();
  if (!change) throw new Error('nothing changed');
  const work = groupChanges(change);
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
  }
}

/** `2 nodes: +1 chain, +3 ~2` */
const said = () =>
  changes().groups.map(({ nodes, tally: x }) => {
    const chains = `+${x.chainsAdded} -${x.chainsRemoved} chains`;
    return `${nodes.length} nodes: ${chains}, +${x.added} -${x.removed} ~${x.rewritten}`;
  });

describe('the last change', () => {
  it('is what an edit did: replicas 2 to 3', () => {
    expect(state().change).toBeUndefined();
    type('replicas: 2', 'replicas: 3');
    expect(said()).toEqual(['2 nodes: +1 -0 chains, +3 -0 ~2']);
    expect(changes().count).toBe(5);
    const [group] = changes().groups;
    expect(group?.chains.find(({ change }) => change === 'added')?.chain).toMatch(/^KUBE-SEP-/);
  });
  it('rewrites a probability for each endpoint that the new one comes behind', () => {
    const text = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: web }] } }
---
apiVersion: v1
kind: Node
metadata: { name: only }
spec: { podCIDR: 10.244.0.0/24 }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`;
    state().setText(text);
    type('replicas: 2', 'replicas: 3');
    expect(said()).toEqual(['1 nodes: +1 -0 chains, +3 -0 ~2']);
  });
  it('does not count what stands between taking away and writing anew', () => {
    const before = state().network;
    type('replicas: 2', 'replicas: ');
    type('replicas: \n', 'replicas: 3\n', 5000);
    expect(state().change?.before.network).toBe(before);
    expect(said()).toEqual(['2 nodes: +1 -0 chains, +3 -0 ~2']);
    state().undo();
    expect(state().text).toContain('replicas: 2');
  });
  it('begins anew after a pause, and on another line', () => {
    type('replicas: 2', 'replicas: 3');
    type('replicas: 3', 'replicas: 4');
    expect(state().change?.before.text).toContain('replicas: 3');
    type('port: 8080', 'port: 8081', 2000);
    expect(state().change?.before.text).toContain('replicas: 4');
  });
  it('stays while the text is broken, however long', () => {
    type('replicas: 2', 'replicas: 3');
    const { change } = state();
    type('replicas: 3', 'replicas: [3');
    expect(state().change).toBe(change);
    type('replicas: [3', 'replicas: [34', 60_000);
    type('replicas: [34', 'replicas: 4', 60_000);
    expect(state().change?.before.text).toContain('replicas: 3');
    expect(said()).toEqual(['2 nodes: +1 -0 chains, +3 -0 ~1']);
  });
  it('can be taken back and done again, and remains the same change', () => {
    type('replicas: 2', 'replicas: 3');
    const { network } = state();
    const before = state().change?.before.network;
    state().undo();
    expect([state().network, state().change?.at]).toEqual([before, 'before']);
    expect(state().change?.after.network).toBe(network);
    state().redo();
    expect([state().network, state().change?.at]).toEqual([network, 'after']);
  });
  it('is not touched by a send', () => {
    type('replicas: 2', 'replicas: 3');
    const { change } = state();
    state().sendNow();
    expect(state().change).toBe(change);
    state().undo();
    expect(state().change).toBe(change);
  });
  it('may be none: a comment', () => {
    type('replicas: 2', 'replicas: 2 # two');
    expect(hasChanges(changes())).toBe(false);
  });
  it('is told node by node where nodes differ', () => {
    state().loadSample('article-nodeport');
    type('type: NodePort', 'type: NodePort\n  externalTrafficPolicy: Local');
    expect(said()).toHaveLength(2);
  });
  it('is looked for on the packet’s way first in a crowd of nodes', () => {
    const node = (name: string) => `---\napiVersion: v1\nkind: Node\nmetadata: { name: ${name} }\n`;
    const many = Array.from({ length: 80 }, (_, i) => node(`a${i}`)).join('');
    state().setText(`${many}---\n${state().text}`);
    type('targetPort: 80', 'targetPort: 81');
    expect(changes().nodes).toEqual({ compared: 64, all: 82 });
    expect(changes().groups[0]?.nodes.slice(0, 2)).toEqual(['ycwang-ubuntu', 'ycwang-ubuntu-worker']);
  });
  it('says where the ways part', () => {
    type('selector:\n    app: nginx\n  clusterIP', 'selector:\n    app: nobody\n  clusterIP');
    expect(state().exchange?.outcome.code).not.toBe('answered');
    expect(changes().comparison?.same).toBe(false);
  });
});

describe('a setting', () => {
  it('rebuilds the network and sends the packet anew', () => {
    const { exchange, network } = state();
    state().setSetting('masqueradeAll', true);
    expect(state().network).not.toBe(network);
    expect(state().exchange?.request).toEqual(exchange?.request);
    expect(changes().groups[0]?.nodes).toHaveLength(2);
    state().undo();
    expect([state().settings, state().network]).toEqual([{}, network]);
  });
  it('is gone when it is what holds anyway', () => {
    state().setSetting('masqueradeAll', true);
    state().setSetting('masqueradeAll', false);
    expect(state().settings).toEqual({});
    expect(hasChanges(changes())).toBe(true);
  });
  it('survives an edit, and goes with a sample', () => {
    state().setSetting('masqueradeBit', '10');
    type('replicas: 2', 'replicas: 3');
    expect(state().settings).toEqual({ masqueradeBit: '10' });
    expect(said()).toEqual(['2 nodes: +1 -0 chains, +3 -0 ~2']);
    state().loadSample('article-nodeport');
    expect(state().settings).toEqual({});
  });
  it('of a node changes that node', () => {
    state().setSetting('ipForward@ycwang-ubuntu', false);
    expect(state().exchange?.outcome.code).not.toBe('answered');
    expect(changes().groups).toEqual([]);
    expect(hasChanges(changes())).toBe(true);
  });
  it('that is wrong is kept and changes no rule', () => {
    state().setSetting('masqueradeBit', '77');
    expect(state().settings).toEqual({ masqueradeBit: '77' });
    expect(hasChanges(changes())).toBe(false);
  });
});
