import { expect, test } from 'vitest';
import { cidr } from '../net/ip';
import { printSave } from '../netfilter/print/print';
import { flannelRules } from './flannel';

const rulesOf = (text: string) => text.split('\n').filter((line) => line.startsWith('-A'));

test("flannel's rules on a node, as iptables-save prints them", () => {
  const masq = '-m comment --comment "flanneld masq"';
  const forward = '-m comment --comment "flanneld forward"';
  expect(rulesOf(printSave(flannelRules(cidr('10.244.0.0/16'), cidr('10.244.0.0/24')))).sort()).toEqual(
    [
      `-A FORWARD ${forward} -j FLANNEL-FWD`,
      `-A FLANNEL-FWD -s 10.244.0.0/16 ${forward} -j ACCEPT`,
      `-A FLANNEL-FWD -d 10.244.0.0/16 ${forward} -j ACCEPT`,
      `-A POSTROUTING ${masq} -j FLANNEL-POSTRTG`,
      `-A FLANNEL-POSTRTG -m mark --mark 0x4000/0x4000 ${masq} -j RETURN`,
      `-A FLANNEL-POSTRTG -s 10.244.0.0/24 -d 10.244.0.0/16 ${masq} -j RETURN`,
      `-A FLANNEL-POSTRTG -s 10.244.0.0/16 -d 10.244.0.0/24 ${masq} -j RETURN`,
      `-A FLANNEL-POSTRTG ! -s 10.244.0.0/16 -d 10.244.0.0/24 ${masq} -j RETURN`,
      `-A FLANNEL-POSTRTG -s 10.244.0.0/16 ! -d 224.0.0.0/4 ${masq} -j MASQUERADE --random-fully`,
      `-A FLANNEL-POSTRTG ! -s 10.244.0.0/16 -d 10.244.0.0/16 ${masq} -j MASQUERADE --random-fully`,
    ].sort(),
  );
});

test('IPv6 has its own multicast range', () => {
  const text = printSave(flannelRules(cidr('fd00:10:244::/56'), cidr('fd00:10:244::/64')));
  expect(text).toContain('-s fd00:10:244::/56 ! -d ff00::/8');
});
