import fc from 'fast-check';
import type { IpFamily } from '../../net/address';
import { cidr, ip } from '../../net/ip';
import { type CtStateMatch, chainName, type Match, type Rule, type Target } from '../model';

/** Rules as kube-proxy and people write them, for one family. */

const address = (family: IpFamily) =>
  family === 4
    ? fc.ipV4().map(ip)
    : fc
        .tuple(fc.nat(0xffff), fc.nat(0xffff))
        .map(([a, b]) => ip(`fd00:${a.toString(16)}::${b.toString(16)}`));

const network = (family: IpFamily) =>
  fc
    .tuple(address(family), fc.integer({ min: 1, max: family === 4 ? 32 : 128 }))
    .map(([a, length]) => cidr(`${a}/${length}`));

const port = fc
  .tuple(fc.nat(65535), fc.nat(65535), fc.boolean(), fc.boolean())
  .map(([a, b, single, negate]) => ({
    from: Math.min(a, single ? a : b),
    to: Math.max(a, single ? a : b),
    negate,
  }));

const proto = fc.constantFrom('tcp' as const, 'udp' as const, 'sctp' as const);
const interfaceName = fc.constantFrom('eth0', 'cni0', 'veth+', 'cali12ab', 'flannel.1');
const addrType = fc.record({
  type: fc.constantFrom('LOCAL' as const, 'UNICAST' as const),
  negate: fc.boolean(),
});
const word = fc.constantFrom(
  'a',
  'shop/web:http',
  'two words',
  'say "hi"',
  'back\\slash',
  "it's",
  '',
  '-x',
  '#1',
  'größer',
);
const uint32 = fc.nat(0xffffffff);
/** In the order in which iptables-save lists them. */
const states = fc.subarray<CtStateMatch>(
  ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED', 'SNAT', 'DNAT'],
  {
    minLength: 1,
  },
);

const header = (family: IpFamily): fc.Arbitrary<Match[]> =>
  fc
    .record(
      {
        source: fc.record({
          kind: fc.constant('source' as const),
          cidr: network(family),
          negate: fc.boolean(),
        }),
        destination: fc.record({
          kind: fc.constant('destination' as const),
          cidr: network(family),
          negate: fc.boolean(),
        }),
        input: fc.record({
          kind: fc.constant('in-interface' as const),
          name: interfaceName,
          negate: fc.boolean(),
        }),
        output: fc.record({
          kind: fc.constant('out-interface' as const),
          name: interfaceName,
          negate: fc.boolean(),
        }),
      },
      { requiredKeys: [] },
    )
    .map((parts) => Object.values(parts) as Match[]);

const ports: fc.Arbitrary<Match[]> = fc
  .record({ proto, sport: fc.option(port), dport: fc.option(port) })
  .map((p) => [
    { kind: 'protocol', proto: p.proto, negate: false },
    { kind: 'ports', proto: p.proto, ...(p.sport && { sport: p.sport }), ...(p.dport && { dport: p.dport }) },
  ]);

const asked = fc.boolean().map((negate) => (negate ? '! ' : ''));
const span = fc.tuple(fc.nat(65535), fc.nat(65535), fc.boolean()).map(([a, b, single]) => {
  const [from, to] = [Math.min(a, b), Math.max(a, b)];
  return single || from === to ? `${from}` : `${from}:${to}`;
});
/** Ranges take two of the 15 places of `multiport`. */
const spans = fc.array(span, { minLength: 1, maxLength: 7 }).map((all) => all.join(','));
const flags = fc.subarray(['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG']).map((all) => all.join(',') || 'NONE');
const hexMark = uint32.map((n) => `0x${n.toString(16)}`);

/** Options as iptables-save prints them; who reads the text makes the test. */
const OPTIONS: readonly (readonly [module: string, options: fc.Arbitrary<string>])[] = [
  [
    'multiport',
    fc
      .tuple(asked, fc.constantFrom('sports', 'dports', 'ports'), spans)
      .map(([n, side, s]) => `${n}--${side} ${s}`),
  ],
  ['tcp', fc.tuple(asked, flags, flags).map(([n, mask, set]) => `${n}--tcp-flags ${mask} ${set}`)],
  ['physdev', asked.map((n) => `${n}--physdev-is-in --physdev-in veth+`)],
  [
    'limit',
    fc.constantFrom('--limit 3/hour', '--limit 10/sec --limit-burst 20', '--limit 1/day', '--limit 25/min'),
  ],
  ['length', fc.tuple(asked, span).map(([n, s]) => `${n}--length ${s}`)],
  ['connmark', fc.tuple(asked, hexMark).map(([n, mark]) => `${n}--mark ${mark}/0xff`)],
  ['set', asked.map((n) => `${n}--match-set blocked src,dst`)],
  ['statistic', asked.map((n) => `--mode nth ${n}--every 3 --packet 1`)],
  ['tos', asked.map((n) => `${n}--tos 0x10/0x3f`)],
  ['pkttype', asked.map((n) => `${n}--pkt-type unicast`)],
];

const otherModule: fc.Arbitrary<Match> = fc.oneof(
  ...OPTIONS.map(([name, options]) =>
    options.map(
      (text): Match => ({ kind: 'module', name, text: `-m ${name} ${text}`, test: () => 'unknown' }),
    ),
  ),
);

const module: fc.Arbitrary<Match> = fc.oneof(
  otherModule,
  word.map((text): Match => ({ kind: 'comment', text })),
  fc
    .record({ src: fc.option(addrType), dst: addrType })
    .map((m): Match => ({ kind: 'addrtype', ...(m.src && { src: m.src }), dst: m.dst })),
  fc.record({ kind: fc.constant('conntrack' as const), states, negate: fc.boolean() }),
  fc.record({ kind: fc.constant('mark' as const), value: uint32, mask: uint32, negate: fc.boolean() }),
  fc
    .integer({ min: 1, max: 5000 })
    .map((n): Match => ({ kind: 'statistic', probability: 1 / n, negate: false })),
  fc.record({ seconds: fc.option(fc.nat(86400)), reap: fc.boolean(), negate: fc.boolean() }).map(
    ({ seconds, reap, negate }): Match => ({
      kind: 'recent',
      op: seconds === null ? 'set' : 'rcheck',
      name: 'KUBE-SEP-A',
      ...(seconds !== null && { seconds }),
      reap: seconds !== null && reap,
      negate,
    }),
  ),
  fc.constant<Match>({ kind: 'unknown', module: 'time', text: '-m time --timestart 10:00' }),
);

const target = (family: IpFamily): fc.Arbitrary<Target> => {
  const to = fc.record({ to: address(family), port: fc.integer({ min: 1, max: 65535 }) });
  return fc.oneof(
    fc.constantFrom<Target>(
      { kind: 'accept' },
      { kind: 'drop' },
      { kind: 'return' },
      { kind: 'reject', with: 'tcp-reset' },
      { kind: 'jump', chain: chainName('KUBE-SVC-A') },
      { kind: 'goto', chain: chainName('KUBE-SVC-A') },
      { kind: 'masquerade', randomFully: true },
      { kind: 'masquerade', randomFully: false, options: '--to-ports 1024-2048' },
      { kind: 'notrack' },
      { kind: 'transparent', name: 'LOG', text: '--log-prefix "lost: "' },
      { kind: 'unknown', name: 'NFQUEUE', text: '--queue-num 1' },
      { kind: 'redirect' },
      { kind: 'redirect', port: 80, portMax: 90, options: '--random' },
      { kind: 'connmark', op: 'save', value: 0, ctMask: 0xff, nfMask: 0xffffffff },
      { kind: 'connmark', op: 'restore', value: 0, ctMask: 0xff, nfMask: 0xf },
    ),
    uint32.map((value): Target => ({ kind: 'mark', value, mask: value, written: 'or' })),
    uint32.map((value): Target => ({ kind: 'mark', value, mask: 0, written: 'xor' })),
    fc.record({ kind: fc.constant('mark' as const), value: uint32, mask: uint32 }),
    to.map((t): Target => ({ kind: 'dnat', ...t })),
    to.map((t): Target => ({ kind: 'dnat', ...t, ...(t.port < 65535 && { portMax: t.port + 1 }) })),
    fc.record({
      kind: fc.constant('connmark' as const),
      op: fc.constant('set' as const),
      value: uint32,
      ctMask: uint32,
      nfMask: fc.constant(0xffffffff),
    }),
    to.map((t): Target => ({ kind: 'snat', to: t.to, options: '--persistent' })),
  );
};

const uniqueModules = fc.uniqueArray(module, {
  maxLength: 3,
  selector: (m) => (m.kind === 'module' ? m.name : m.kind),
});

export const arbitraryRule = (family: IpFamily): fc.Arbitrary<Rule> =>
  fc
    .record({
      header: header(family),
      ports: fc.option(ports),
      modules: uniqueModules,
      target: fc.option(target(family)),
    })
    .map((r) => ({
      matches: [...r.header, ...(r.ports ?? []), ...r.modules],
      ...(r.target && { target: r.target }),
    }));
