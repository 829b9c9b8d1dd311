import type { IpFamily } from '../net/address';
import type { IcmpHeader, Packet, Protocol } from '../net/packet';

/** What a system call of the calling program fails with (errno.h). */
export type Errno =
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'ENETUNREACH'
  | 'EHOSTUNREACH'
  | 'EACCES'
  | 'EMSGSIZE'
  | 'EPERM'
  | 'ETIMEDOUT';

export type IcmpErrorKind =
  | 'net-unreachable'
  | 'host-unreachable'
  | 'port-unreachable'
  | 'prohibited'
  | 'time-exceeded'
  | 'too-big';

/** Type and code as include/uapi/linux/icmp.h and icmpv6.h number them. */
const NUMBERS: Readonly<Record<IcmpErrorKind, Readonly<Record<IpFamily, readonly [number, number]>>>> = {
  'net-unreachable': { 4: [3, 0], 6: [1, 0] },
  'host-unreachable': { 4: [3, 1], 6: [1, 3] },
  'port-unreachable': { 4: [3, 3], 6: [1, 4] },
  prohibited: { 4: [3, 13], 6: [1, 1] },
  'time-exceeded': { 4: [11, 0], 6: [3, 0] },
  'too-big': { 4: [3, 4], 6: [2, 0] },
};

export const icmpOf = (family: IpFamily): Protocol => (family === 4 ? 'icmp' : 'icmpv6');

export function icmpErrorHeader(family: IpFamily, kind: IcmpErrorKind, quoted: Packet): IcmpHeader {
  const [type, code] = NUMBERS[kind][family];
  return { type, code, quoted };
}

/** An error about another packet; the rest of ICMP are flows of their own (echo) or not simulated. */
export const isIcmpError = (packet: Packet): boolean => packet.icmp?.quoted !== undefined;

export function isPortUnreachable(packet: Packet): boolean {
  const [type, code] = NUMBERS['port-unreachable'][packet.family];
  return packet.icmp?.type === type && packet.icmp.code === code;
}

/** What the program whose packet it was about fails with (icmp_err_convert, icmpv6_err_convert). */
export function icmpErrno({ family, icmp }: Packet): Errno {
  const { type = 0, code = 0 } = icmp ?? {};
  if (family === 6) {
    if (type !== 1) return type === 2 ? 'EMSGSIZE' : 'EHOSTUNREACH';
    return code === 0 ? 'ENETUNREACH' : code === 1 ? 'EACCES' : code === 4 ? 'ECONNREFUSED' : 'EHOSTUNREACH';
  }
  if (type !== 3) return 'EHOSTUNREACH';
  if (code === 3) return 'ECONNREFUSED';
  if (code === 4) return 'EMSGSIZE';
  return code === 0 || code === 9 ? 'ENETUNREACH' : 'EHOSTUNREACH';
}

/** `--reject-with` in iptables' own words (net/ipv4/netfilter/ipt_REJECT.c, ip6t_REJECT.c). */
export function rejectKind(reason: string): IcmpErrorKind {
  if (reason.includes('port-unreachable')) return 'port-unreachable';
  if (reason.includes('net-') || reason.includes('no-route')) return 'net-unreachable';
  return reason.includes('prohibited') ? 'prohibited' : 'host-unreachable';
}

/** Echo request and reply types. */
export const ECHO: Readonly<Record<IpFamily, { readonly request: number; readonly reply: number }>> = {
  4: { request: 8, reply: 0 },
  6: { request: 128, reply: 129 },
};

export const isEchoRequest = (packet: Packet): boolean =>
  packet.icmp !== undefined && packet.icmp.type === ECHO[packet.family].request;
