import { expect, it } from 'vitest';
import { firstCidr, sloppyCidr, sloppyIp } from './sloppy';

it.each([
  ['10.0.0.1', '10.0.0.1'],
  ['010.000.00.01', '10.0.0.1'],
  ['FD00::0:1', 'fd00::1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['10.0.0', undefined],
  ['10.0.0.256', undefined],
  ['', undefined],
])('address %j is %j', (text, expected) => {
  expect(sloppyIp(text)).toBe(expected);
});

it.each([
  ['10.1.2.3/8', '10.0.0.0/8'],
  ['010.1.2.3/32', '10.1.2.3/32'],
  ['2001:db8:0:1::7/64', '2001:db8:0:1::/64'],
  ['10.1.2.3/08', '10.0.0.0/8'],
  ['fd00::1/100', 'fd00::/100'],
  ['10.1.2.3', undefined],
  ['10.1.2.3/33', undefined],
])('network %j is %j', (text, expected) => {
  expect(sloppyCidr(text)).toBe(expected);
});

it('finds the first network of a family in a comma list', () => {
  const list = '10.244.7.0/16, FD00:10:244::/48,10.245.0.0/16';
  expect(firstCidr(list, 4)).toEqual({ cidr: '10.244.0.0/16', written: '10.244.7.0/16' });
  expect(firstCidr(list, 6)).toEqual({ cidr: 'fd00:10:244::/48', written: 'FD00:10:244::/48' });
  expect(firstCidr('', 4)).toBeUndefined();
});
