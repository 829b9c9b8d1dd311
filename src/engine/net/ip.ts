import ipaddr from 'ipaddr.js';
import type { Cidr, Ip, IpFamily } from './address';

/**
 * Reads a strict dotted quad in `text[start, end)` as an unsigned number; -1 if it is none. Octets have no leading
 * zeros (as Go's netip and inet_pton). Works on positions, so that a hot loop makes no strings.
 */
function v4Number(text: string, start: number, end: number): number {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let i = start; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) {
      if (octet === 0) return -1;
      octet = (octet < 0 ? 0 : octet * 10) + c - 48;
      if (octet > 255) return -1;
    } else if (c === 46 && octet >= 0 && dots < 3) {
      value = value * 256 + octet;
      octet = -1;
      dots++;
    } else return -1;
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : -1;
}

const v4Text = (n: number): string => `${n >>> 24}.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`;

/** Hexadecimal groups, or a mapped dotted quad at the end; no zone. */
const V6_SHAPE = /^[0-9a-fA-F:]*(?::\d+\.\d+\.\d+\.\d+)?$/;

function parseV6(text: string): ipaddr.IPv6 | undefined {
  if (!V6_SHAPE.test(text) || !ipaddr.IPv6.isValid(text)) return undefined;
  const dot = text.indexOf('.');
  if (dot >= 0 && v4Number(text, text.lastIndexOf(':') + 1, text.length) < 0) return undefined;
  // `::1.2.3.4` is not mapped, though the library takes it so.
  return ipaddr.IPv6.parse(text.replace(/^::(?=\d+\.)/, '::0:'));
}

/** RFC 5952: lower case, longest run of zero groups folded, IPv4-mapped addresses with their dotted quad. */
function v6Text(address: ipaddr.IPv6): string {
  if (address.range() !== 'ipv4Mapped') return address.toRFC5952String();
  return `::ffff:${address.toIPv4Address().toString()}`;
}

const MEMO_LIMIT = 200_000;

/** A cache for pure functions of text; emptied when full, since the keys of a session are few. */
function memo<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = make(key);
      if (known.size >= MEMO_LIMIT) known.clear();
      known.set(key, value);
    }
    return value;
  };
}

/** The address in canonical text, or undefined. IPv4 is a strict dotted quad, IPv6 has no zone. */
export function parseIp(text: string): Ip | undefined {
  if (v4Number(text, 0, text.length) >= 0) return text as Ip;
  if (text.indexOf(':') < 0) return undefined;
  const address = parseV6(text);
  return address && (v6Text(address) as Ip);
}

/** As `parseIp`; throws a RangeError on bad text. */
export function ip(text: string): Ip {
  const parsed = parseIp(text);
  if (parsed === undefined) throw new RangeError(`not an IP address: ${text}`);
  return parsed;
}

export function familyOf(address: Ip | Cidr): IpFamily {
  return address.indexOf(':') < 0 ? 4 : 6;
}

/** The address as a number of 32 or 128 bits. */
export function ipToBigInt(address: Ip): bigint {
  if (familyOf(address) === 4) return BigInt(v4Number(address, 0, address.length));
  return v6BigInt(address);
}

const v6BigInt = memo((address: string): bigint => {
  let value = 0n;
  for (const part of ipaddr.IPv6.parse(address).parts) value = (value << 16n) | BigInt(part);
  return value;
});

function fromBigInt(family: IpFamily, value: bigint): Ip {
  if (family === 4) return v4Text(Number(value)) as Ip;
  const bytes: number[] = [];
  for (let shift = 120n; shift >= 0n; shift -= 8n) bytes.push(Number((value >> shift) & 255n));
  return v6Text(new ipaddr.IPv6(bytes)) as Ip;
}

/** The network in canonical text with its host bits cleared; a bare address becomes a /32 or /128. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  const address = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const family = familyOf(address);
  const width = family === 4 ? 32 : 128;
  if (slash < 0) return `${address}/${width}` as Cidr;
  const length = text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > width) return undefined;
  const host = BigInt(width - Number(length));
  return `${fromBigInt(family, (ipToBigInt(address) >> host) << host)}/${length}` as Cidr;
}

/** As `parseCidr`; throws a RangeError on bad text. */
export function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new RangeError(`not a network: ${text}`);
  return parsed;
}

/** Bits of the network part. */
export function prefixLength(c: Cidr): number {
  let length = 0;
  for (let i = c.indexOf('/') + 1; i < c.length; i++) length = length * 10 + c.charCodeAt(i) - 48;
  return length;
}

/** The lowest address of the network. */
export function networkAddress(c: Cidr): Ip {
  return c.slice(0, c.indexOf('/')) as Ip;
}

/** The network mask of an IPv4 prefix length, as a signed 32-bit number. */
const v4Mask = (length: number): number => (length === 0 ? 0 : -1 << (32 - length));

/** An IPv4 network as numbers, so that a test is `(address & mask) === network`. Both are signed 32-bit. */
export interface V4Network {
  readonly network: number;
  readonly mask: number;
}

export function v4Network(c: Cidr): V4Network {
  const mask = v4Mask(prefixLength(c));
  return { network: v4Number(c, 0, c.indexOf('/')) & mask, mask };
}

/** An IPv4 address as a signed 32-bit number, to compare with `V4Network`. */
export function v4Bits(address: Ip): number {
  return v4Number(address, 0, address.length) | 0;
}

const v4NetworkOf = memo(v4Network);
const v6NetworkOf = memo((c: Cidr) => ({
  network: v6BigInt(networkAddress(c)) >> BigInt(128 - prefixLength(c)),
  shift: BigInt(128 - prefixLength(c)),
}));

/** Does the network hold the address? Families differ: no. Makes no objects for IPv4. */
export function cidrContains(c: Cidr, address: Ip): boolean {
  if (c.indexOf(':') < 0) {
    const bits = v4Number(address, 0, address.length);
    if (bits < 0) return false;
    const { network, mask } = v4NetworkOf(c);
    return (bits & mask) === network;
  }
  if (familyOf(address) === 4) return false;
  const { network, shift } = v6NetworkOf(c);
  return v6BigInt(address) >> shift === network;
}

/** Do the networks share an address? Then one holds the other. */
export function cidrOverlaps(a: Cidr, b: Cidr): boolean {
  if (familyOf(a) !== familyOf(b)) return false;
  return prefixLength(a) <= prefixLength(b)
    ? cidrContains(a, networkAddress(b))
    : cidrContains(b, networkAddress(a));
}

/** The n-th address counted from the base, which is number 0. Throws a RangeError outside of the network. */
export function nthAddress(c: Cidr, n: number): Ip {
  const family = familyOf(c);
  const size = 1n << BigInt((family === 4 ? 32 : 128) - prefixLength(c));
  if (n < 0 || BigInt(n) >= size) throw new RangeError(`${c} has no address number ${n}`);
  return fromBigInt(family, ipToBigInt(networkAddress(c)) + BigInt(n));
}

/** `1.2.3.4:80`, `[fd00::1]:80`: as net.JoinHostPort in Go. */
export function formatHostPort(host: string, port: number): string {
  return host.indexOf(':') < 0 ? `${host}:${port}` : `[${host}]:${port}`;
}

/** The reverse of `formatHostPort`, for addresses only. */
export function parseHostPort(text: string): { ip: Ip; port: number } | undefined {
  const parts = /^(?:\[([^\]]+:[^\]]*)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const address = parts && parseIp(parts[1] ?? parts[2] ?? '');
  const port = Number(parts?.[3]);
  return address && port <= 65535 ? { ip: address, port } : undefined;
}
