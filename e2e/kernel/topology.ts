import {
  type Interface,
  type IpFamily,
  type Machine,
  type MachineId,
  type Network,
  printRestore,
  printSave,
} from '../../src/engine';
import type { LabSpec, NamespaceSpec } from './protocol';

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

const LAN = 'lan';
const hex = (n: number) => n.toString(16).padStart(2, '0');

interface Port {
  readonly machine: Machine;
  readonly device: Interface;
  readonly mac: string;
}

/** Every interface with the MAC address it gets, which is the same in every run. */
function ports(machines: readonly Machine[]): readonly Port[] {
  return machines.flatMap((machine, m) =>
    machine.interfaces.map((device, d) => ({
      machine,
      device,
      mac: `02:00:00:${hex(m >> 8)}:${hex(m & 255)}:${hex(d)}`,
    })),
  );
}

const v4 = ({ ip }: { readonly ip: string }) => !ip.includes(':');

/**
 * The engine's network as namespaces: the same interfaces, addresses, routes, sysctls and rules. Neighbours and
 * bridge tables are written down beforehand, so that no packet but those under test is on the way.
 */
export function topologyOf(network: Network, style: 'save' | 'restore', family: IpFamily = 4): Topology {
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
    spec: { links: cables(all, ns), machines: [lanSpec(all), ...specs] },
    namespaceOf,
    machineOf,
  };
}

/** veth pairs: Pod to bridge port, NIC to LAN. An uplink's other end is an unused port of the switch. */
function cables(all: readonly Port[], ns: (id: MachineId) => string): string {
  let text = '';
  all.forEach(({ machine, device, mac }, i) => {
    const here = `name ${device.name} netns ${ns(machine.id)} address ${mac}`;
    if (device.kind === 'nic') text += `link add ${here} type veth peer name p${i} netns ${LAN}\n`;
    else if (device.kind === 'veth' && device.peer && machine.kind === 'pod') {
      const far = all.find(
        (p) => p.machine.id === device.peer?.machine && p.device.name === device.peer.interface,
      );
      if (!far) throw new Error(`${machine.id}: nothing at the other end of ${device.name}`);
      const there = `name ${far.device.name} netns ${ns(far.machine.id)} address ${far.mac}`;
      text += `link add ${here} type veth peer ${there}\n`;
    }
  });
  return text;
}

const PLAIN: Readonly<Record<string, number>> = {
  'net/ipv6/conf/all/disable_ipv6': 1,
  'net/ipv6/conf/default/disable_ipv6': 1,
};

/** The switch that all NICs are plugged into. */
function lanSpec(all: readonly Port[]): NamespaceSpec {
  let ip = 'link set lo up\nlink add lan type bridge forward_delay 0 mcast_snooping 0\nlink set lan up\n';
  let bridge = '';
  all.forEach(({ device, mac }, i) => {
    if (device.segment !== 'lan') return;
    ip += `link set p${i} master lan up\n`;
    bridge += `fdb replace ${mac} dev p${i} master static\n`;
  });
  const sysctlsAfter = { 'net/bridge/bridge-nf-call-iptables': 0 };
  return { ns: LAN, ip, bridge, sysctlsBefore: PLAIN, sysctlsAfter, restore: [], listen: [], trace: false };
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
  const { ip, bridge } = batches(machine, own, all);
  const ruleset = machine.ruleset(family);
  const node = ruleset !== undefined;
  const text = ruleset && (style === 'save' ? printSave(ruleset) : printRestore(ruleset));
  return {
    ns,
    ip,
    bridge,
    sysctlsBefore: sysctlsBefore(machine),
    sysctlsAfter: { ...neighbourSysctls(machine), ...(node ? nodeSysctls(machine) : {}) },
    restore: [
      ...(text ? [{ text, keep: false }] : []),
      { text: quietRules(node, network.walkOuter ?? false), keep: true },
    ],
    listen: listeners(machine),
    trace: node,
  };
}

/** One socket a port, whoever owns it. */
function listeners({ sockets }: Machine): NamespaceSpec['listen'] {
  const asked = sockets.map(({ proto, port, address }) => ({ proto, port, ...(address ? { address } : {}) }));
  return [...new Map(asked.map((s) => [JSON.stringify(s), s])).values()];
}

/**
 * In raw, before any conntrack: the RST of a kernel that has no socket for the SYN-ACK of a hand-made SYN is dropped
 * (it is no part of the exchange; REJECT's RST, which no socket sends, stays), VXLAN's outer packets are left alone unless they walk too, and
 * all else is traced.
 */
function quietRules(node: boolean, walkOuter: boolean): string {
  const ports = `${CLIENT_PORTS.from}:${CLIENT_PORTS.to}`;
  const quiet = `-p tcp -m tcp --sport ${ports} --tcp-flags RST RST -m owner --socket-exists -j DROP`;
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

function sysctlsBefore({ sysctls }: Machine): NamespaceSpec['sysctlsBefore'] {
  const ipv4 = (name: string, value: number) => ({
    [`net/ipv4/conf/all/${name}`]: value,
    [`net/ipv4/conf/default/${name}`]: value,
  });
  return {
    ...PLAIN,
    // First: it resets some of the others.
    'net/ipv4/ip_forward': Number(sysctls.ipForward),
    ...ipv4('rp_filter', sysctls.rpFilter),
    ...ipv4('route_localnet', Number(sysctls.routeLocalnet)),
    ...ipv4('send_redirects', 0),
    ...ipv4('accept_redirects', 0),
    // No kind of ICMP is held back. (A ratelimit of 0 would take away the allowance for unroutable packets.)
    'net/ipv4/icmp_ratemask': 0,
    'net/ipv4/tcp_synack_retries': 0,
    // A SYN that is sent again is answered again, at once.
    'net/ipv4/tcp_invalid_ratelimit': 0,
  };
}

/** An address that nobody has is given up after 20 ms, not three seconds. */
function neighbourSysctls({ interfaces }: Machine): NamespaceSpec['sysctlsAfter'] {
  const devices = interfaces.filter((i) => i.kind !== 'loopback' && !i.master);
  return Object.fromEntries(
    devices.flatMap(({ name }) => {
      const path = `net/ipv4/neigh/${name}`;
      return [
        [`${path}/mcast_solicit`, 1],
        [`${path}/ucast_solicit`, 0],
        [`${path}/retrans_time_ms`, 20],
      ];
    }),
  );
}

const nodeSysctls = ({ sysctls }: Machine): NamespaceSpec['sysctlsAfter'] => ({
  'net/bridge/bridge-nf-call-iptables': Number(sysctls.bridgeNfCallIptables),
  'net/netfilter/nf_conntrack_tcp_loose': Number(sysctls.tcpLoose),
});

/** Interfaces, addresses, routes, then who is where. */
function batches(machine: Machine, own: readonly Port[], all: readonly Port[]) {
  let ip = '';
  let bridge = '';
  const rank = { loopback: 0, nic: 1, bridge: 2, vxlan: 3, veth: 4 } as const;
  const ordered = [...own].sort((a, b) => rank[a.device.kind] - rank[b.device.kind]);
  for (const { device, mac } of ordered) {
    const { name, kind, mtu, vxlan, master } = device;
    if (kind === 'bridge')
      ip += `link add ${name} address ${mac} type bridge forward_delay 0 mcast_snooping 0\n`;
    // An uplink asks nobody who is there: what goes out is gone.
    if (kind === 'nic' && !device.segment) ip += `link set ${name} arp off\n`;
    if (vxlan) {
      const local = own.find((p) => p.device.name === vxlan.underlay)?.device.addresses.find(v4)?.ip;
      ip += `link add ${name} address ${mac} type vxlan id ${vxlan.vni} dev ${vxlan.underlay}`;
      ip += ` local ${local} dstport ${vxlan.port} nolearning\n`;
    }
    if (master) {
      ip += `link set ${name} master ${master}\n`;
      bridge += `link set dev ${name} hairpin ${device.hairpin ? 'on' : 'off'}\n`;
    }
    ip += `link set ${name} mtu ${mtu} up\n`;
    if (kind !== 'loopback')
      for (const a of device.addresses.filter(v4)) ip += `addr add ${a.ip}/${a.prefix} brd + dev ${name}\n`;
  }
  for (const { dst, via, dev, src, onlink } of machine.routes) {
    if (dst.includes(':')) continue;
    const to = [
      `route replace ${dst}`,
      via && `via ${via}`,
      `dev ${dev}`,
      src && `src ${src}`,
      onlink && 'onlink',
    ];
    ip += `${to.filter(Boolean).join(' ')}\n`;
  }
  for (const { device } of own) {
    const known = neighbours(machine, device, all);
    for (const { address, mac } of known)
      ip += `neigh replace ${address} lladdr ${mac} dev ${device.name} nud permanent\n`;
    if (device.kind === 'vxlan')
      for (const { mac, remote } of known) bridge += `fdb append ${mac} dev ${device.name} dst ${remote}\n`;
    if (device.master) {
      const far = peerOf(device, all);
      if (far) bridge += `fdb replace ${far.mac} dev ${device.name} master static\n`;
    }
  }
  return { ip, bridge };
}

const peerOf = ({ peer }: Interface, all: readonly Port[]): Port | undefined =>
  peer && all.find((p) => p.machine.id === peer.machine && p.device.name === peer.interface);

/** Whom an interface can reach directly, and by which MAC address. */
function neighbours(machine: Machine, device: Interface, all: readonly Port[]) {
  const listed = (found: readonly Port[]) =>
    found.flatMap((p) =>
      p.device.addresses.filter(v4).map((a) => ({ address: a.ip, mac: p.mac, remote: '' })),
    );
  if (device.segment)
    return listed(all.filter((p) => p.device.segment === device.segment && p.machine !== machine));
  if (device.kind === 'vxlan') {
    return all
      .filter((p) => p.device.kind === 'vxlan' && p.machine !== machine)
      .flatMap((p) => {
        const nic = all.find((q) => q.machine === p.machine && q.device.name === p.device.vxlan?.underlay);
        const remote = nic?.device.addresses.find(v4)?.ip ?? '';
        return p.device.addresses.filter(v4).map((a) => ({ address: a.ip, mac: p.mac, remote }));
      });
  }
  const bridged = (bridge: Port) =>
    all
      .filter((p) => p.machine === bridge.machine && p.device.master === bridge.device.name)
      .flatMap((p) => peerOf(p.device, all) ?? []);
  if (device.kind === 'bridge') {
    const self = all.find((p) => p.machine === machine && p.device === device);
    return self ? listed(bridged(self)) : [];
  }
  const port = peerOf(device, all);
  if (machine.kind !== 'pod' || !port?.device.master) return [];
  const bridge = all.find((p) => p.machine === port.machine && p.device.name === port.device.master);
  return bridge ? listed([bridge, ...bridged(bridge).filter((p) => p.machine !== machine)]) : [];
}
