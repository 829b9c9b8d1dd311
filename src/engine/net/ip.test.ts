import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cidr,
  cidrContains,
  cidrOverlaps,
  familyOf,
  formatHostPort,
  ip,
  ipToBigInt,
  networkAddress,
  nthAddress,
  parseCidr,
  parseHostPort,
  parseIp,
  prefixLength,
} from './ip';

describe('parseIp', () => {
  test.each([
    ['10.244.0.5', '10.244.0.5'],
    ['255.255.255.255', '255.255.255.255'],
    ['FD00:0:0::1', 'fd00::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::', '::'],
    ['::FFFF:10.0.0.1', '::ffff:10.0.0.1'],
    ['::ffff:a00:1', '::ffff:10.0.0.1'],
    ['::10.0.0.1', '::a00:1'],
  ])('%s -> %s', (text, canonical) => expect(parseIp(text)).toBe(canonical));

  test.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.01',
    '010.0.0.1',
    '1.2.3.4.5',
    '1.2.3.',
    '.1.2.3',
    '0x7f.0.0.1',
    '1',
  ])('no IPv4: %j', (text) => expect(parseIp(text)).toBeUndefined());
  test.each([
    'fe80::1%eth0',
    ':::',
    '1::2::3',
    '12345::',
    'fd00::g',
    '::1.2.3',
    '::ffff:1.2.3.04',
    '[::1]',
    'a:b',
  ])('no IPv6: %j', (text) => expect(parseIp(text)).toBeUndefined());
  test('ip throws', () => expect(() => ip('nginx')).toThrow('not an IP address: nginx'));
});

describe('parseCidr', () => {
  test.each([
    ['10.244.0.5/16', '10.244.0.0/16'],
    ['10.244.0.5', '10.244.0.5/32'],
    ['1.2.3.4/0', '0.0.0.0/0'],
    ['fd00:10:244::5/56', 'fd00:10:244::/56'],
    ['::1', '::1/128'],
  ])('%s -> %s', (text, canonical) => expect(parseCidr(text)).toBe(canonical));
  test.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1', '10.0.0.0/08', '::/129', 'x/8'])(
    'no network: %j',
    (text) => expect(parseCidr(text)).toBeUndefined(),
  );
  test('cidr throws', () => expect(() => cidr('10/8')).toThrow('not a network: 10/8'));
});

describe('networks', () => {
  test.each([
    ['10.244.0.0/16', '10.244.255.255', true],
    ['10.244.0.0/16', '10.245.0.0', false],
    ['128.0.0.0/1', '200.1.1.1', true],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['255.255.255.255/32', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '1.2.3.4', false],
    ['fd00::/8', 'fd12::1', true],
    ['fd00::/64', 'fd00:0:0:1::1', false],
  ])('%s holds %s: %s', (c, a, holds) => expect(cidrContains(cidr(c), ip(a))).toBe(holds));

  test.each([
    ['10.0.0.0/8', '10.96.0.0/12', true],
    ['10.96.0.0/12', '10.0.0.0/8', true],
    ['10.96.0.0/12', '10.112.0.0/12', false],
    ['::/0', '0.0.0.0/0', false],
  ])('%s overlaps %s: %s', (a, b, overlap) => expect(cidrOverlaps(cidr(a), cidr(b))).toBe(overlap));

  test('parts', () => {
    expect(prefixLength(cidr('10.96.0.0/12'))).toBe(12);
    expect(networkAddress(cidr('10.96.7.0/12'))).toBe('10.96.0.0');
    expect(familyOf(cidr('10.96.0.0/12'))).toBe(4);
    expect(familyOf(ip('::1'))).toBe(6);
    expect(nthAddress(cidr('10.244.1.0/24'), 1)).toBe('10.244.1.1');
    expect(nthAddress(cidr('255.255.255.0/24'), 255)).toBe('255.255.255.255');
    expect(nthAddress(cidr('fd00:10:244::/64'), 258)).toBe('fd00:10:244::102');
    expect(() => nthAddress(cidr('10.244.1.0/24'), 256)).toThrow('no address number 256');
  });

  test('any address lies in every network cut from it, and in none of another family', () => {
    const v4 = fc.ipV4().map((a) => ({ a, width: 32 }));
    const v6 = fc.ipV6().map((a) => ({ a: ip(a.includes('.') ? '::1' : a), width: 128 }));
    fc.assert(
      fc.property(fc.oneof(v4, v6), fc.nat(128), ({ a, width }, length) => {
        const address = ip(a);
        const c = cidr(`${a}/${Math.min(width, length)}`);
        const shift = BigInt(width - prefixLength(c));
        expect(ip(address)).toBe(address);
        expect(cidrContains(c, address)).toBe(true);
        expect(ipToBigInt(networkAddress(c))).toBe((ipToBigInt(address) >> shift) << shift);
      }),
    );
  });
});

describe('host and port', () => {
  test('format', () => {
    expect(formatHostPort('10.0.0.1', 80)).toBe('10.0.0.1:80');
    expect(formatHostPort('fd00::1', 80)).toBe('[fd00::1]:80');
  });
  test('parse', () => {
    expect(parseHostPort('10.0.0.1:80')).toEqual({ ip: '10.0.0.1', port: 80 });
    expect(parseHostPort('[FD00::1]:65535')).toEqual({ ip: 'fd00::1', port: 65535 });
    for (const bad of ['10.0.0.1', '10.0.0.1:', '10.0.0.1:65536', 'fd00::1:80', '[10.0.0.1]:80', '[fd00::1]'])
      expect(parseHostPort(bad)).toBeUndefined();
  });
});
