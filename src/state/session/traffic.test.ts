import { beforeEach, expect, it } from 'vitest';
import { sharedOf } from '../link/sync';
import { decodeShared, encodeShared } from '../link/url';
import { type AppStore, createAppStore } from '../store';
import { trafficOf, trafficSender } from './traffic';

let store: AppStore;
let sender: ReturnType<typeof trafficSender>;
const state = () => store.getState();
const packets = () => Math.max(...[...state().counters.rules.values()].map((c) => c.packets));

beforeEach(() => {
  store = createAppStore(() => 0);
  sender = trafficSender(store);
});

it('sends many, counts them, and leaves packet and world as they were', async () => {
  const { world, exchange } = state();
  await sender.send(100);
  const traffic = trafficOf(state());
  expect(traffic?.result.sent).toBe(100);
  expect(traffic?.wanted).toBeUndefined();
  expect(traffic?.flows.get('node/ycwang-ubuntu' as never)).toBe(100);
  expect(packets()).toBeGreaterThanOrEqual(100);
  expect(state().world).toBe(world);
  expect(state().exchange).toBe(exchange);
});

it('adds more to those before, also after a single packet', async () => {
  await sender.send(20);
  state().sendNow();
  await sender.send(30);
  expect(trafficOf(state())?.result.sent).toBe(50);
});

it('begins anew for another packet, and after an edit', async () => {
  await sender.send(20);
  state().setText(state().text.replace('replicas: 2', 'replicas: 3'));
  expect(trafficOf(state())).toBeUndefined();
  await sender.send(10);
  expect(trafficOf(state())?.result.sent).toBe(10);
});

it('stops when it is told to, keeping what was sent', async () => {
  const sent = sender.send(5000);
  await new Promise((resume) => setTimeout(resume, 30));
  sender.cancel();
  await sent;
  const traffic = trafficOf(state());
  expect(traffic?.wanted).toBeUndefined();
  expect(traffic?.result.sent).toBeGreaterThan(0);
  expect(traffic?.result.sent).toBeLessThan(5000);
});

it('is sent again where a link is opened: bars, counters, and what comes after', async () => {
  await sender.send(40);
  state().zeroCounters();
  await sender.send(25);
  state().advanceTime(30);
  sender.clear();
  await sender.send(10);
  state().sendNow();
  await sender.send(15);
  expect(state().session.map(({ later }) => later)).toEqual([
    [{ traffic: 40 }, { zero: true }, { traffic: 25 }, { wait: 30 }, { traffic: 0 }, { traffic: 10 }],
    [{ traffic: 15 }],
  ]);
  const link = decodeShared(encodeShared(sharedOf(state())));
  if (link.kind !== 'state') throw new Error('bad link');
  const other = createAppStore(() => 0);
  other.getState().openShared(link.shared);
  const there = trafficSender(other);
  await there.resend();
  const seen = (shown: AppStore) => {
    const { counters, session, world, trafficOpen } = shown.getState();
    return { counters, session, world, trafficOpen, result: trafficOf(shown.getState())?.result };
  };
  expect(seen(other)).toEqual({ ...seen(store), trafficOpen: true });
  await Promise.all([sender.send(5), there.send(5)]);
  expect(trafficOf(other.getState())?.result).toEqual(trafficOf(state())?.result);
  expect(other.getState().counters).toEqual(state().counters);
});
