import { expect, it } from 'vitest';
import { chainName, type TableName } from '../../engine';
import { parseRuleset } from '../../engine/netfilter/parse/parse';
import { commandFor, listing } from './listing';

const RULES = `*filter
:INPUT ACCEPT [0:0]
:KUBE-FIREWALL - [0:0]
:KUBE-SERVICES - [0:0]
-A INPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-FIREWALL
-A KUBE-SERVICES -d 10.96.0.9/32 -p tcp -m comment --comment "default/x has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable
-A KUBE-FIREWALL ! -s 127.0.0.0/8 -d 127.0.0.0/8 -m comment --comment "block incoming localnet connections" -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:KUBE-MARK-MASQ - [0:0]
:KUBE-NODEPORTS - [0:0]
:KUBE-POSTROUTING - [0:0]
:KUBE-SEP-A - [0:0]
:KUBE-SVC-HL5LMXD5JFHQZ6LN - [0:0]
:FLANNEL-POSTRTG - [0:0]
:KUBE-SERVICES - [0:0]
-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000
-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0
-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully
-A KUBE-SEP-A -s 10.244.0.2/32 -m comment --comment "default/nginx-svc" -j KUBE-MARK-MASQ
-A KUBE-SEP-A -p tcp -m comment --comment "default/nginx-svc" -m recent --set --name KUBE-SEP-A --mask 255.255.255.255 --rsource -m tcp -j DNAT --to-destination 10.244.0.2:80
-A KUBE-SVC-HL5LMXD5JFHQZ6LN -m comment --comment "default/nginx-svc -> 10.244.0.2:80" -m recent --rcheck --seconds 10800 --reap --name KUBE-SEP-A --mask 255.255.255.255 --rsource -j KUBE-SEP-A
-A KUBE-SVC-HL5LMXD5JFHQZ6LN ! -s 10.244.0.0/16 -d 10.104.112.175/32 -p tcp -m comment --comment "default/nginx-svc cluster IP" -m tcp --dport 8080 -j KUBE-MARK-MASQ
-A KUBE-SVC-HL5LMXD5JFHQZ6LN -m comment --comment "default/nginx-svc -> 10.244.0.2:80" -m statistic --mode random --probability 0.33333333349 -j KUBE-SEP-A
-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
-A FLANNEL-POSTRTG -s 10.244.0.0/16 ! -d 224.0.0.0/4 -m comment --comment "flanneld masq" -j MASQUERADE --random-fully
COMMIT
`;
const HEAD = ' pkts bytes target     prot opt in     out     source               destination         ';
const ZERO = { packets: 0, bytes: 0 };

function list(table: TableName, name: string, counter = ZERO): string {
  const { ruleset, problems } = parseRuleset(RULES, 4);
  expect(problems).toEqual([]);
  const chain = ruleset.tables.get(table)?.chains.get(chainName(name));
  if (!chain) throw new Error(`no chain ${name}`);
  return listing(ruleset, table, chain, () => counter, ZERO);
}

/** Printed by iptables-legacy 1.8.9 in a network namespace with these rules loaded. */
it.each<[TableName, string, readonly string[]]>([
  [
    'nat',
    'KUBE-MARK-MASQ',
    [
      'Chain KUBE-MARK-MASQ (2 references)',
      HEAD,
      '    0     0 MARK       0    --  *      *       0.0.0.0/0            0.0.0.0/0            MARK or 0x4000',
    ],
  ],
  [
    'nat',
    'KUBE-POSTROUTING',
    [
      'Chain KUBE-POSTROUTING (0 references)',
      HEAD,
      '    0     0 RETURN     0    --  *      *       0.0.0.0/0            0.0.0.0/0            mark match ! 0x4000/0x4000',
      '    0     0 MARK       0    --  *      *       0.0.0.0/0            0.0.0.0/0            MARK xor 0x4000',
      '    0     0 MASQUERADE  0    --  *      *       0.0.0.0/0            0.0.0.0/0            /* kubernetes service traffic requiring SNAT */ random-fully',
    ],
  ],
  [
    'nat',
    'KUBE-SEP-A',
    [
      'Chain KUBE-SEP-A (2 references)',
      HEAD,
      '    0     0 KUBE-MARK-MASQ  0    --  *      *       10.244.0.2           0.0.0.0/0            /* default/nginx-svc */',
      '    0     0 DNAT       6    --  *      *       0.0.0.0/0            0.0.0.0/0            /* default/nginx-svc */ recent: SET name: KUBE-SEP-A side: source mask: 255.255.255.255 tcp to:10.244.0.2:80',
    ],
  ],
  [
    'nat',
    'KUBE-SVC-HL5LMXD5JFHQZ6LN',
    [
      'Chain KUBE-SVC-HL5LMXD5JFHQZ6LN (0 references)',
      HEAD,
      '    0     0 KUBE-SEP-A  0    --  *      *       0.0.0.0/0            0.0.0.0/0            /* default/nginx-svc -> 10.244.0.2:80 */ recent: CHECK seconds: 10800 reap name: KUBE-SEP-A side: source mask: 255.255.255.255',
      '    0     0 KUBE-MARK-MASQ  6    --  *      *      !10.244.0.0/16        10.104.112.175       /* default/nginx-svc cluster IP */ tcp dpt:8080',
      '    0     0 KUBE-SEP-A  0    --  *      *       0.0.0.0/0            0.0.0.0/0            /* default/nginx-svc -> 10.244.0.2:80 */ statistic mode random probability 0.33333333349',
    ],
  ],
  [
    'nat',
    'KUBE-SERVICES',
    [
      'Chain KUBE-SERVICES (1 references)',
      HEAD,
      '    0     0 KUBE-NODEPORTS  0    --  *      *       0.0.0.0/0            0.0.0.0/0            /* kubernetes service nodeports; NOTE: this must be the last rule in this chain */ ADDRTYPE match dst-type LOCAL',
    ],
  ],
  [
    'nat',
    'FLANNEL-POSTRTG',
    [
      'Chain FLANNEL-POSTRTG (0 references)',
      HEAD,
      '    0     0 MASQUERADE  0    --  *      *       10.244.0.0/16       !224.0.0.0/4          /* flanneld masq */ random-fully',
    ],
  ],
  [
    'filter',
    'INPUT',
    [
      'Chain INPUT (policy ACCEPT 0 packets, 0 bytes)',
      HEAD,
      '    0     0 KUBE-FIREWALL  0    --  *      *       0.0.0.0/0            0.0.0.0/0            ctstate NEW /* kubernetes load balancer firewall */',
    ],
  ],
  [
    'filter',
    'KUBE-FIREWALL',
    [
      'Chain KUBE-FIREWALL (1 references)',
      HEAD,
      '    0     0 DROP       0    --  *      *      !127.0.0.0/8          127.0.0.0/8          /* block incoming localnet connections */ ! ctstate RELATED,ESTABLISHED,DNAT',
    ],
  ],
  [
    'filter',
    'KUBE-SERVICES',
    [
      'Chain KUBE-SERVICES (0 references)',
      HEAD,
      '    0     0 REJECT     6    --  *      *       0.0.0.0/0            10.96.0.9            /* default/x has no endpoints */ tcp dpt:80 reject-with icmp-port-unreachable',
    ],
  ],
])('%s %s as iptables prints it', (table, name, lines) => {
  expect(list(table, name).trimEnd().split('\n')).toEqual(lines);
});

it('shortens large counts', () => {
  expect(list('nat', 'KUBE-MARK-MASQ', { packets: 123_456, bytes: 7_407_360 })).toContain(
    '\n 123K 7407K MARK ',
  );
});

it('names the command', () => {
  expect(commandFor(6, 'nat', 'KUBE-SERVICES')).toBe('ip6tables -t nat -vnL KUBE-SERVICES');
});
