import type { Packet, Protocol, TcpFlag } from '../../engine';

/** One line of a header: its name and value as Wireshark prints them. */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
  /** An address, drawn as everywhere. */
  readonly ip?: string;
  /** An end that NAT may rewrite. */
  readonly end?: 'src' | 'dst';
}

/** One header of a packet, outermost first. `key` finds the same header in another packet. */
export interface Layer {
  readonly key: string;
  readonly name: string;
  /** What stands beside the name while it is folded. */
  readonly brief: string;
  readonly fields: readonly HeaderField[];
}

/** IANA's numbers, and Wireshark's names. */
const PROTOCOLS: Readonly<Record<Protocol, readonly [number, string]>> = {
  tcp: [6, 'TCP'],
  udp: [17, 'UDP'],
  sctp: [132, 'SCTP'],
  icmp: [1, 'ICMP'],
  icmpv6: [58, 'ICMPv6'],
};
/** Bits of the thirteenth byte of a TCP header (RFC 9293). */
const FLAG_BITS: Readonly<Record<TcpFlag, number>> = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16 };

/** Names of packet-icmp.c and packet-icmpv6.c; others stay numbers. */
const ICMP: Readonly<Record<string, string>> = {
  '0': 'Echo (ping) reply',
  '3': 'Destination unreachable',
  '8': 'Echo (ping) request',
  '11': 'Time-to-live exceeded',
};
const ICMP_CODE: Readonly<Record<string, string>> = {
  '3/0': 'Network unreachable',
  '3/1': 'Host unreachable',
  '3/3': 'Port unreachable',
  '3/4': 'Fragmentation needed',
  '3/9': 'Network administratively prohibited',
  '3/10': 'Host administratively prohibited',
  '3/13': 'Communication administratively filtered',
  '11/0': 'Time to live exceeded in transit',
};
const ICMPV6: Readonly<Record<string, string>> = {
  '1': 'Destination Unreachable',
  '2': 'Packet Too Big',
  '3': 'Time Exceeded',
  '128': 'Echo (ping) request',
  '129': 'Echo (ping) reply',
};
const ICMPV6_CODE: Readonly<Record<string, string>> = {
  '1/0': 'no route to destination',
  '1/1': 'Administratively prohibited',
  '1/3': 'Address unreachable',
  '1/4': 'Port unreachable',
  '3/0': 'hop limit exceeded in transit',
};

const field = (name: string, value: string | number): HeaderField => ({ name, value: String(value) });
const address = (end: 'src' | 'dst', ip: string): HeaderField => ({
  name: end === 'src' ? 'Source Address' : 'Destination Address',
  value: ip,
  ip,
  end,
});

function ipLayer(packet: Packet, key: string): Layer {
  const { family, src, dst, ttl, proto } = packet;
  const [number, name] = PROTOCOLS[proto];
  return {
    key: `${key}ip`,
    name: `Internet Protocol Version ${family}`,
    brief: `${src} → ${dst}`,
    fields: [
      field('Version', family),
      ...(family === 4
        ? [field('Time to Live', ttl), field('Protocol', `${name} (${number})`)]
        : [field('Next Header', `${name} (${number})`), field('Hop Limit', ttl)]),
      address('src', src),
      address('dst', dst),
    ],
  };
}

function flagsText(flags: readonly TcpFlag[]): string {
  const bits = flags.reduce((sum, flag) => sum | FLAG_BITS[flag], 0);
  const ordered = [...flags].sort((a, b) => FLAG_BITS[a] - FLAG_BITS[b]);
  return `0x${bits.toString(16).padStart(3, '0')} (${ordered.join(', ') || '<None>'})`;
}

const TRANSPORT: Readonly<Partial<Record<Protocol, string>>> = {
  tcp: 'Transmission Control Protocol',
  udp: 'User Datagram Protocol',
  sctp: 'Stream Control Transmission Protocol',
};

function transportLayer(packet: Packet, key: string): Layer | undefined {
  const { proto, sport, dport, flags, family } = packet;
  const name = TRANSPORT[proto];
  if (!name) return undefined;
  // Wireshark's own spelling differs here.
  const port = proto === 'sctp' ? 'port' : 'Port';
  const ends: readonly HeaderField[] = [
    { ...field(`Source ${port}`, sport), end: 'src' },
    { ...field(`Destination ${port}`, dport), end: 'dst' },
  ];
  return {
    key: `${key}${proto}${family}`,
    name,
    brief: `${sport} → ${dport}${proto === 'tcp' && flags.length > 0 ? ` ${flags.join(', ')}` : ''}`,
    fields: proto === 'tcp' ? [...ends, field('Flags', flagsText(flags))] : ends,
  };
}

function icmpLayers(packet: Packet, key: string): readonly Layer[] {
  const { icmp, family } = packet;
  if (!icmp) return [];
  const { type, code, id, quoted } = icmp;
  const types = family === 4 ? ICMP : ICMPV6;
  const codes = family === 4 ? ICMP_CODE : ICMPV6_CODE;
  const said = (number: number, name: string | undefined) => {
    if (!name) return String(number);
    return family === 4 ? `${number} (${name})` : `${name} (${number})`;
  };
  return [
    {
      key: `${key}icmp`,
      name: `Internet Control Message Protocol${family === 4 ? '' : ' v6'}`,
      brief: codes[`${type}/${code}`] ?? types[type] ?? `${type}/${code}`,
      fields: [
        field('Type', said(type, types[type])),
        field('Code', said(code, codes[`${type}/${code}`])),
        ...(id === undefined ? [] : [field('Identifier', id)]),
      ],
    },
    ...(quoted ? layersOf(quoted, `${key}quoted `) : []),
  ];
}

/**
 * The headers that the engine knows of a packet, outermost first, then what it carries: the packet in a VXLAN packet,
 * the one that an ICMP error quotes. Names are Wireshark's; what is not simulated (checksums, lengths, Ethernet) is
 * left out.
 */
export function layersOf(packet: Packet, key = ''): readonly Layer[] {
  const { vxlan } = packet;
  const outer = vxlan ? `${key}outer ` : key;
  const transport = transportLayer(packet, outer);
  const own = [ipLayer(packet, outer), ...(transport ? [transport] : []), ...icmpLayers(packet, outer)];
  if (!vxlan) return own;
  const tunnel: Layer = {
    key: `${key}vxlan`,
    name: 'Virtual eXtensible Local Area Network',
    brief: `VNI ${vxlan.vni}`,
    fields: [field('VXLAN Network Identifier (VNI)', vxlan.vni)],
  };
  return [...own, tunnel, ...layersOf(vxlan.inner, key)];
}

/** A field after a step, with what stood there before where that was something else. */
export interface FieldChange extends HeaderField {
  readonly before?: string;
}

export interface LayerChange extends Layer {
  readonly fields: readonly FieldChange[];
  /** The step put this header on, or took it off: then these are its last values. */
  readonly change?: 'added' | 'removed';
}

/** The headers of two packets held against each other. Headers taken off stand where they were. */
export function compareLayers(before: Packet, after: Packet): readonly LayerChange[] {
  const [was, now] = [layersOf(before), layersOf(after)];
  const known = new Map(was.map((layer) => [layer.key, layer]));
  const kept = new Set(now.map(({ key }) => key));
  const removed = was.filter(({ key }) => !kept.has(key));
  return [
    ...removed.map((layer): LayerChange => ({ ...layer, change: 'removed' })),
    ...now.map((layer): LayerChange => {
      const last = known.get(layer.key);
      if (!last) return { ...layer, change: 'added' };
      const fields = layer.fields.map((f): FieldChange => {
        const old = last.fields.find(({ name }) => name === f.name)?.value;
        return old === undefined || old === f.value ? f : { ...f, before: old };
      });
      return { ...layer, fields };
    }),
  ];
}
