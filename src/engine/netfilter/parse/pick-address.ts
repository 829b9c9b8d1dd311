import type { Ip } from '../../net/address';
import { cidr, nthAddress, v4Bits } from '../../net/ip';

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));
const swap = (n: number): number => (n << 24) | ((n & 0xff00) << 8) | ((n >>> 8) & 0xff00) | (n >>> 24);

/** jhash2 of an IPv4 address in a `union nf_inet_addr`: four words, three of them empty (include/linux/jhash.h). */
function hash(first: number, initval: number): number {
  let a = (0xdeadbeef + (4 << 2) + initval) | 0;
  let [b, c] = [a, a];
  a = (a + first) | 0;
  a = (a - c) ^ rotate(c, 4);
  c = (c + b) | 0;
  b = (b - a) ^ rotate(a, 6);
  a = (a + c) | 0;
  c = (c - b) ^ rotate(b, 8);
  b = (b + a) | 0;
  a = (a - c) ^ rotate(c, 16);
  c = (c + b) | 0;
  b = (b - a) ^ rotate(a, 19);
  a = (a + c) | 0;
  c = (c - b) ^ rotate(b, 4);
  b = (b + a) | 0;
  c = (c ^ b) - rotate(b, 14);
  a = (a ^ c) - rotate(c, 11);
  b = (b ^ a) - rotate(a, 25);
  c = (c ^ b) - rotate(b, 16);
  a = (a ^ c) - rotate(c, 4);
  b = (b ^ a) - rotate(a, 14);
  c = (c ^ b) - rotate(b, 24);
  return c >>> 0;
}

const EVERYWHERE = cidr('0.0.0.0/0');

/**
 * Which address of a range a flow gets: the same for the same source and destination, and with `--persistent` for the same
 * source (find_best_ips_proto in net/netfilter/nf_nat_core.c; IPv4, on a little-endian machine).
 */
export function pickAddress(from: Ip, to: Ip, persistent: boolean): (src: Ip, dst: Ip) => Ip {
  const [low, high] = [v4Bits(from) >>> 0, v4Bits(to) >>> 0];
  return (src, dst) => {
    const j = hash(swap(v4Bits(src)), persistent ? 0 : swap(v4Bits(dst)));
    const index = (BigInt(j) * BigInt(high - low + 1)) >> 32n;
    return nthAddress(EVERYWHERE, low + Number(index));
  };
}
