import { beforeEach, describe, expect, it } from 'vitest';
import { stopsOf } from './cursor/cursor';
import { sampleById } from './document/samples';
import { type AppStore, createAppStore } from './store';

let clock = 0;
let store: AppStore;
const state = () => store.getState();
const step = () => state().exchange?.steps[state().cursor];

beforeEach(() => {
  clock = 0;
  store = createAppStore(() => clock);
});

/** Types, with a pause before it that is long enough to be undone by itself. */
function type(text: string): void {
  clock += 10_000;
  state().setText(text);
}

describe('the first moment', () => {
  it('has the article’s cluster and its packet, answered', () => {
    expect(state().cluster.nodes.map((node) => node.name)).toEqual(['ycwang-ubuntu', 'ycwang-ubuntu-worker']);
    expect(state().exchange?.outcome.code).toBe('answered');
    expect(state().exchange?.request.to).toEqual({ ip: '10.104.112.175', port: 8080 });
  });
  it('sends to the other node', () => {
    expect(state().exchange?.outcome.deliveredTo?.ip).toBe('10.244.1.4');
  });
});

describe('typing', () => {
  it('changes the cluster and sends the same packet anew, from the same port', () => {
    const before = state().exchange;
    type(state().text.replace('replicas: 2', 'replicas: 3'));
    expect(state().cluster.pods.filter((pod) => pod.owner).length).toBe(3);
    expect(state().exchange).not.toBe(before);
    expect(state().exchange?.request.sport).toBe(before?.request.sport);
    expect(state().history.at(-2)).toBe(before);
  });
  it('keeps picture and packet while the text is broken, and says where', () => {
    const { cluster, exchange } = state();
    type(`${state().text}\n  x: [`);
    expect(state().broken).toBe(true);
    expect(state().cluster).toBe(cluster);
    expect(state().exchange).toBe(exchange);
    expect(state().notes.find((note) => note.severity === 'error')?.where?.line).toBeGreaterThan(1);
    type(sampleById(undefined).yaml);
    expect(state().broken).toBe(false);
  });
  it('leaves the cursor at the same rule', () => {
    const dnat = state().exchange?.steps.find((s) => s.kind === 'rule' && s.verdict?.kind === 'dnat');
    state().seek(dnat?.index ?? 0);
    type(state().text.replace('image: nginx\n', 'image: nginx:1.27\n'));
    expect(state().cursor).toBe(dnat?.index);
    type(state().text.replace('replicas: 2', 'replicas: 3'));
    expect(step()).toMatchObject({ kind: 'rule', hook: 'prerouting', table: 'nat', machine: dnat?.machine });
  });
  it('says so when the target is gone, and comes back with it, the cursor too', () => {
    state().seek(12);
    const { text } = state();
    const where = step();
    type(text.replace('name: nginx-svc', 'name: other-svc'));
    expect(state().exchange).toBeUndefined();
    expect(state().sendProblem?.code).toBe('target-unknown-service');
    type(text);
    expect(state().sendProblem).toBeUndefined();
    expect(step()).toMatchObject({ kind: where?.kind, machine: where?.machine, index: 12 });
  });
});

describe('other manifests', () => {
  const other = `
kind: Service
apiVersion: v1
metadata: { name: redis, namespace: shop }
spec: { selector: { app: redis }, ports: [{ port: 6379 }] }
---
kind: Deployment
apiVersion: apps/v1
metadata: { name: redis, namespace: shop }
spec: { replicas: 2, selector: { matchLabels: { app: redis } }, template: { metadata: { labels: { app: redis } }, spec: { containers: [{ name: redis, image: redis }] } } }
---
kind: Pod
apiVersion: v1
metadata: { name: web, namespace: shop }
spec: { containers: [{ name: web, image: web }] }
`;
  it('get a packet of their own, ready to go', () => {
    type(other);
    expect(state().send).toMatchObject({ from: 'pod/shop/web', to: 'svc/shop/redis:6379' });
    expect([state().exchange?.outcome.code, state().sample]).toEqual(['answered', undefined]);
  });
  it('give back the packet that was asked for with its sender', () => {
    const { text, send } = state();
    type(text.replace('name: client\nspec', 'name: clien\nspec'));
    expect(state().send.from).toBe('pod/default/clien');
    type(text);
    expect([state().send, state().wanted]).toEqual([send, undefined]);
  });
  it('may be none at all', () => {
    type('');
    expect([state().exchange, state().sendProblem?.code]).toEqual([undefined, 'no-such-sender']);
    type(other);
    expect(state().exchange?.outcome.code).toBe('answered');
  });
});

describe('sending', () => {
  it('takes a new source port for a new flow, the same for the same', () => {
    const first = state().exchange?.request.sport ?? 0;
    state().sendNow();
    expect(state().exchange?.request.sport).toBe(first + 1);
    state().sendAgain();
    expect(state().exchange?.request.sport).toBe(first + 1);
  });
  it('finds the flow in conntrack the second time: nat is not asked again', () => {
    state().sendAgain();
    const steps = state().exchange?.steps ?? [];
    expect(steps.some((s) => s.kind === 'rule' && s.table === 'nat' && s.leg === 'request')).toBe(false);
    expect(state().exchange?.outcome.code).toBe('answered');
  });
  it('forgets conntrack after an edit', () => {
    state().sendAgain();
    type(`${state().text}\n# a comment\n`);
    const steps = state().exchange?.steps ?? [];
    expect(steps.some((s) => s.kind === 'rule' && s.verdict?.kind === 'dnat')).toBe(true);
    expect(state().session).toHaveLength(1);
  });
  it.each(['10.244.0.2:80', '10.244.1.4:80'])('can be forced to %s, whatever the seed', (force) => {
    for (const seed of [1, 2, 3]) {
      state().sendNow({ force, seed });
      const to = state().exchange?.outcome.deliveredTo;
      expect(`${to?.ip}:${to?.port}`).toBe(force);
    }
  });
  it('draws the same with the same seed', () => {
    const draw = (seed: number) => {
      state().sendNow({ seed });
      return state().exchange?.outcome.deliveredTo?.ip;
    };
    for (const seed of [1, 2, 3, 4, 5]) expect(draw(seed)).toBe(draw(seed));
  });
  it('changes nothing but the message when the target is unknown', () => {
    const { exchange, send } = state();
    state().sendNow({ to: 'no-such-thing:80' });
    expect(state().sendProblem).toBeDefined();
    expect(state().exchange).toBe(exchange);
    expect(state().send).toBe(send);
  });
});

describe('undo', () => {
  it('takes back sends, edits and samples, and gives them again', () => {
    const at0 = state().exchange;
    state().sendNow({ seed: 7 });
    const at1 = state().exchange;
    state().loadSample('article-nodeport');
    const at2 = state().exchange;
    type(`${state().text}# x\n`);
    state().undo();
    expect(state().exchange).toBe(at2);
    state().undo();
    expect([state().exchange, state().sample]).toEqual([at1, 'article-clusterip']);
    state().undo();
    expect([state().exchange, state().canUndo, state().canRedo]).toEqual([at0, false, true]);
    state().redo();
    expect(state().exchange).toBe(at1);
  });
  it('takes typing in one breath as one', () => {
    const { text } = state();
    for (const letter of 'abc') {
      clock += 100;
      state().setText(`${state().text}# ${letter}\n`);
    }
    state().undo();
    expect(state().text).toBe(text);
  });
  it('ends quietly', () => {
    state().undo();
    state().redo();
    expect(state().exchange).toBeDefined();
  });
});

describe('the cursor', () => {
  it('goes from stop to stop and stays at the ends', () => {
    const { exchange } = state();
    for (const grain of ['hop', 'chain', 'rule'] as const) {
      state().setGrain(grain);
      state().seekStart();
      const list = exchange ? stopsOf(exchange, grain) : [];
      for (const stop of list) {
        expect(state().cursor).toBe(stop);
        state().stepBy(1);
      }
      expect(state().cursor).toBe(list.at(-1));
      for (const stop of list.toReversed()) {
        expect(state().cursor).toBe(stop);
        state().stepBy(-1);
      }
      expect(state().cursor).toBe(list[0]);
    }
  });
  it('plays from the beginning when it stands at the end, and stops there', () => {
    state().seekEnd();
    state().play();
    expect([state().cursor, state().playing]).toEqual([0, true]);
    state().seek(5);
    expect(state().playing).toBe(true);
    state().seek(1e9);
    expect([state().cursor, state().playing]).toEqual([(state().exchange?.steps.length ?? 0) - 1, false]);
  });
});

describe('text of the user’s own', () => {
  it('is kept when a sample or a link takes its place, and can be brought back', () => {
    type('kind: Service # mine');
    const mine = state().text;
    state().loadSample('article-nodeport');
    expect(state().kept).toEqual([mine]);
    state().restoreKept();
    expect(state().text).toBe(mine);
    state().openShared({ text: 'a: 1', sample: undefined, session: [], cursor: 3, grain: 'hop' });
    expect(state().notice).toEqual({ kind: 'kept-text' });
    state().restoreKept();
    expect([state().text, state().notice]).toEqual([mine, undefined]);
  });
  it('is no matter when nothing was typed', () => {
    state().openShared({ text: 'a: 1', sample: undefined, session: [], cursor: 3, grain: 'hop' });
    expect([state().kept, state().notice]).toEqual([[], undefined]);
  });
});
