import type { Cidr, Ip, IpFamily } from '../net/address';
import {
  cidr,
  cidrContains,
  familyOf,
  ip,
  ipToBigInt,
  networkAddress,
  parseCidr,
  prefixLength,
} from '../net/ip';
import type { AddrType } from '../netfilter/facts';
import type { Interface, Machine } from './model';

const LOOPBACK: Readonly<Record<IpFamily, Cidr>> = { 4: cidr('127.0.0.0/8'), 6: cidr('::1/128') };
const MULTICAST: Readonly<Record<IpFamily, Cidr>> = { 4: cidr('224.0.0.0/4'), 6: cidr('ff00::/8') };
const LIMITED_BROADCAST = ip('255.255.255.255');
export const LOOPBACK_ADDRESS: Readonly<Record<IpFamily, Ip>> = { 4: ip('127.0.0.1'), 6: ip('::1') };
export const UNSPECIFIED: Readonly<Record<IpFamily, Ip>> = { 4: ip('0.0.0.0'), 6: ip('::') };

/** What is known of a machine's addresses, and its interfaces by name; machines are immutable, so it is read off once. */
interface LocalTable {
  readonly interfaces: ReadonlyMap<string, Interface>;
  readonly unicast: ReadonlySet<Ip>;
  readonly broadcast: ReadonlySet<Ip>;
}

const tables = new WeakMap<Machine, LocalTable>();

function localTable(machine: Machine): LocalTable {
  const known = tables.get(machine);
  if (known) return known;
  const unicast = new Set<Ip>();
  const broadcast = new Set<Ip>([LIMITED_BROADCAST]);
  for (const { addresses } of machine.interfaces) {
    for (const address of addresses) {
      unicast.add(address.ip);
      if (familyOf(address.ip) === 4 && address.prefix < 31) {
        broadcast.add(lastAddress(subnetOf(address)));
      }
    }
  }
  const interfaces = new Map(machine.interfaces.map((i) => [i.name, i]));
  const table = { interfaces, unicast, broadcast };
  tables.set(machine, table);
  return table;
}

function lastAddress(network: Cidr): Ip {
  const last = ipToBigInt(networkAddress(network)) | ((1n << BigInt(32 - prefixLength(network))) - 1n);
  return ip([24n, 16n, 8n, 0n].map((shift) => (last >> shift) & 255n).join('.'));
}

/** The network that an interface's address is part of: `10.244.0.1` with 24 gives `10.244.0.0/24`. */
export function subnetOf(address: { readonly ip: Ip; readonly prefix: number }): Cidr {
  return parseCidr(`${address.ip}/${address.prefix}`) as Cidr;
}

export const isLoopback = (address: Ip): boolean => cidrContains(LOOPBACK[familyOf(address)], address);
export const isMulticast = (address: Ip): boolean => cidrContains(MULTICAST[familyOf(address)], address);

/** Is the address in the machine's local table? All of 127.0.0.0/8 is. */
export function isLocalAddress(machine: Machine, address: Ip): boolean {
  return localTable(machine).unicast.has(address) || isLoopback(address);
}

/** The type of an address as `-m addrtype` sees it (fib_lookup in the local table, then main). */
export function addrType(machine: Machine, address: Ip): AddrType {
  if (isLocalAddress(machine, address)) return 'LOCAL';
  if (localTable(machine).broadcast.has(address)) return 'BROADCAST';
  return isMulticast(address) ? 'MULTICAST' : 'UNICAST';
}

/** An interface of the machine by name. Throws if there is none: routes name only interfaces that exist. */
export function interfaceOf(machine: Machine, name: string): Interface {
  const found = localTable(machine).interfaces.get(name);
  if (!found) throw new Error(`${machine.id} has no interface ${name}`);
  return found;
}
