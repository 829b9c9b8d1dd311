import { cidr } from '../../net';
import type { Cidr, Ip } from '../../net/address';
import type { ChainName, Match, Rule, Target } from '../../netfilter/model';
import type { OriginSeed } from '../origins/origin';
import type { ServicePortInfo } from '../plan/services';

/** Consecutive rules of one chain, in the order in which kube-proxy writes them. */
export interface RuleRun {
  readonly chain: ChainName;
  readonly rules: readonly Rule[];
}

export const comment = (text: string): Match => ({ kind: 'comment', text });

/** A single address as a network; IPv6 has 128 bits. */
const single = (ip: Ip): Cidr => (ip.includes(':') ? `${ip}/128` : `${ip}/32`) as Cidr;

export const toAddress = (ip: Ip): Match => ({ kind: 'destination', cidr: single(ip), negate: false });

/** `written` as in the object that the address came from. */
export function fromAddress(ip: Ip, written: string = ip): Match {
  const match = { kind: 'source', cidr: single(ip), negate: false } as const;
  return written === ip ? match : { ...match, written };
}

/** `-s 10.0.0.0/8`, with the prefix length even for a single address. */
export const fromNetwork = (cidr: Cidr): Match => ({ kind: 'source', cidr, negate: false, written: cidr });

export const V4_LOOPBACK = cidr('127.0.0.0/8');

export const LOCAL_SOURCE: Match = { kind: 'addrtype', src: { type: 'LOCAL', negate: false } };
export const LOCAL_DESTINATION: Match = { kind: 'addrtype', dst: { type: 'LOCAL', negate: false } };

type Proto = ServicePortInfo['proto'];

/** `-m tcp -p tcp … --dport N`: two matches, between which nothing may stand. */
export function toPort(proto: Proto, port: number): readonly [Match, Match] {
  return [
    { kind: 'ports', proto, dport: { from: port, to: port, negate: false } },
    { kind: 'protocol', proto, negate: false },
  ];
}

const bare = (proto: Proto): readonly [Match, Match] => [
  { kind: 'ports', proto },
  { kind: 'protocol', proto, negate: false },
];

/** `-m tcp -p tcp`, any port. */
export const ANY_PORT: Readonly<Record<Proto, readonly [Match, Match]>> = {
  tcp: bare('tcp'),
  udp: bare('udp'),
  sctp: bare('sctp'),
};

export const jump = (chain: ChainName): Target => ({ kind: 'jump', chain });
export const ACCEPT: Target = { kind: 'accept' };
export const DROP: Target = { kind: 'drop' };
export const REJECT: Target = { kind: 'reject' };

export function rule(matches: readonly Match[], target: Target | undefined, origin: OriginSeed): Rule {
  return target === undefined ? { matches, origin } : { matches, target, origin };
}
