import { expect, it } from 'vitest';
import type { ConntrackEntry, Exchange, Route } from '../../engine';
import { exchangeOf } from '../../i18n/testing/exchange';
import { conntrackAt, rewritten } from './conntrackAt';
import { type End, fieldState, valueStates } from './diff';
import { entryText, fdbLines, interfaceLines, routeText } from './tables';

const way = 'pod/default/client > svc/default/nginx-svc:8080';
const forced = { force: '10.244.1.4:80' };
const end = (e: End | undefined) => e && `${e.ip}:${e.port}`;

function dst(x: Exchange, index: number) {
  const step = x.steps[index];
  if (!step) throw new Error(`no step ${index}`);
  const { now, before, was, by } = fieldState(x, step, 'dst');
  return [end(now), end(before), end(was), by];
}

const dnatOf = (x: Exchange) => x.steps.findIndex((s) => s.kind === 'rule' && s.rewrites.length > 0);

it('the destination before, at and after its DNAT', () => {
  const x = exchangeOf(way, forced);
  const dnat = dnatOf(x);
  expect(dst(x, dnat - 1)).toEqual(['10.104.112.175:8080', undefined, undefined, undefined]);
  expect(dst(x, dnat)).toEqual(['10.244.1.4:80', '10.104.112.175:8080', undefined, 'DNAT']);
  expect(dst(x, dnat + 1)).toEqual(['10.244.1.4:80', undefined, '10.104.112.175:8080', 'DNAT']);
});

it('a VXLAN packet was never sent to the ClusterIP: only the packet inside was', () => {
  const x = exchangeOf(way, forced);
  const step = x.steps.find((s) => s.leg === 'request' && s.after.packet.vxlan);
  if (!step) throw new Error('nothing was encapsulated');
  const of = (which: 'outer' | 'inner') => {
    const { now, was, by } = fieldState(x, step, 'dst', which);
    return [end(now), end(was), by];
  };
  expect(of('outer')).toEqual(['192.168.111.129:8472', undefined, undefined]);
  expect(of('inner')).toEqual(['10.244.1.4:80', '10.104.112.175:8080', 'DNAT']);
});

it('the reply gets its source back', () => {
  const x = exchangeOf(way, forced);
  const step = x.steps.find((s) => s.kind === 'nat');
  if (!step) throw new Error('nothing was undone');
  const { now, before, by } = fieldState(x, step, 'src');
  expect([end(now), end(before), by]).toEqual(['10.104.112.175:8080', '10.244.1.4:80', 'un-DNAT']);
});

it('values say what changed and leave out what is empty', () => {
  const x = exchangeOf(way, forced);
  const ttl = x.steps.find((s) => s.kind === 'ttl');
  const first = x.steps[0];
  if (!ttl || !first) throw new Error('no such steps');
  expect(valueStates(ttl)).toContainEqual({ name: 'ttl', now: '63', before: '64' });
  expect(valueStates(first).map((v) => v.name)).not.toContain('mark');
});

it('the outer packet has a TTL of its own: it is no change of the inner one', () => {
  const x = exchangeOf(way, forced);
  const step = x.steps.find((s) => !s.before.packet.vxlan && s.after.packet.vxlan);
  expect(step && valueStates(step).find(({ name }) => name === 'ttl')).toEqual({ name: 'ttl', now: '64' });
});

it('conntrack is as it stands at the step, not as it ends', () => {
  const x = exchangeOf(way, forced);
  const lookup = x.steps.findIndex((s) => s.kind === 'conntrack');
  const machine = x.steps[lookup]?.machine;
  if (!machine) throw new Error('no conntrack');
  const at = (index: number) =>
    conntrackAt(x, index, machine).map((e) => [e.confirmed, e.replied, rewritten(e).src, rewritten(e).dst]);
  expect(at(lookup - 1)).toEqual([]);
  expect(at(lookup)).toEqual([[false, false, false, false]]);
  expect(at(dnatOf(x))).toEqual([[false, false, true, false]]);
  expect(at(x.steps.length - 1)).toEqual([[true, true, true, false]]);
});

it('an older entry is there before the packet meets it again', () => {
  const first = exchangeOf(way, forced);
  const again = exchangeOf(way, forced, undefined, first.world);
  const machine = first.steps.find((s) => s.kind === 'conntrack')?.machine;
  if (!machine) throw new Error('no conntrack');
  expect(conntrackAt(again, 0, machine)).toEqual(first.world.machines.get(machine)?.conntrack);
});

it.each([
  [{ dst: '0.0.0.0/0', via: '192.168.111.1', dev: 'eth0' }, 'default via 192.168.111.1 dev eth0'],
  [
    { dst: '10.244.0.0/24', dev: 'cni0', src: '10.244.0.1' },
    '10.244.0.0/24 dev cni0 scope link src 10.244.0.1',
  ],
  [
    { dst: '10.244.1.0/24', via: '10.244.1.0', dev: 'flannel.1', onlink: true },
    '10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink',
  ],
])('%j', (route, text) => expect(routeText(route as unknown as Route)).toBe(text));

it('an entry reads as conntrack -L prints it', () => {
  const x = exchangeOf(way, forced);
  const machine = x.steps.find((s) => s.kind === 'conntrack')?.machine;
  const [entry] = conntrackAt(x, x.steps.length - 1, machine as never);
  expect(entry && entryText(entry, x.world.time)).toMatch(
    /^tcp {6}6 \d+ [A-Z_]+ src=10\.244\.0\.5 dst=10\.104\.112\.175 sport=40000 dport=8080 src=10\.244\.1\.4 dst=10\.244\.0\.5 sport=80 dport=40000 (?:\[ASSURED\] )?mark=0 use=1$/,
  );
});

it('an entry without an answer is [UNREPLIED]; a ping has type, code and id', () => {
  const tuple = { proto: 'icmp', src: '10.0.0.1', dst: '10.0.0.2', sport: 7, dport: 8 * 256 };
  const entry = {
    id: 1,
    original: tuple,
    reply: { ...tuple, src: '10.0.0.2', dst: '10.0.0.1', dport: 0 },
    replied: false,
    confirmed: true,
    natDone: { src: true, dst: true },
    mark: 0,
    assured: false,
    since: 10,
    expires: 40,
  };
  expect(entryText(entry as unknown as ConntrackEntry, 11)).toBe(
    'icmp     1 29 src=10.0.0.1 dst=10.0.0.2 type=8 code=0 id=7 [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 type=0 code=0 id=7 mark=0 use=1',
  );
});

it('interfaces read as ip addr prints them, and say whose end a veth is', () => {
  const { network } = exchangeOf(way);
  const node = [...network.machines.values()].find(({ kind }) => kind === 'node');
  const of = (name: RegExp) => {
    const device = node?.interfaces.find((i) => name.test(i.name));
    return device && interfaceLines(device);
  };
  expect(of(/^lo$/)).toEqual([
    'lo: mtu 65536',
    '    inet 127.0.0.1/8 scope host lo',
    '    inet6 ::1/128 scope host',
  ]);
  expect(of(/^flannel/)).toEqual([
    'flannel.1: mtu 1450',
    '    vxlan id 1 dev eth0 dstport 8472',
    '    inet 10.244.0.0/32 scope global flannel.1',
  ]);
  expect(of(/^veth/)?.at(-1)).toBe('    # eth0 of client is the other end');
  expect(node && fdbLines(node)).toEqual([
    'dev flannel.1 dst 192.168.111.129 self permanent # 10.244.1.0/24',
  ]);
});
