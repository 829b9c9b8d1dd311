import type { Brand } from '../../lib/brand';

export type IpFamily = 4 | 6;

/** An IP address in canonical text (RFC 5952 for IPv6). Made by `parseIp` only. */
export type Ip = Brand<string, 'Ip'>;

/** A network in canonical text, host bits zero: `10.244.0.0/16`. Made by `parseCidr` only. */
export type Cidr = Brand<string, 'Cidr'>;
