import type { Match, Rule, Target } from '../../engine';
import { hex } from '../../i18n';

const not = (negate: boolean): string => (negate ? '! ' : '');
const bare = (cidr: string): string => cidr.replace(cidr.includes(':') ? /\/128$/ : /\/32$/, '');
const range = (r: { readonly from: number; readonly to: number }): string =>
  r.from === r.to ? `${r.from}` : `${r.from}:${r.to}`;

function portsText(match: Extract<Match, { kind: 'ports' }>): string {
  const { sport, dport } = match;
  const parts = [];
  if (sport) parts.push(`${not(sport.negate)}--sport ${range(sport)}`);
  if (dport) parts.push(`${not(dport.negate)}--dport ${range(dport)}`);
  return parts.join(' ');
}

/** Two to four digits say enough here; the full line has what the kernel keeps. */
const probability = (p: number): string => p.toFixed(4).replace(/(\.\d\d)(\d*?)0+$/, '$1$2');

/**
 * One condition in iptables notation, without what says nothing about packets: comments, counters, `-m` module names
 * and the prefix of a host address. Empty where nothing is left.
 */
export function conditionText(match: Match): string {
  switch (match.kind) {
    case 'source':
      return `${not(match.negate)}-s ${bare(match.cidr)}`;
    case 'destination':
      return `${not(match.negate)}-d ${bare(match.cidr)}`;
    case 'in-interface':
      return `${not(match.negate)}-i ${match.name}`;
    case 'out-interface':
      return `${not(match.negate)}-o ${match.name}`;
    case 'protocol':
      return `${not(match.negate)}-p ${match.proto}`;
    case 'ports':
      return portsText(match);
    case 'addrtype': {
      const src = match.src ? `${not(match.src.negate)}--src-type ${match.src.type}` : '';
      const dst = match.dst ? `${not(match.dst.negate)}--dst-type ${match.dst.type}` : '';
      return [src, dst].filter(Boolean).join(' ');
    }
    case 'conntrack':
      return `${not(match.negate)}--ctstate ${match.states.join(',')}`;
    case 'mark':
      return `${not(match.negate)}--mark ${hex(match.value)}${match.mask === 0xffffffff ? '' : `/${hex(match.mask)}`}`;
    case 'statistic':
      return `${not(match.negate)}--probability ${probability(match.probability)}`;
    case 'recent':
      return `${not(match.negate)}--${match.op}${match.seconds === undefined ? '' : ` --seconds ${match.seconds}`}`;
    case 'comment':
    case 'nfacct':
      return '';
    case 'module':
      return match.text.replace(/^-m \S+ ?/, '') || match.text;
    case 'unknown':
      return match.text;
  }
}

/** A condition of a rule, with its place in `rule.matches`, so that the one that failed can be found again. */
export interface Condition {
  readonly match: number;
  readonly text: string;
}

/** All conditions that restrict anything; `-s -d -i -o -p` first, as iptables-save prints them. */
export function conditions(rule: Rule): Condition[] {
  const order: readonly Match['kind'][] = [
    'source',
    'destination',
    'in-interface',
    'out-interface',
    'protocol',
  ];
  const rank = (kind: Match['kind']) => (order.includes(kind) ? order.indexOf(kind) : order.length);
  return rule.matches
    .map((match, index) => ({ match: index, text: conditionText(match), rank: rank(match.kind) }))
    .filter((c) => c.text !== '')
    .sort((a, b) => a.rank - b.rank)
    .map(({ match, text }) => ({ match, text }));
}

export const commentOf = (rule: Rule): string | undefined =>
  rule.matches.map((m) => (m.kind === 'comment' ? m.text : undefined)).find((text) => text !== undefined);

/** Where a rule leads, or what it does, in the fewest words: `ACCEPT`, `DNAT`, a chain's name. */
export function targetName(target: Target | undefined): string {
  if (!target) return '';
  if (target.kind === 'jump' || target.kind === 'goto') return target.chain;
  return target.kind === 'unknown' || target.kind === 'transparent' ? target.name : target.kind.toUpperCase();
}
