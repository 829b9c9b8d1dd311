import type { IpFamily } from '../../net/address';
import type { CtStateMatch, Match, PortRange } from '../model';
import { hex, hex8, restoreProbability, restoreText, saveProbability, saveText } from './print-value';

/**
 * `restore` is how kube-proxy writes a payload; `save` is how iptables-save 1.8.9 (nft) writes what is loaded.
 *
 *     restore  -m tcp -p tcp -d 10.96.0.10 --dport 53 ! -s 10.244.0.0/16
 *     save     ! -s 10.244.0.0/16 -d 10.96.0.10/32 -p tcp -m tcp --dport 53
 */
export type Style = 'save' | 'restore';

type Of<K extends Match['kind']> = Extract<Match, { kind: K }>;

const not = (negate: boolean): string => (negate ? ' !' : '');

/** A host address loses its prefix in the restore style, unless it was written with one. */
export function restoreAddress(flag: string, match: Of<'source' | 'destination'>): string {
  let text = match.written;
  if (text === undefined) {
    text = match.cidr;
    if (text.endsWith('/32')) text = text.slice(0, -3);
    else if (text.endsWith('/128')) text = text.slice(0, -4);
  }
  return match.negate ? ` ! ${flag} ${text}` : ` ${flag} ${text}`;
}

/** A network of length 0 tests nothing and is not printed. */
export function saveAddress(flag: string, match: Of<'source' | 'destination'>): string {
  if (match.negate) return ` ! ${flag} ${match.cidr}`;
  return match.cidr.endsWith('/0') ? '' : ` ${flag} ${match.cidr}`;
}

type Port = PortRange & { readonly negate: boolean };

/** ` --dport 80`, by port: a large cluster prints the same few ports over and over. */
const SINGLE = { '--sport': new Map<number, string>(), '--dport': new Map<number, string>() };

function portText(flag: keyof typeof SINGLE, { from, to, negate }: Port): string {
  if (from !== to) return `${not(negate)} ${flag} ${from}:${to}`;
  let text = SINGLE[flag].get(from);
  if (text === undefined) {
    text = ` ${flag} ${from}`;
    SINGLE[flag].set(from, text);
  }
  return negate ? ` !${text}` : text;
}

/** The options of a `ports` match, without its `-m`. */
export function portOptions(match: Of<'ports'>): string {
  const dport = match.dport ? portText('--dport', match.dport) : '';
  return match.sport ? portText('--sport', match.sport) + dport : dport;
}

function addrtypeText({ src, dst }: Of<'addrtype'>): string {
  let text = ' -m addrtype';
  if (src) text += `${not(src.negate)} --src-type ${src.type}`;
  if (dst) text += `${not(dst.negate)} --dst-type ${dst.type}`;
  return text;
}

/** The order in which iptables-save lists states (libxt_conntrack.c, print_state). */
const STATE_ORDER: readonly CtStateMatch[] = [
  'INVALID',
  'NEW',
  'RELATED',
  'ESTABLISHED',
  'UNTRACKED',
  'SNAT',
  'DNAT',
];

function conntrackText(match: Of<'conntrack'>, style: Style): string {
  const states =
    style === 'save' ? STATE_ORDER.filter((state) => match.states.includes(state)) : match.states;
  const option = match.written === 'state' ? ' -m state' : ' -m conntrack';
  return `${option}${not(match.negate)} ${match.written === 'state' ? '--state' : '--ctstate'} ${states.join(',')}`;
}

function markText({ value, mask, negate }: Of<'mark'>, style: Style): string {
  if (style === 'restore') return ` -m mark${not(negate)} --mark ${hex8(value)}/${hex8(mask)}`;
  const text = ` -m mark${not(negate)} --mark ${hex(value)}`;
  return mask === 0xffffffff ? text : `${text}/${hex(mask)}`;
}

function recentText(match: Of<'recent'>, family: IpFamily, style: Style): string {
  const op = `${not(match.negate)} --${match.op}`;
  const seconds = match.seconds === undefined ? '' : ` --seconds ${match.seconds}`;
  const reap = match.reap ? ' --reap' : '';
  if (style === 'restore') return ` -m recent --name ${match.name}${op}${seconds}${reap}`;
  const mask = family === 4 ? '255.255.255.255' : 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';
  return ` -m recent${op}${seconds}${reap} --name ${match.name} --mask ${mask} --rsource`;
}

const PROTOCOL: Readonly<Record<string, string>> = {
  tcp: ' -p tcp',
  udp: ' -p udp',
  sctp: ' -p sctp',
  icmp: ' -p icmp',
  icmpv6: ' -p icmpv6',
};

function protocolText({ proto, negate }: Of<'protocol'>, style: Style): string {
  const text = style === 'save' && proto === 'icmpv6' ? ' -p ipv6-icmp' : (PROTOCOL[proto] ?? ` -p ${proto}`);
  return negate ? ` !${text}` : text;
}

/** ` -m tcp` */
export const MODULE = { tcp: ' -m tcp', udp: ' -m udp', sctp: ' -m sctp' } as const;

/** One condition with a space before it. Of `ports` the whole, options included. */
export function matchText(match: Match, family: IpFamily, style: Style): string {
  const save = style === 'save';
  switch (match.kind) {
    case 'comment':
      return ` -m comment --comment ${save ? saveText(match.text) : restoreText(match.text)}`;
    case 'source':
      return save ? saveAddress('-s', match) : restoreAddress('-s', match);
    case 'destination':
      return save ? saveAddress('-d', match) : restoreAddress('-d', match);
    case 'in-interface':
      return save && match.name === '+' && !match.negate ? '' : `${not(match.negate)} -i ${match.name}`;
    case 'out-interface':
      return save && match.name === '+' && !match.negate ? '' : `${not(match.negate)} -o ${match.name}`;
    case 'protocol':
      return protocolText(match, style);
    case 'ports':
      return MODULE[match.proto] + portOptions(match);
    case 'addrtype':
      return addrtypeText(match);
    case 'conntrack':
      return conntrackText(match, style);
    case 'mark':
      return markText(match, style);
    case 'statistic': {
      const probability = save ? saveProbability(match.probability) : restoreProbability(match.probability);
      return ` -m statistic --mode random${not(match.negate)} --probability ${probability}`;
    }
    case 'recent':
      return recentText(match, family, style);
    case 'nfacct':
      return ` -m nfacct --nfacct-name ${match.name}`;
    case 'module':
    case 'unknown':
      return ` ${match.text}`;
  }
}
