import type { IpFamily } from '../../src/engine';

/** The addresses of a random cluster, as the tests of either family spell them. */
export interface AddressPlan {
  readonly family: IpFamily;
  /** The node network, and its host number `n`; 1 is the outside client. */
  readonly lan: string;
  host(n: number): string;
  /** A host's own network of one address. */
  only(ip: string): string;
  readonly pods: string;
  /** The Pod range of node `n`, from 0, and its address `i`. */
  podRange(n: number): string;
  pod(n: number, i: number): string;
  readonly services: string;
  service(i: number): string;
  ingress(i: number): string;
  readonly external: string;
  readonly elsewhere: string;
  readonly sourceRange: string;
  readonly loopback: string;
  /** Addresses that are not of a host's LAN or a Pod: unspecified, loopback, a network's first, reserved. */
  readonly odd: readonly string[];
}

const FOUR: AddressPlan = {
  family: 4,
  lan: '192.168.111.0/24',
  host: (n) => `192.168.111.${n}`,
  only: (ip) => `${ip}/32`,
  pods: '10.244.0.0/16',
  podRange: (n) => `10.244.${n}.0/24`,
  pod: (n, i) => `10.244.${n}.${i}`,
  services: '10.96.0.0/12',
  service: (i) => `10.96.0.${i}`,
  ingress: (i) => `192.0.2.${i}`,
  external: '198.51.100.7',
  elsewhere: '8.8.8.8',
  sourceRange: '203.0.113.0/24',
  loopback: '127.0.0.1',
  odd: [
    '0.0.0.0',
    '10.244.0.0',
    '10.244.1.0',
    '10.244.1.1',
    '240.0.0.1',
    '0.0.0.1',
    '127.0.0.2',
    '169.254.169.254',
  ],
};

const hex = (n: number) => n.toString(16);

const SIX: AddressPlan = {
  family: 6,
  lan: 'fd00:192:168:111::/64',
  host: (n) => `fd00:192:168:111::${hex(n)}`,
  only: (ip) => `${ip}/128`,
  pods: 'fd00:10:244::/56',
  podRange: (n) => (n === 0 ? 'fd00:10:244::/64' : `fd00:10:244:${hex(n)}::/64`),
  pod: (n, i) => (n === 0 ? `fd00:10:244::${hex(i)}` : `fd00:10:244:${hex(n)}::${hex(i)}`),
  services: 'fd00:10:96::/112',
  service: (i) => `fd00:10:96::${hex(i)}`,
  ingress: (i) => `2001:db8:2::${hex(i)}`,
  external: '2001:db8:51::7',
  elsewhere: '2001:db8:8::8',
  sourceRange: '2001:db8:113::/64',
  loopback: '::1',
  odd: ['::', 'fd00:10:244::1', 'fd00:10:244:1::1', '100::1'],
};

export const planFor = (family: IpFamily): AddressPlan => (family === 4 ? FOUR : SIX);
