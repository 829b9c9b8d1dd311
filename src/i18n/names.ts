import { formatHostPort, type MachineId, type Packet } from '../engine';
import { t } from './instance';

/** `node/NAME` -> NAME, `pod/default/client` -> client, `pod/shop/web` -> shop/web. */
export function machineName(id: MachineId): string {
  if (id === 'outside') return t('steps.machine.outside');
  if (id === 'router') return t('steps.machine.router');
  if (id === 'lb') return t('steps.machine.lb');
  const [, ...rest] = id.split('/');
  return ownerName(rest.join('/'));
}

/** The same at the beginning of a sentence: names of objects stay as they are written, words get a capital. */
export function capitalName(id: MachineId): string {
  const name = machineName(id);
  return id.includes('/') ? name : name.charAt(0).toUpperCase() + name.slice(1);
}

/** A Pod's key without its namespace where that is `default`. */
export function ownerName(key: string): string {
  return key.startsWith('default/') ? key.slice('default/'.length) : key;
}

/** `ip:port`; the bare address where the protocol has no ports. */
export function endpointText(ip: string, port: number): string {
  return port === 0 ? ip : formatHostPort(ip, port);
}

export const sourceText = (packet: Packet): string => endpointText(packet.src, packet.sport);
export const destinationText = (packet: Packet): string => endpointText(packet.dst, packet.dport);

/** iptables prints marks in hexadecimal. */
export const hex = (value: number): string => `0x${value.toString(16)}`;

/** `/32` and `/128` say nothing that the address does not say. */
export const bareCidr = (cidr: string): string =>
  cidr.replace(/(^[^:]*\/32$)|(:.*\/128$)/, (all) => all.replace(/\/\d+$/, ''));

/** What an ICMP error says, for IPv4 (RFC 792) and IPv6 (RFC 4443). */
export function icmpText(packet: Packet): string {
  const { type = -1, code = -1 } = packet.icmp ?? {};
  const four = packet.family === 4;
  if (packet.icmp?.mtu !== undefined) return t('steps.icmp.tooBig');
  if (four ? type === 11 : type === 3) return t('steps.icmp.ttl');
  if (four && type === 3) {
    if (code === 0) return t('steps.icmp.net');
    if (code === 1) return t('steps.icmp.host');
    if (code === 3) return t('steps.icmp.port');
    if (code === 9 || code === 10 || code === 13) return t('steps.icmp.prohibited');
  }
  if (!four && type === 1) {
    if (code === 0) return t('steps.icmp.net');
    if (code === 1) return t('steps.icmp.prohibited');
    if (code === 3) return t('steps.icmp.host');
    if (code === 4) return t('steps.icmp.port');
  }
  return t('steps.icmp.other', { type, code });
}
