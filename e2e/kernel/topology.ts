import {
  familyOf,
  type IpFamily,
  type Machine,
  type MachineId,
  type Network,
  printRestore,
  printSave,
} from '../../src/engine';
import type { LabSpec, NamespaceSpec } from './protocol';
import { neighbourSysctls, nodeSysctls, PLAIN, sysctlsBefore } from './sysctls';
import { batches, cables, LAN, type Port, ports } from './wiring';

/** Source ports of clients that must not answer with RST what they did not expect; see `quietRules`. */
export const CLIENT_PORTS = { from: 40000, to: 49999 } as const;

/** Rules in mangle that do nothing but match, so that the trace tells conntrack's verdict on each packet. */
export const TOLD_BY_MANGLE = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED', 'reply'] as const;

/** How many rules the lab itself puts in front of a node's chain. */
export function rulesAhead({ walkOuter }: Network, table: string, chain: string): number {
  if (chain !== 'PREROUTING' && chain !== 'OUTPUT') return 0;
  if (table === 'mangle') return TOLD_BY_MANGLE.length;
  return table === 'raw' ? (chain === 'OUTPUT' ? 2 : 1) + (walkOuter ? 0 : 1) : 0;
}

export interface Topology {
  readonly network: Network;
  readonly spec: LabSpec;
  readonly namespaceOf: ReadonlyMap<MachineId, string>;
  readonly machineOf: ReadonlyMap<string, Machine>;
}

/**
 * The engine's network as namespaces: the same interfaces, addresses, routes, sysctls and rules. Neighbours and
 * bridge tables are written down beforehand, so that no packet but those under test is on the way.
 */
export function topologyOf(network: Network, style: 'save' | 'restore', family: IpFamily): Topology {
  const machines = [...network.machines.values()];
  const namespaceOf = new Map(machines.map((machine, i) => [machine.id, `m${i}`]));
  const machineOf = new Map(machines.map((machine, i) => [`m${i}`, machine]));
  const all = ports(machines);
  const ns = (machine: MachineId) => namespaceOf.get(machine) ?? '';
  const specs = machines.map((machine) =>
    namespaceSpec(network, machine, ns(machine.id), all, style, family),
  );
  return {
    network,
    spec: { family, links: cables(all, ns), machines: [lanSpec(network, all), ...specs] },
    namespaceOf,
    machineOf,
  };
}

/** The switch that all NICs are plugged into. */
function lanSpec({ lanMtu = 1500 }: Network, all: readonly Port[]): NamespaceSpec {
  let ip = 'link set lo up\nlink add lan type bridge forward_delay 0 mcast_snooping 0\nlink set lan up\n';
  let bridge = '';
  all.forEach(({ device, mac }, i) => {
    if (device.segment !== 'lan') return;
    ip += `link set p${i} mtu ${lanMtu} master lan up\n`;
    bridge += `fdb replace ${mac} dev p${i} master static\n`;
  });
  const sysctlsAfter = { 'net/bridge/bridge-nf-call-iptables': 0, 'net/bridge/bridge-nf-call-ip6tables': 0 };
  return {
    ns: LAN,
    ip,
    bridge,
    sysctlsBefore: PLAIN,
    sysctlsAfter,
    restore: [],
    listen: [],
    trace: false,
    tunnels: [],
  };
}

function namespaceSpec(
  network: Network,
  machine: Machine,
  ns: string,
  all: readonly Port[],
  style: 'save' | 'restore',
  family: IpFamily,
): NamespaceSpec {
  const own = all.filter((p) => p.machine === machine);
  const { ip, bridge } = batches(machine, own, all, family);
  const ruleset = machine.ruleset(family);
  const node = ruleset !== undefined;
  const text = ruleset && (style === 'save' ? printSave(ruleset) : printRestore(ruleset));
  return {
    ns,
    ip,
    bridge,
    sysctlsBefore: sysctlsBefore(machine, family),
    sysctlsAfter: { ...neighbourSysctls(machine, family), ...(node ? nodeSysctls(machine) : {}) },
    restore: [
      ...(text ? [{ text, keep: false }] : []),
      { text: quietRules(node, network.walkOuter ?? false, family), keep: true },
    ],
    listen: listeners(machine, family),
    trace: node,
    tunnels: own.flatMap(({ device: { kind, name } }) => (kind === 'vxlan' ? [name] : [])),
  };
}

/** One socket a port, whoever owns it. */
function listeners({ sockets }: Machine, family: IpFamily): NamespaceSpec['listen'] {
  const here = sockets.filter(({ address }) => !address || familyOf(address) === family);
  const asked = here.map(({ proto, port, address }) => ({ proto, port, ...(address ? { address } : {}) }));
  return [...new Map(asked.map((s) => [JSON.stringify(s), s])).values()];
}

/**
 * In raw, before any conntrack: the RST of a kernel that has no socket for the SYN-ACK of a hand-made SYN is dropped
 * (it is no part of the exchange; the RST of a shot has ACK too), VXLAN's outer packets are left alone unless they walk too, and all else is traced.
 * REJECT's RST stays: in IPv4 no socket sends it, in IPv6 none does either, but it has the address of somebody else.
 */
function quietRules(node: boolean, walkOuter: boolean, family: IpFamily): string {
  // What the lab sends itself has a file.
  const bare =
    family === 4
      ? '-m owner --socket-exists ! --uid-owner 0'
      : '-m owner ! --socket-exists -m addrtype --src-type LOCAL';
  const ports = `${CLIENT_PORTS.from}:${CLIENT_PORTS.to}`;
  const quiet = `-p tcp -m tcp --sport ${ports} --tcp-flags RST,ACK RST ${bare} -j DROP`;
  if (!node) return `*raw\n-I OUTPUT 1 ${quiet}\nCOMMIT\n`;
  const outer = '-p udp -m udp --dport 8472 -j ACCEPT';
  const told = [...TOLD_BY_MANGLE].reverse().flatMap((what) => {
    const test = what === 'reply' ? '--ctdir REPLY' : `--ctstate ${what}`;
    return ['PREROUTING', 'OUTPUT'].map((chain) => `-I ${chain} 1 -m conntrack ${test}`);
  });
  return [
    '*mangle',
    ...told,
    'COMMIT',
    '*raw',
    '-I PREROUTING 1 -j TRACE',
    ...(walkOuter ? [] : [`-I PREROUTING 1 ${outer}`]),
    '-I OUTPUT 1 -j TRACE',
    `-I OUTPUT 1 ${quiet}`,
    ...(walkOuter ? [] : [`-I OUTPUT 1 ${outer}`]),
    'COMMIT\n',
  ].join('\n');
}
