import type { Ip } from '../net/address';
import { isLocalAddress } from './addresses';
import type { Machine, MachineId, Network } from './model';

export interface Neighbour {
  readonly machine: Machine;
  /** The interface at which the frame arrives. */
  readonly interface: string;
}

const segments = new WeakMap<Network, ReadonlyMap<string, Neighbour>>();

/** Every address that is plugged into a segment, once per network. */
function segmentTable(network: Network): ReadonlyMap<string, Neighbour> {
  const known = segments.get(network);
  if (known) return known;
  const table = new Map<string, Neighbour>();
  for (const machine of network.machines.values()) {
    if (machine.kind === 'pod' || machine.down) continue;
    for (const { name, segment, addresses } of machine.interfaces) {
      if (!segment) continue;
      for (const { ip } of addresses) table.set(`${segment} ${ip}`, { machine, interface: name });
    }
  }
  segments.set(network, table);
  return table;
}

/** Who answers ARP or neighbour discovery for `ip` on a segment. */
export function segmentNeighbour(network: Network, segment: string, ip: Ip): Neighbour | undefined {
  return segmentTable(network).get(`${segment} ${ip}`);
}

const bridges = new WeakMap<Machine, Map<string, ReadonlyMap<Ip, string>>>();

/** Where a bridge sends a frame meant for `ip`: up to its own machine, or out of the port behind which it lives. */
export function bridgePort(
  network: Network,
  machine: Machine,
  bridge: string,
  ip: Ip,
): 'host' | { readonly port: string } | undefined {
  if (isLocalAddress(machine, ip)) return 'host';
  let byBridge = bridges.get(machine);
  if (!byBridge) {
    byBridge = new Map();
    bridges.set(machine, byBridge);
  }
  let ports = byBridge.get(bridge);
  if (!ports) {
    ports = portTable(network, machine, bridge);
    byBridge.set(bridge, ports);
  }
  const port = ports.get(ip);
  return port === undefined ? undefined : { port };
}

function portTable(network: Network, machine: Machine, bridge: string): ReadonlyMap<Ip, string> {
  const table = new Map<Ip, string>();
  for (const { name, master, peer } of machine.interfaces) {
    if (master !== bridge || !peer) continue;
    const far = network.machines.get(peer.machine as MachineId);
    const end = far?.interfaces.find((i) => i.name === peer.interface);
    for (const { ip } of end?.addresses ?? []) table.set(ip, name);
  }
  return table;
}
