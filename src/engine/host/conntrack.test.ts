import { expect, test } from 'vitest';
import { ip } from '../net/ip';
import type { Packet, TcpFlag } from '../net/packet';
import { ConntrackTable } from './conntrack';
import { icmpErrorHeader } from './icmp';
import { bindDestination, bindSource, translate } from './nat';

/** `10.244.0.2:1 > 10.96.0.1:80` */
function tcp(line: string, ...flags: TcpFlag[]): Packet {
  const [, src = '', sport, dst = '', dport] = /^(\S+):(\d+) > (\S+):(\d+)$/.exec(line) ?? [];
  return {
    family: 4,
    src: ip(src),
    dst: ip(dst),
    ttl: 64,
    proto: 'tcp',
    sport: Number(sport),
    dport: Number(dport),
    flags,
  };
}

const line = (p: Packet) => `${p.src}:${p.sport} > ${p.dst}:${p.dport}`;
const half = () => 0.5;

/** A flow to 10.96.0.1:80 that DNAT sent to 10.244.1.4:8080 and MASQUERADE made come from 10.244.0.0. */
function natted(table: ConntrackTable) {
  const { entry } = table.track(tcp('10.244.0.2:1000 > 10.96.0.1:80', 'SYN'), true);
  if (!entry) throw new Error('no entry');
  const dnat = bindDestination(table, entry, { to: ip('10.244.1.4'), port: 8080 }, half);
  return table.confirm(bindSource(table, dnat, { to: ip('10.244.0.0') }, half));
}

test('NEW until a reply was seen, then ESTABLISHED both ways', () => {
  const table = new ConntrackTable([]);
  const first = table.track(tcp('10.0.0.1:1 > 10.0.0.2:80', 'SYN'), true);
  expect(first).toMatchObject({ state: 'NEW', direction: 'original', entry: { id: 1, confirmed: false } });
  if (first.entry) table.confirm(first.entry);
  expect(table.track(tcp('10.0.0.1:1 > 10.0.0.2:80', 'SYN'), true).state).toBe('NEW');
  expect(table.track(tcp('10.0.0.2:80 > 10.0.0.1:1', 'SYN', 'ACK'), true)).toMatchObject({
    state: 'ESTABLISHED',
    direction: 'reply',
    entry: { replied: true },
  });
  expect(table.track(tcp('10.0.0.1:1 > 10.0.0.2:80', 'ACK'), true).state).toBe('ESTABLISHED');
});

test.each([
  [['SYN'], true, 'NEW'],
  [['ACK'], true, 'NEW'],
  [['ACK'], false, 'INVALID'],
  [['SYN', 'ACK'], true, 'INVALID'],
  [['RST'], true, 'INVALID'],
  [['FIN', 'ACK'], true, 'INVALID'],
] as const)('an unknown flow that begins with %j, tcp_loose %j, is %s', (flags, loose, state) => {
  const packet = tcp('10.0.0.1:1 > 10.0.0.2:80', ...flags);
  expect(new ConntrackTable([]).track(packet, loose).state).toBe(state);
});

test('DNAT and SNAT go on, and are undone on the way back', () => {
  const table = new ConntrackTable([]);
  const entry = natted(table);
  const request = tcp('10.244.0.2:1000 > 10.96.0.1:80');
  const sent = translate(translate(request, entry, 'original', 'dst'), entry, 'original', 'src');
  expect(line(sent)).toBe('10.244.0.0:1000 > 10.244.1.4:8080');
  const reply = tcp('10.244.1.4:8080 > 10.244.0.0:1000', 'SYN', 'ACK');
  expect(table.track(reply, true)).toMatchObject({ direction: 'reply', state: 'ESTABLISHED' });
  const atPrerouting = translate(reply, entry, 'reply', 'dst');
  expect(line(atPrerouting)).toBe('10.244.1.4:8080 > 10.244.0.2:1000');
  expect(line(translate(atPrerouting, entry, 'reply', 'src'))).toBe('10.96.0.1:80 > 10.244.0.2:1000');
});

test('an ICMP error belongs to the flow that it quotes, and both its headers are put back', () => {
  const table = new ConntrackTable([]);
  const entry = natted(table);
  const quoted = tcp('10.244.0.0:1000 > 10.244.1.4:8080', 'SYN');
  const error: Packet = {
    ...tcp('10.244.1.4:0 > 10.244.0.0:0'),
    proto: 'icmp',
    icmp: icmpErrorHeader(4, 'port-unreachable', quoted),
  };
  expect(table.track(error, true)).toMatchObject({ state: 'RELATED', direction: 'reply' });
  const back = translate(translate(error, entry, 'reply', 'dst'), entry, 'reply', 'src');
  expect(line(back)).toBe('10.96.0.1:0 > 10.244.0.2:0');
  expect(back.icmp?.quoted && line(back.icmp.quoted)).toBe('10.244.0.2:1000 > 10.96.0.1:80');
});

test('an error about an unknown flow is INVALID', () => {
  const icmp = icmpErrorHeader(4, 'host-unreachable', tcp('10.0.0.9:1 > 10.0.0.8:2'));
  const error: Packet = { ...tcp('10.0.0.1:0 > 10.0.0.9:0'), proto: 'icmp', icmp };
  expect(new ConntrackTable([]).track(error, true).state).toBe('INVALID');
});

test('a RST as the only answer deletes the entry', () => {
  const table = new ConntrackTable([]);
  natted(table);
  expect(table.track(tcp('10.244.1.4:8080 > 10.244.0.0:1000', 'RST', 'ACK'), true).state).toBe('ESTABLISHED');
  expect(table.entries()).toEqual([]);
});

test('where the reply is taken, another port of the same kind is found', () => {
  const table = new ConntrackTable([]);
  natted(table);
  const { entry } = table.track(tcp('10.244.0.3:1000 > 10.244.1.4:8080', 'SYN'), true);
  if (!entry) throw new Error('no entry');
  const bound = bindSource(table, entry, { to: ip('10.244.0.0') }, half);
  expect(bound.reply).toMatchObject({ dst: '10.244.0.0', dport: 600 + 212 });
});
