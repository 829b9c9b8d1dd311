import type { IpFamily } from '../net/address';
import { familyOf } from '../net/ip';
import type { Machine } from './model';

/** The families in which a machine has an address besides loopback; IPv4 first. */
export function familiesOf(machine: Machine): readonly IpFamily[] {
  const found = new Set<IpFamily>();
  for (const { kind, addresses } of machine.interfaces)
    if (kind !== 'loopback') for (const { ip } of addresses) found.add(familyOf(ip));
  return ([4, 6] as const).filter((family) => found.has(family));
}
