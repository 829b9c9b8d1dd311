import type { ConntrackEntry, Interface, IpFamily, Machine, Route, Tuple } from '../../engine';
import { machineName } from '../../i18n';
import { rewritten } from './conntrackAt';

/** A route as `ip route` prints it: `10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink`. */
export function routeText(route: Route): string {
  const host = /^(.*)\/(?:32|128)$/.exec(route.dst);
  const dst = /^(0\.0\.0\.0|::)\/0$/.test(route.dst)
    ? 'default'
    : route.dst.includes(':')
      ? route.dst
      : (host?.[1] ?? route.dst);
  const parts = [dst];
  if (route.via) parts.push(`via ${route.via}`);
  parts.push(`dev ${route.dev}`);
  if (!route.via) parts.push('scope link');
  if (route.src) parts.push(`src ${route.src}`);
  if (route.onlink) parts.push('onlink');
  return parts.join(' ');
}

const isOf = (family: IpFamily) => (text: string) => text.includes(':') === (family === 6);

export const routesOf = (machine: Machine, family: IpFamily): readonly Route[] =>
  machine.routes.filter(({ dst }) => isOf(family)(dst));

/** A scope as the kernel gives it: by the address itself. */
function scope(ip: string): 'host' | 'link' | 'global' {
  if (ip.startsWith('127.') || ip === '::1') return 'host';
  return /^(fe80:|169\.254\.)/i.test(ip) ? 'link' : 'global';
}

/** What kind of device it is, as `ip -details` tells it; undefined where there is nothing to tell. */
function detail({ kind, vxlan, master, hairpin }: Interface): string | undefined {
  if (vxlan) return `vxlan id ${vxlan.vni} dev ${vxlan.underlay} dstport ${vxlan.port}`;
  if (kind === 'bridge') return 'bridge';
  if (kind !== 'veth') return undefined;
  return master && hairpin !== undefined ? `veth bridge_slave hairpin ${hairpin ? 'on' : 'off'}` : 'veth';
}

/**
 * An interface as `ip -details addr` prints it, with a comment that says whose the other end of a veth pair is. Numbers,
 * flags, queues and hardware addresses are not simulated, and left out.
 */
export function interfaceLines(device: Interface): readonly string[] {
  const { name, mtu, master, addresses, peer } = device;
  const more = detail(device);
  return [
    `${name}: mtu ${mtu}${master ? ` master ${master}` : ''}`,
    ...(more ? [`    ${more}`] : []),
    ...addresses.map(
      ({ ip, prefix }) =>
        `    inet${ip.includes(':') ? '6' : ''} ${ip}/${prefix} scope ${scope(ip)}${ip.includes(':') ? '' : ` ${name}`}`,
    ),
    ...(peer ? [`    # ${peer.interface} of ${machineName(peer.machine)} is the other end`] : []),
  ];
}

/** Where flannel's VXLAN device sends each Pod network, as `bridge fdb` prints it but for the hardware address. */
export function fdbLines(machine: Machine): readonly string[] {
  const device = machine.interfaces.find(({ kind }) => kind === 'vxlan');
  if (!device) return [];
  return (machine.vtep ?? []).map(
    ({ network, remote }) => `dev ${device.name} dst ${remote} self permanent # ${network}`,
  );
}

/** A word of an entry; `ip` where it ends in an address. */
export interface EntryWord {
  readonly text: string;
  readonly ip?: string;
  /** NAT made it differ from what the other direction says. */
  readonly nat?: boolean;
}

const NUMBERS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, sctp: 132, icmp: 1, icmpv6: 58 };

function ends(tuple: Tuple, changed: { readonly src: boolean; readonly dst: boolean }): EntryWord[][] {
  const word = (name: string, value: string | number, nat = false): EntryWord => ({
    text: `${name}=${value}`,
    ...(nat ? { nat } : {}),
  });
  const { proto, src, dst, sport, dport } = tuple;
  const addresses = [
    { ...word('src', src, changed.src), ip: src },
    { ...word('dst', dst, changed.dst), ip: dst },
  ];
  if (!proto.startsWith('icmp'))
    return [addresses, [word('sport', sport, changed.src), word('dport', dport, changed.dst)]];
  return [addresses, [word('type', dport >> 8), word('code', dport & 255), word('id', sport)]];
}

/** Whole seconds until an entry is gone unless another packet comes. */
export const secondsLeft = ({ expires }: ConntrackEntry, now: number): number =>
  Math.max(0, Math.floor(expires - now));

/**
 * An entry as `conntrack -L` prints it `now` (world time), broken where one may read on: protocol, seconds left and
 * state, then each direction's addresses and ports. Joined by spaces it is the line itself.
 */
export function entryLines(entry: ConntrackEntry, now: number): readonly (readonly EntryWord[])[] {
  const { original, reply, replied, mark, state, assured } = entry;
  const none = { src: false, dst: false };
  const there = ends(original, none);
  if (!replied) there.at(-1)?.push({ text: '[UNREPLIED]' });
  const back = ends(reply, rewritten(entry));
  if (assured) back.at(-1)?.push({ text: '[ASSURED]' });
  back.at(-1)?.push({ text: `mark=${mark}` }, { text: 'use=1' });
  const head = `${original.proto.padEnd(8)} ${NUMBERS[original.proto] ?? ''}`;
  const left = { text: String(secondsLeft(entry, now)) };
  return [[{ text: head }, left, ...(state ? [{ text: state }] : [])], ...there, ...back];
}

/** The line of `conntrack -L`. */
export const entryText = (entry: ConntrackEntry, now: number): string =>
  entryLines(entry, now)
    .flat()
    .map(({ text }) => text)
    .join(' ');
