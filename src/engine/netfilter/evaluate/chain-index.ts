import type { Ip } from '../../net/address';
import { networkAddress, prefixLength, v4Bits, v4Network } from '../../net/ip';
import type { Chain, Match, Rule } from '../model';

/**
 * What most rules of KUBE-SERVICES fail on, as plain numbers: a rule that tests the destination, and no source before
 * it, needs one comparison to be passed over. Ten thousands of Services are walked in milliseconds by it.
 */
export interface ChainIndex {
  /** `(bits of the packet's destination & mask) !== network` says: this rule does not match, because of `match`. */
  readonly network: Int32Array;
  readonly mask: Int32Array;
  /** Index into `rule.matches`; -1 where the rule has to be tried in full. */
  readonly match: Int16Array;
}

/** IPv6 hosts are compared by a hash: different hashes, different addresses. */
function hashBits(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}

export const addressBits = (address: Ip): number =>
  address.indexOf(':') < 0 ? v4Bits(address) : hashBits(address);

/** The destination test that decides first, if it is one that can be put in numbers. */
function decisive(rule: Rule): number {
  let found = -1;
  for (let i = 0; i < rule.matches.length; i++) {
    const match = rule.matches[i] as Match;
    if (match.kind === 'source') return -1;
    if (match.kind === 'destination' && found < 0 && !match.negate) found = i;
  }
  return found;
}

function build(chain: Chain): ChainIndex {
  const size = chain.rules.length;
  const index = {
    network: new Int32Array(size),
    mask: new Int32Array(size),
    match: new Int16Array(size).fill(-1),
  };
  for (let i = 0; i < size; i++) {
    const rule = chain.rules[i] as Rule;
    const at = decisive(rule);
    const match = rule.matches[at];
    if (match?.kind !== 'destination') continue;
    if (match.cidr.indexOf(':') < 0) {
      const { network, mask } = v4Network(match.cidr);
      index.network[i] = network;
      index.mask[i] = mask;
    } else {
      if (prefixLength(match.cidr) !== 128) continue;
      index.network[i] = hashBits(networkAddress(match.cidr));
      index.mask[i] = -1;
    }
    index.match[i] = at;
  }
  return index;
}

const known = new WeakMap<Chain, ChainIndex>();

export function chainIndex(chain: Chain): ChainIndex {
  let index = known.get(chain);
  if (!index) {
    index = build(chain);
    known.set(chain, index);
  }
  return index;
}
