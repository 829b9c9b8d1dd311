import { describe, expect, test } from 'vitest';
import { ip } from '../net/ip';
import type { Packet, Protocol, TcpFlag } from '../net/packet';
import { ConntrackTable } from './conntrack';
import type { ConntrackEntry } from './model';

const FLAGS: Readonly<Record<string, readonly TcpFlag[]>> = {
  S: ['SYN'],
  SA: ['SYN', 'ACK'],
  A: ['ACK'],
  P: ['PSH', 'ACK'],
  F: ['FIN', 'ACK'],
  R: ['RST'],
};

/** `>S`: client to server, `<SA`: back; `<X` ends an SCTP association. */
function packet(text: string, proto: Protocol = 'tcp'): Packet {
  const [a, b] = [ip('10.0.0.1'), ip('10.0.0.2')];
  const there = text.startsWith('>');
  const chunk = text.endsWith('X') ? 'ABORT' : there ? 'INIT' : 'INIT_ACK';
  const flags = proto === 'tcp' ? (FLAGS[text.slice(1)] ?? []) : [];
  return {
    family: 4,
    src: there ? a : b,
    dst: there ? b : a,
    ttl: 64,
    proto,
    sport: there ? 40000 : 80,
    dport: there ? 80 : 40000,
    flags,
    ...(proto === 'sctp' ? { chunk } : {}),
    ...(proto === 'icmp' ? { icmp: { type: there ? 8 : 0, code: 0, id: 7 } } : {}),
  };
}

/** Plays packets, a second apart, each written as `packet` reads it; `+30` waits. */
function play(script: string, proto: Protocol = 'tcp') {
  let entries: readonly ConntrackEntry[] = [];
  let now = 0;
  let state = '';
  for (const word of script.split(' ')) {
    if (word.startsWith('+')) {
      now += Number(word);
      continue;
    }
    const table = new ConntrackTable(entries, now);
    const found = table.track(packet(word, proto), true);
    state = found.state;
    if (found.entry && !found.entry.confirmed && found.state === 'NEW') table.confirm(found.entry);
    entries = table.entries();
  }
  const [entry] = entries;
  const left = entry ? entry.expires - now : 0;
  const text = entry && `${entry.state ?? ''} ${left}${entry.assured ? ' ASSURED' : ''}`.trim();
  return { state, text, entries };
}

describe('TCP, as conntrack -L shows it: state, seconds left', () => {
  test.each([
    ['>S', 'SYN_SENT 120'],
    ['>S +60 >S', 'SYN_SENT 60'],
    ['>S <SA', 'SYN_RECV 60'],
    ['>S <SA >A', 'ESTABLISHED 86400 ASSURED'],
    ['>S <SA >A >P', 'ESTABLISHED 300 ASSURED'],
    ['>S <SA >A >P <A', 'ESTABLISHED 86400 ASSURED'],
    ['>S <SA >A >F', 'FIN_WAIT 120 ASSURED'],
    ['>S <SA >A >F <A', 'CLOSE_WAIT 3600 ASSURED'],
    ['>S <SA >A >F <A <P', 'CLOSE_WAIT 300 ASSURED'],
    ['>S <SA >A >F <F', 'LAST_ACK 30 ASSURED'],
    ['>S <SA >A >F <F >A', 'TIME_WAIT 120 ASSURED'],
    ['>S <SA >A >R', 'CLOSE 10 ASSURED'],
    ['>S <SA >A <R', 'CLOSE 10 ASSURED'],
    // A challenge ACK (RFC 5961) is not the last one.
    ['>S <SA >A >P >S <A', 'ESTABLISHED 86400 ASSURED'],
    ['>S <SA >A >P >S <A >R', 'CLOSE 10 ASSURED'],
    ['>S <SA >A >F <F +2 >S +1 <A', 'LAST_ACK 27 ASSURED'],
    ['>S <SA >A >F <F >S <A <A', 'TIME_WAIT 120 ASSURED'],
    ['>A', 'ESTABLISHED 300'],
    ['>A <A', 'ESTABLISHED 300'],
    ['>A <A >A', 'ESTABLISHED 86400 ASSURED'],
  ])('%s: %s', (script, text) => expect(play(script).text).toBe(text));

  test.each([
    ['>S >A', 'INVALID'],
    ['>S <SA >S', 'ESTABLISHED'],
    ['>S <SA >A >SA', 'INVALID'],
    ['>S <F', 'INVALID'],
    ['>S +120 >A', 'NEW'],
    ['>S +120 <SA', 'INVALID'],
    ['>S <SA +60 >P', 'NEW'],
  ])('%s: the last one is %s', (script, state) => expect(play(script).state).toBe(state));

  test('a SYN that meets TIME_WAIT begins a new flow', () => {
    const { state, text, entries } = play('>S <SA >A >F <F >A >S');
    expect([state, text, entries.length]).toEqual(['NEW', 'SYN_SENT 120', 1]);
    expect(entries[0]?.id).toBe(2);
  });

  test('a SYN after the server’s RST is let pass, and its SYN-ACK revives the entry', () => {
    expect(play('>S <SA >A <R >S').text).toBe('CLOSE 10 ASSURED');
    expect(play('>S <SA >A <R >S <SA').text).toBe('SYN_RECV 60 ASSURED');
  });

  test('a SYN that is challenged after conntrack has forgotten: RST and a SYN begin anew', () => {
    expect(play('>S +1 <A').text).toBe('SYN_SENT 119');
    expect(play('>S <A >R').text).toBe('CLOSE 10');
    expect(play('>S <A >R >S')).toMatchObject({ text: 'SYN_SENT 120', entries: [{ id: 2 }] });
  });

  test.each(['>S <R', '>S >R'])('%s: a RST before any answer ends the entry', (script) =>
    expect(play(script).entries).toEqual([]),
  );
});

describe('the others', () => {
  test.each([
    ['udp', '>', '30'],
    ['udp', '> <', '30'],
    ['udp', '> < +1 >', '30'],
    ['udp', '> < +3 >', '120 ASSURED'],
    ['icmp', '> <', '30'],
    ['sctp', '>', 'CLOSED 10'],
    ['sctp', '> +2 >', 'CLOSED 8'],
    ['sctp', '> <', 'COOKIE_WAIT 3'],
    ['sctp', '> < +2 >', 'COOKIE_WAIT 3'],
    ['sctp', '> +2 <X', 'CLOSED 10'],
  ] as const)('%s %s: %s', (proto, script, text) => expect(play(script, proto).text).toBe(text));

  test('one-way UDP stays NEW, and is new again after 30 seconds', () => {
    expect(play('> +29 >', 'udp')).toMatchObject({ state: 'NEW', entries: [{ id: 1 }] });
    expect(play('> +30 >', 'udp')).toMatchObject({ state: 'NEW', entries: [{ id: 2 }] });
  });

  test.each(['<', '<X', '>X'])('%s begins no SCTP association', (script) =>
    expect(play(script, 'sctp')).toMatchObject({ state: 'INVALID', entries: [] }),
  );
});
