import {
  type Cidr,
  cidr,
  cidrContains,
  familyOf,
  type Ip,
  type IpFamily,
  ipToBigInt,
  networkAddress,
  nthAddress,
  parseCidr,
  prefixLength,
} from '../../net';
import { DEFAULTS } from './defaults';

/** The n-th network of that prefix length inside of a pool; undefined beyond its end. */
export function subnet(pool: Cidr, length: number, n: number): Cidr | undefined {
  const width = familyOf(pool) === 4 ? 32 : 128;
  if (n >= 2 ** (length - prefixLength(pool))) return undefined;
  // n * 2^k is exact in a double, and `nthAddress` goes on with bigints.
  return cidr(`${nthAddress(pool, n * 2 ** (width - length))}/${length}`);
}

/** The smallest network that holds all of them, but none longer than `longest`. They are of one family. */
export function commonNetwork(addresses: readonly Ip[], longest: number): Cidr {
  const [first, ...rest] = addresses;
  if (first === undefined) throw new RangeError('no addresses');
  const width = familyOf(first) === 4 ? 32 : 128;
  let differing = 0n;
  for (const other of rest) differing |= ipToBigInt(first) ^ ipToBigInt(other);
  const common = width - (differing === 0n ? 0 : differing.toString(2).length);
  return cidr(`${first}/${Math.min(common, longest)}`);
}

/** The cluster's Pod network: the default if it holds all nodes' shares, else the smallest around them, /16 or wider. */
export function podNetwork(shares: readonly Cidr[], family: IpFamily): Cidr | undefined {
  const own = shares.filter((share) => familyOf(share) === family);
  if (own.length === 0) return undefined;
  for (const pool of [DEFAULTS.pods[family], DEFAULTS.manyPods[family]])
    if (own.every((share) => within(share, pool))) return pool;
  const ends = own.flatMap((share) => [networkAddress(share), lastAddress(share)]);
  return commonNetwork(ends, family === 4 ? 16 : 56);
}

export const within = (inner: Cidr, outer: Cidr): boolean =>
  prefixLength(inner) >= prefixLength(outer) && cidrContains(outer, networkAddress(inner));

/** How many addresses, as far as a double tells. */
export const sizeOf = (c: Cidr): number => 2 ** ((familyOf(c) === 4 ? 32 : 128) - prefixLength(c));

function lastAddress(c: Cidr): Ip {
  // Only the prefix that two networks share matters to the caller: in IPv6, the base is as good.
  return familyOf(c) === 4 ? nthAddress(c, sizeOf(c) - 1) : networkAddress(c);
}

/** The network of that prefix length around an address. */
export const around = (address: Ip, length: number): Cidr => parseCidr(`${address}/${length}`) as Cidr;
