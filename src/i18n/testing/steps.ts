import {
  type ConntrackEntry,
  cidr,
  type DropCode,
  invertTuple,
  ip,
  type MachineId,
  type Match,
  type Packet,
  type Rule,
  type RuleStep,
  type Skb,
  type Step,
  tupleOf,
} from '../../engine';

const machine = 'node/ycwang-ubuntu' as MachineId;

export const packet: Packet = {
  family: 4,
  src: ip('10.244.0.5'),
  dst: ip('10.104.112.175'),
  ttl: 64,
  proto: 'tcp',
  sport: 40000,
  dport: 8080,
  flags: ['SYN'],
};
const skb: Skb = { packet, mark: 0, iif: 'cni0', ctState: 'NEW' };
const base = {
  index: 0,
  leg: 'request',
  trace: 0,
  hop: 1,
  machine,
  station: { at: 'hook', hook: 'prerouting' },
  before: skb,
  after: skb,
} as const;
const inChain = {
  hook: 'prerouting',
  table: 'nat',
  chain: 'KUBE-SERVICES' as RuleStep['chain'],
  traversal: 1,
  depth: 1,
} as const;
const entry: ConntrackEntry = {
  id: 1,
  original: tupleOf(packet),
  reply: invertTuple(tupleOf(packet)),
  replied: true,
  confirmed: true,
  natDone: { src: true, dst: true },
  mark: 0,
  state: 'ESTABLISHED',
  assured: true,
  since: 0,
  expires: 432_000,
};
const rewrite = {
  field: 'dst',
  from: { ip: packet.dst, port: 8080 },
  to: { ip: ip('10.244.1.4'), port: 80 },
  undo: false,
} as const;
const outer: Packet = {
  family: 4,
  src: ip('192.168.111.128'),
  dst: ip('192.168.111.129'),
  ttl: 64,
  proto: 'udp',
  sport: 41000,
  dport: 8472,
  flags: [],
  vxlan: { vni: 1, inner: packet },
};
const icmp: Packet = { ...packet, proto: 'icmp', sport: 0, dport: 0, flags: [], icmp: { type: 3, code: 3 } };

/** A rule step over one rule that was tried and failed at its first match. */
export function tried(match: Match, actual: string): RuleStep {
  const rule: Rule = { matches: [match] };
  return {
    ...base,
    ...inChain,
    kind: 'rule',
    number: 1,
    rule,
    matched: false,
    failure: { match: 0, actual },
    rewrites: [],
  };
}

function matched(target: Rule['target'], more: Partial<RuleStep> = {}): RuleStep {
  const rule: Rule = { matches: [], ...(target ? { target } : {}) };
  return { ...base, ...inChain, kind: 'rule', number: 2, rule, matched: true, rewrites: [], ...more };
}

const chain = (name: string) => name as RuleStep['chain'];

export const failures: readonly RuleStep[] = [
  tried({ kind: 'destination', cidr: cidr('10.96.0.1/32'), negate: false }, '10.104.112.175'),
  tried({ kind: 'source', cidr: cidr('10.244.0.0/16'), negate: true }, '10.244.0.5'),
  tried({ kind: 'source', cidr: cidr('10.244.0.0/16'), negate: false }, '192.168.111.1'),
  tried({ kind: 'in-interface', name: 'lo', negate: false }, 'cni0'),
  tried({ kind: 'out-interface', name: 'lo', negate: false }, ''),
  tried({ kind: 'protocol', proto: 'udp', negate: false }, 'tcp'),
  tried({ kind: 'ports', proto: 'tcp', dport: { from: 443, to: 443, negate: false } }, '8080'),
  tried({ kind: 'addrtype', dst: { type: 'LOCAL', negate: false } }, 'UNICAST'),
  tried({ kind: 'conntrack', states: ['RELATED', 'ESTABLISHED'], negate: false }, 'NEW'),
  tried({ kind: 'mark', value: 0x4000, mask: 0x4000, negate: false }, '0x0'),
  tried({ kind: 'mark', value: 0x4000, mask: 0x4000, negate: true }, '0x4000'),
  {
    ...tried({ kind: 'statistic', probability: 0.5, negate: false }, '0.73'),
    drew: { value: 0.7312, forced: false },
  },
  tried(
    { kind: 'recent', op: 'rcheck', name: 'KUBE-SEP-X', seconds: 10800, reap: true, negate: false },
    '10.244.0.5',
  ),
  tried({ kind: 'unknown', module: 'bpf', text: '-m bpf --bytecode x' }, ''),
  {
    ...tried(
      { kind: 'module', name: 'multiport', text: '-m multiport --dports 80,443', test: () => undefined },
      '',
    ),
    failure: { match: 0, actual: '8080', field: 'dport' },
  },
];

const drops: Record<DropCode, true> = {
  'rule-drop': true,
  'rule-reject': true,
  'policy-drop': true,
  'no-route': true,
  'no-neighbour': true,
  'lost-upstream': true,
  firewall: true,
  'ip-forward-off': true,
  'rp-filter': true,
  martian: true,
  'hairpin-off': true,
  'ttl-exceeded': true,
  'not-evaluated': true,
  'no-such-flow': true,
  'not-for-me': true,
  'lb-no-port': true,
  'lb-no-node': true,
  'too-big': true,
  'lost-oversize': true,
  loop: true,
};
export const dropCodes = Object.keys(drops) as DropCode[];

const route = { dst: cidr('10.244.1.0/24'), via: ip('10.244.1.0'), dev: 'flannel.1', onlink: true };

/** Every kind of step, and every variant that has a sentence of its own. */
export const everyStep: readonly Step[] = [
  { ...base, kind: 'send', what: 'request' },
  { ...base, kind: 'send', what: 'answer' },
  { ...base, kind: 'send', what: 'rst' },
  { ...base, kind: 'send', what: 'icmp', after: { ...skb, packet: icmp } },
  { ...base, kind: 'interface', direction: 'in', name: 'cni0' },
  { ...base, kind: 'interface', direction: 'out', name: 'eth0' },
  { ...base, kind: 'bridge', name: 'cni0', to: 'up' },
  { ...base, kind: 'bridge', name: 'cni0', to: { port: 'veth1' } },
  ...(['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'] as const).map(
    (state): Step => ({ ...base, kind: 'conntrack', op: 'lookup', state, entry }),
  ),
  {
    ...base,
    kind: 'conntrack',
    op: 'lookup',
    state: 'ESTABLISHED',
    entry,
    after: { ...skb, ctDirection: 'reply' },
  },
  { ...base, kind: 'conntrack', op: 'confirm', state: 'NEW', entry },
  { ...base, kind: 'nat', hook: 'prerouting', rewrites: [rewrite] },
  { ...base, kind: 'nat', hook: 'prerouting', rewrites: [{ ...rewrite, undo: true }] },
  ...failures,
  matched(undefined),
  matched({ kind: 'jump', chain: chain('KUBE-MARK-MASQ') }),
  matched({ kind: 'goto', chain: chain('KUBE-MARK-MASQ') }),
  matched({ kind: 'accept' }, { verdict: { kind: 'accept' } }),
  matched({ kind: 'drop' }, { verdict: { kind: 'drop' } }),
  matched({ kind: 'reject' }, { verdict: { kind: 'reject', with: 'icmp-port-unreachable' } }),
  matched({ kind: 'return' }),
  matched({ kind: 'mark', value: 0x4000, mask: 0x4000 }, { after: { ...skb, mark: 0x4000 } }),
  matched({ kind: 'dnat', to: ip('10.244.1.4'), port: 80 }, { rewrites: [rewrite] }),
  matched({ kind: 'dnat', to: ip('10.244.1.4'), port: 80 }),
  matched({ kind: 'snat', to: ip('10.244.1.4') }, { rewrites: [{ ...rewrite, field: 'src' }] }),
  matched({ kind: 'masquerade', randomFully: true }),
  matched({ kind: 'masquerade', randomFully: true }, { rewrites: [{ ...rewrite, field: 'src' }] }),
  matched({ kind: 'notrack' }),
  matched({ kind: 'redirect', port: 80 }),
  matched({ kind: 'redirect', port: 80 }, { rewrites: [rewrite] }),
  matched({ kind: 'connmark', op: 'save', value: 0, ctMask: 0xff, nfMask: 0xff }),
  matched({ kind: 'connmark', op: 'restore', value: 0, ctMask: 0xff, nfMask: 0xff }),
  matched({ kind: 'transparent', name: 'LOG', text: '' }),
  ...(['match', 'no-match', 'continue', 'accept', 'drop', 'return'] as const).map((chosen) =>
    matched({ kind: 'unknown', name: 'TEE', text: '' }, { chosen, matched: chosen !== 'no-match' }),
  ),
  matched({ kind: 'unknown', name: 'TEE', text: '-j TEE' }, { verdict: { kind: 'unknown', what: '-j TEE' } }),
  { ...base, ...inChain, kind: 'return', how: 'end', to: chain('PREROUTING') },
  { ...base, ...inChain, kind: 'return', how: 'target', to: chain('PREROUTING') },
  { ...base, ...inChain, kind: 'policy', policy: 'ACCEPT' },
  { ...base, ...inChain, kind: 'policy', policy: 'DROP' },
  { ...base, kind: 'route', when: 'input', result: { kind: 'local' } },
  { ...base, kind: 'route', when: 'output', result: { kind: 'forward', route, nextHop: ip('10.244.1.0') } },
  {
    ...base,
    kind: 'route',
    when: 'reroute',
    result: { kind: 'forward', route: { dst: route.dst, dev: 'cni0' }, nextHop: packet.dst },
  },
  { ...base, kind: 'route', when: 'input', result: { kind: 'none' } },
  { ...base, kind: 'ttl', after: { ...skb, packet: { ...packet, ttl: 63 } } },
  { ...base, kind: 'encap', outer, station: { at: 'interface', name: 'flannel.1' } },
  { ...base, kind: 'decap', outer, station: { at: 'interface', name: 'flannel.1' } },
  { ...base, kind: 'wire', to: 'node/ycwang-ubuntu-worker' as MachineId },
  { ...base, kind: 'wire', to: 'pod/default/client' as MachineId },
  { ...base, kind: 'wire' },
  {
    ...base,
    kind: 'deliver',
    owner: 'default/web',
    assumed: false,
    listening: false,
    listensOn: ip('127.0.0.1'),
  },
  { ...base, kind: 'deliver', owner: 'default/nginx', assumed: true, listening: true },
  { ...base, kind: 'deliver', assumed: false, listening: true },
  { ...base, kind: 'deliver', assumed: false, listening: false },
  { ...base, kind: 'deliver', assumed: false, listening: true, leg: 'reply' },
  {
    ...base,
    kind: 'deliver',
    assumed: false,
    listening: true,
    leg: 'error',
    before: { ...skb, packet: icmp },
  },
  ...dropCodes.map(
    (code): Step => ({
      ...base,
      kind: 'drop',
      code,
      params: {
        service: 'default/web',
        size: 1500,
        mtu: 1450,
        dev: 'eth0',
        table: 'filter',
        chain: 'FORWARD',
        rule: 3,
        what: '-m bpf',
        proto: 'udp',
        port: 8472,
        to: 'b',
      },
    }),
  ),
];
