import { familyOf, parseCidr, parseIp, prefixLength } from '../net';
import type { Cidr, Ip, IpFamily } from '../net/address';

const MAPPED = '::ffff:';

/** An IPv4 address written in IPv6 is IPv4 for kube-proxy, as net.IP.To4 has it. */
function unmap(address: Ip): Ip {
  return address.startsWith(MAPPED) && address.includes('.') ? (address.slice(MAPPED.length) as Ip) : address;
}

/**
 * An address as kube-proxy reads it from an object (netutils.ParseIPSloppy): octets may have leading zeros, which
 * are decimal. Undefined if it is none.
 */
export function sloppyIp(text: string): Ip | undefined {
  const found = parseIp(text) ?? parseIp(text.replace(/(^|[.:])0+(?=\d+(?:\.|$))/g, '$1'));
  return found && unmap(found);
}

/**
 * A network with a prefix length, which may have leading zeros too (netutils.ParseCIDRSloppy), host bits cleared. A bare
 * address is none.
 */
export function sloppyCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const before = text.slice(0, slash);
  const address = parseIp(before) ?? sloppyIp(before);
  if (address === undefined) return undefined;
  const network = parseCidr(`${address}${text.slice(slash).replace(/^\/0+(?=\d)/, '/')}`);
  if (network === undefined || !network.startsWith(MAPPED)) return network;
  const v4 = unmap(network.slice(0, network.indexOf('/')) as Ip);
  return familyOf(v4) === 4 ? parseCidr(`${v4}/${prefixLength(network) - 96}`) : network;
}

/** The first network of the family in a comma list, as in `--cluster-cidr`, and how it is written there. */
export function firstCidr(
  list: string | undefined,
  family: IpFamily,
): { readonly cidr: Cidr; readonly written: string } | undefined {
  for (const part of (list ?? '').split(',')) {
    const written = part.trim();
    const cidr = sloppyCidr(written);
    if (cidr !== undefined && familyOf(cidr) === family) return { cidr, written };
  }
  return undefined;
}
