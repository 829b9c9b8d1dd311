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

const module: fc.Arbitrary<Match> = fc.oneof(
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
  fc.constant<Match>({ kind: 'unknown', module: 'limit', text: '-m limit --limit 5/min' }),
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
      { kind: 'unknown', name: 'LOG', text: '--log-prefix "lost: "' },
    ),
    uint32.map((value): Target => ({ kind: 'mark', value, mask: value, written: 'or' })),
    uint32.map((value): Target => ({ kind: 'mark', value, mask: 0, written: 'xor' })),
    fc.record({ kind: fc.constant('mark' as const), value: uint32, mask: uint32 }),
    to.map((t): Target => ({ kind: 'dnat', ...t })),
    to.map((t): Target => ({ kind: 'snat', to: t.to, options: '--persistent' })),
  );
};

const uniqueModules = fc.uniqueArray(module, { maxLength: 3, selector: (m) => m.kind });

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
