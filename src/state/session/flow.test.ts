import { describe, expect, it } from 'vitest';
import { machineId } from '../../engine';
import { sharedOf } from '../link/sync';
import { decodeShared, encodeShared } from '../link/url';
import { createAppStore } from '../store';

function opened() {
  const store = createAppStore(() => 0);
  const run = store.getState();
  run.setSend({ from: 'pod/default/client' });
  return store;
}
type Store = ReturnType<typeof opened>;

const entryOf = (store: Store, sport: number) =>
  [...store.getState().world.machines.values()]
    .flatMap(({ conntrack }) => conntrack)
    .find(({ original }) => original.sport === sport);
const sportOf = (store: Store) => store.getState().session.at(-1)?.sport ?? 0;
/** The same link in another page. */
function linked(store: Store): Store {
  const link = decodeShared(encodeShared(sharedOf(store.getState())));
  if (link.kind !== 'state') throw new Error('bad link');
  const other = createAppStore(() => 0);
  other.getState().openShared(link.shared);
  return other;
}

describe('a flow and what happens to it', () => {
  it('goes on with data, FIN and RST, and the form keeps its own flags', () => {
    const store = opened();
    store.getState().sendNow();
    store.getState().sendAgain(['PSH', 'ACK']);
    expect(entryOf(store, sportOf(store))).toMatchObject({ state: 'ESTABLISHED' });
    store.getState().sendAgain(['FIN', 'ACK']);
    expect(entryOf(store, sportOf(store))).toMatchObject({ state: 'TIME_WAIT' });
    expect(store.getState().send.flags).toBeUndefined();
    expect(store.getState().session.at(-1)?.flags).toEqual(['FIN', 'ACK']);
  });

  it('expires as time passes, and undo brings it back', () => {
    const store = opened();
    store.getState().sendNow();
    const sport = sportOf(store);
    store.getState().advanceTime(59);
    expect(entryOf(store, sport)).toBeDefined();
    store.getState().advanceTime(1);
    expect(entryOf(store, sport)).toBeUndefined();
    store.getState().undo();
    expect(entryOf(store, sport)).toBeDefined();
  });

  it('loses its entry by hand', () => {
    const store = opened();
    store.getState().sendNow();
    const [machine] = [...store.getState().world.machines].find(([, m]) => m.conntrack.length > 0) ?? [];
    if (!machine) throw new Error('no entry');
    store.getState().deleteConntrack(machine);
    expect(store.getState().world.machines.get(machine)?.conntrack).toEqual([]);
    expect(store.getState().session.at(-1)?.later).toEqual([{ forget: machine }]);
  });

  it('is the same in a link: packets, waiting and deletions, in order', () => {
    const store = opened();
    store.getState().sendNow({ conversation: true, size: 900, ttl: 12 });
    store.getState().advanceTime(30);
    store.getState().deleteConntrack(machineId('node/none'), 3);
    store.getState().sendNow({ conversation: undefined, proto: 'icmp', to: '10.244.1.4', size: undefined });
    const other = linked(store);
    expect(other.getState().session).toEqual(store.getState().session);
    expect(other.getState().world).toEqual(store.getState().world);
    expect(other.getState().exchange?.outcome).toEqual(store.getState().exchange?.outcome);
  });

  it('outlives a change of the rules where the session is kept; a burst of edits is one', () => {
    const store = opened();
    store.getState().sendNow({ force: '10.244.1.4:80' });
    store.getState().setKeepSession(true);
    const { text } = store.getState();
    for (const more of ['# a', '# ab', '# abc']) store.getState().setText(`${text}\n${more}\n`);
    store.getState().setSetting('clusterCIDR', '10.0.0.0/8');
    expect(store.getState().session).toHaveLength(3);
    const { exchange } = store.getState();
    expect(exchange?.outcome).toMatchObject({
      code: 'answered',
      connected: true,
      deliveredTo: { ip: '10.244.1.4' },
    });
    expect(exchange?.steps.some((s) => s.kind === 'rule' && s.table === 'nat')).toBe(false);
  });

  it('kept, it lets a fault be set under which it cannot go on', () => {
    const store = opened();
    store.getState().sendNow();
    store.getState().setKeepSession(true);
    const { session } = store.getState();
    store.getState().setSetting('down@ycwang-ubuntu', 'died');
    expect(store.getState().settings).toEqual({ 'down@ycwang-ubuntu': 'died' });
    expect(store.getState().cluster.nodes[0]?.down).toBe('died');
    expect(store.getState()).toMatchObject({ exchange: undefined, sendProblem: { code: 'sender-down' } });
    expect(store.getState().session).toEqual(session);
  });

  it('begins anew with an edit', () => {
    const store = opened();
    store.getState().sendNow();
    store.getState().sendAgain(['FIN', 'ACK']);
    const { text } = store.getState();
    store.getState().setText(`${text}\n# nothing\n`);
    expect(store.getState().session).toHaveLength(1);
    expect(store.getState().exchange?.traces[0]?.packet.flags).toEqual(['SYN']);
  });
});

describe('what can be asked for', () => {
  it.each([
    ['a ping needs no port', { proto: 'icmp', to: 'node/ycwang-ubuntu' }, 'answered'],
    ['SCTP to a closed port', { proto: 'sctp', to: '10.244.1.4:9' }, 'refused'],
    ['a stray RST', { proto: 'tcp', to: '10.244.1.4:80', flags: ['RST'] }, 'timeout'],
  ] as const)('%s', (_what, part, code) => {
    const store = opened();
    store.getState().sendNow(part);
    expect(store.getState().sendProblem).toBeUndefined();
    expect(store.getState().exchange?.outcome.code).toBe(code);
  });
});
