import {
  type Chain,
  type Counter,
  type IpFamily,
  type Match,
  type Rule,
  type Ruleset,
  ruleBody,
  type TableName,
  type Target,
} from '../../engine';
import { countText } from '../../state/session/counters';

/** Protocols by number, as `-n` has it. */
const PROTO: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58, sctp: 132 };

const FULL_MASK = { 4: '255.255.255.255', 6: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff' } as const;

/** A host has no prefix here. */
const bare = (cidr: string): string => cidr.replace(cidr.includes(':') ? /\/128$/ : /\/32$/, '');

const not = (negate: boolean): string => (negate ? '!' : '');
const hex = (n: number): string => `0x${n.toString(16)}`;

function ports(name: string, range: Extract<Match, { kind: 'ports' }>['dport']): string {
  if (!range) return '';
  const { from, to, negate } = range;
  return from === to ? ` ${name}:${not(negate)}${from}` : ` ${name}s:${not(negate)}${from}:${to}`;
}

/** What a match prints behind the addresses; undefined for those that have columns of their own. */
function matchText(match: Match, rule: Rule, family: IpFamily): string | undefined {
  switch (match.kind) {
    case 'source':
    case 'destination':
    case 'in-interface':
    case 'out-interface':
    case 'protocol':
      return undefined;
    case 'comment':
      return `/* ${match.text} */`;
    case 'ports':
      return `${match.proto}${ports('spt', match.sport)}${ports('dpt', match.dport)}`;
    case 'addrtype': {
      const part = (word: string, of: typeof match.src) => (of ? ` ${word} ${not(of.negate)}${of.type}` : '');
      return `ADDRTYPE match${part('src-type', match.src)}${part('dst-type', match.dst)}`;
    }
    case 'conntrack':
      return `${match.negate ? '! ' : ''}${match.written === 'state' ? 'state' : 'ctstate'} ${match.states.join(',')}`;
    case 'mark': {
      const mask = match.mask === 0xffffffff ? '' : `/${hex(match.mask)}`;
      return `mark match ${match.negate ? '! ' : ''}${hex(match.value)}${mask}`;
    }
    case 'statistic': {
      const [, p = ''] = /--probability (\S+)/.exec(ruleBody(rule, family, 'save')) ?? [];
      return `statistic mode random${match.negate ? ' !' : ''} probability ${p}`;
    }
    case 'recent': {
      const seconds = match.seconds === undefined ? '' : ` seconds: ${match.seconds}`;
      const op = match.op === 'set' ? 'SET' : 'CHECK';
      const reap = match.reap ? ' reap' : '';
      return `${match.negate ? '! ' : ''}recent: ${op}${seconds}${reap} name: ${match.name} side: source mask: ${FULL_MASK[family]}`;
    }
    case 'nfacct':
      return `nfacct-name  ${match.name}`;
    default:
      return match.text;
  }
}

function targetName(target: Target | undefined): string {
  if (!target) return '';
  switch (target.kind) {
    case 'jump':
    case 'goto':
      return target.chain;
    case 'notrack':
      return 'CT';
    case 'unknown':
      return target.name;
    default:
      return target.kind.toUpperCase();
  }
}

/** What a target prints at the end of its line. */
function targetText(target: Target | undefined, rule: Rule, family: IpFamily): string | undefined {
  switch (target?.kind) {
    case undefined:
    case 'accept':
    case 'drop':
    case 'return':
    case 'jump':
    case 'goto':
      return undefined;
    case 'mark':
      if (target.mask === 0) return `MARK xor ${hex(target.value)}`;
      if (target.mask === target.value) return `MARK or ${hex(target.value)}`;
      if (target.mask === 0xffffffff) return `MARK set ${hex(target.value)}`;
      return `MARK xset ${hex(target.value)}/${hex(target.mask)}`;
    case 'masquerade':
      return target.randomFully ? 'random-fully' : undefined;
    case 'notrack':
      return 'NOTRACK';
    case 'reject':
      return `reject-with ${target.with ?? (family === 4 ? 'icmp-port-unreachable' : 'icmp6-port-unreachable')}`;
    case 'dnat':
    case 'snat': {
      // `--to-destination 10.0.0.1:80` and so on, as iptables-save has it.
      const [, to = '', more = ''] = /--to-\w+ (\S+)(.*)$/.exec(ruleBody(rule, family, 'save')) ?? [];
      return `to:${to}${more.replaceAll(' --', ' ')}`;
    }
    default:
      return ruleBody(rule, family, 'save').replace(/^.*-j \S+ ?/, '') || undefined;
  }
}

function address(rule: Rule, kind: 'source' | 'destination', family: IpFamily): string {
  const any = family === 4 ? '0.0.0.0/0' : '::/0';
  const match = rule.matches.find((m) => m.kind === kind);
  if (match?.kind !== kind) return ` ${any.padEnd(20)}`;
  return `${match.negate ? '!' : ' '}${bare(match.cidr).padEnd(20)}`;
}

function named(rule: Rule, kind: 'in-interface' | 'out-interface'): string {
  const match = rule.matches.find((m) => m.kind === kind);
  return match?.kind === kind ? `${not(match.negate)}${match.name}` : '*';
}

function ruleLine(rule: Rule, family: IpFamily, { packets, bytes }: Counter): string {
  const proto = rule.matches.find((m) => m.kind === 'protocol');
  const number = proto?.kind === 'protocol' ? (PROTO[proto.proto] ?? proto.proto) : 0;
  const negated = proto?.kind === 'protocol' && proto.negate;
  const goes = rule.target?.kind === 'goto' ? '[goto] ' : '';
  const texts = [
    ...rule.matches.map((match) => matchText(match, rule, family)),
    targetText(rule.target, rule, family),
  ].filter((text) => text !== undefined);
  return [
    countText(packets).padStart(5),
    countText(bytes).padStart(5),
    targetName(rule.target).padEnd(9),
    `${negated ? '!' : ' '}${`${number}`.padEnd(4)} ${family === 4 ? '--' : '  '} `,
    named(rule, 'in-interface').padEnd(6),
    named(rule, 'out-interface').padEnd(6),
    `${address(rule, 'source', family)}${address(rule, 'destination', family)}${texts.length > 0 || goes ? ` ${goes}${texts.join(' ')}` : ''}`,
  ].join(' ');
}

const jumpsTo = ({ target }: Rule, chain: Chain): boolean =>
  (target?.kind === 'jump' || target?.kind === 'goto') && target.chain === chain.name;

/** The command whose output `listing` is. */
export const commandFor = (family: IpFamily, table: TableName, chain: string): string =>
  `${family === 4 ? 'iptables' : 'ip6tables'} -t ${table} -vnL ${chain}`;

/**
 * A chain with its counters, as iptables 1.8.9 prints it with -vnL: print_header and print_rule4 in iptables, the print
 * functions of its extensions behind the addresses. Modules that are printed by nothing here stand as iptables-save
 * writes them.
 */
export function listing(
  ruleset: Ruleset,
  table: TableName,
  chain: Chain,
  counterAt: (number: number) => Counter,
  policy: Counter,
): string {
  const { family } = ruleset;
  let references = 0;
  for (const other of ruleset.tables.get(table)?.chains.values() ?? [])
    for (const rule of other.rules) if (jumpsTo(rule, chain)) references += 1;
  const what = chain.base
    ? `(policy ${chain.base.policy} ${countText(policy.packets)} packets, ${countText(policy.bytes)} bytes)`
    : `(${references} references)`;
  const head = ' pkts bytes target     prot opt in     out     source               destination         ';
  const lines = chain.rules.map((rule, i) => ruleLine(rule, family, counterAt(i + 1)));
  return [`Chain ${chain.name} ${what}`, head, ...lines, ''].join('\n');
}
