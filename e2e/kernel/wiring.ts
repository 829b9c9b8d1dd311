import { familyOf, type Interface, type IpFamily, type Machine, type MachineId } from '../../src/engine';

/** Name of the namespace that is the switch of all NICs. */
export const LAN = 'lan';

const hex = (n: number) => n.toString(16).padStart(2, '0');

export interface Port {
  readonly machine: Machine;
  readonly device: Interface;
  readonly mac: string;
}

/** Every interface with the MAC address it gets, which is the same in every run. */
export function ports(machines: readonly Machine[]): readonly Port[] {
  return machines.flatMap((machine, m) =>
    machine.interfaces.map((device, d) => ({
      machine,
      device,
      mac: `02:00:00:${hex(m >> 8)}:${hex(m & 255)}:${hex(d)}`,
    })),
  );
}

/** veth pairs: Pod to bridge port, NIC to LAN. An uplink's other end is an unused port of the switch. */
export function cables(all: readonly Port[], ns: (id: MachineId) => string): string {
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

/** The address that outer packets have. */
const underlayAddress = (own: readonly Port[], name: string | undefined, family: IpFamily) =>
  own.find((p) => p.device.name === name)?.device.addresses.find((a) => familyOf(a.ip) === family)?.ip;

/** Interfaces, addresses, routes, then who is where. */
export function batches(machine: Machine, own: readonly Port[], all: readonly Port[], family: IpFamily) {
  let ip = '';
  let bridge = '';
  // flannel's device before the bridge, as on a node that boots: an IPv6 bridge makes its network's first address anycast.
  const rank = { loopback: 0, nic: 1, vxlan: 2, bridge: 3, veth: 4 } as const;
  const ordered = [...own].sort((a, b) => rank[a.device.kind] - rank[b.device.kind]);
  for (const { device, mac } of ordered) {
    const { name, kind, mtu, vxlan, master } = device;
    if (kind === 'bridge')
      ip += `link add ${name} address ${mac} type bridge forward_delay 0 mcast_snooping 0\n`;
    // An uplink asks nobody who is there: what goes out is gone.
    if (kind === 'nic' && !device.segment) ip += `link set ${name} arp off\n`;
    if (vxlan) {
      const local = underlayAddress(own, vxlan.underlay, family);
      ip += `link add ${name} address ${mac} type vxlan id ${vxlan.vni} dev ${vxlan.underlay}`;
      ip += ` local ${local} dstport ${vxlan.port} nolearning\n`;
    }
    if (master) {
      ip += `link set ${name} master ${master}\n`;
      bridge += `link set dev ${name} hairpin ${device.hairpin ? 'on' : 'off'}\n`;
    }
    // Each segment is a packet of its own from the start (no GSO).
    ip += `link set ${name} mtu ${mtu} gso_max_segs 1${machine.down && kind === 'nic' ? '' : ' up'}\n`;
    if (kind !== 'loopback')
      for (const a of device.addresses.filter((a) => familyOf(a.ip) === family))
        ip += `addr add ${a.ip}/${a.prefix} ${family === 4 ? 'brd +' : 'nodad'} dev ${name}\n`;
  }
  for (const { dst, via, dev, src, onlink } of machine.routes) {
    // A NIC that is down takes none.
    if (familyOf(dst) !== family || machine.down) continue;
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
    const known = neighbours(machine, device, all, family);
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
function neighbours(machine: Machine, device: Interface, all: readonly Port[], family: IpFamily) {
  const ours = ({ addresses }: Interface) => addresses.filter((a) => familyOf(a.ip) === family);
  const listed = (found: readonly Port[]) =>
    found.flatMap((p) => ours(p.device).map((a) => ({ address: a.ip, mac: p.mac, remote: '' })));
  if (device.segment)
    return listed(
      all.filter((p) => p.device.segment === device.segment && p.machine !== machine && !p.machine.down),
    );
  if (device.kind === 'vxlan') {
    return all
      .filter((p) => p.device.kind === 'vxlan' && p.machine !== machine)
      .flatMap((p) => {
        const far = all.filter((q) => q.machine === p.machine);
        const remote = underlayAddress(far, p.device.vxlan?.underlay, family) ?? '';
        return ours(p.device).map((a) => ({ address: a.ip, mac: p.mac, remote }));
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
