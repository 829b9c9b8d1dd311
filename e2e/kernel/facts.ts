import type { Exchange, MachineId, NetworkOptions, NodeSettings, Step } from '../../src/engine';
import {
  AGENT,
  BALANCED,
  CLOSED_UDP,
  DNS_FAR,
  DNS_NEAR,
  FAR,
  FOUR,
  IP1,
  IP2,
  LOCAL,
  LOCAL_BOTH,
  N1,
  N2,
  NEAR,
  NOBODY,
  OUTSIDE,
  pod,
  VIP,
} from './fact-clusters';
import type { Manifest, Scenario, Shot } from './scenario';

/** A fact of the kernel's that a naive simulator gets wrong: packets that show it, and what to see in them. */
export interface Fact {
  readonly name: string;
  readonly scenario: Scenario;
  /** Held against the engine's exchanges, which are the kernel's once they have been compared. */
  shows(exchanges: readonly Exchange[]): boolean;
}

/** `ip:port`, or `ip` for a ping. */
function shot(from: MachineId, to: string, more: Partial<Shot> = {}): Shot {
  const [ip = '', port = '0'] = to.split(':');
  return { from, to: { ip, port: Number(port) }, proto: 'tcp', sport: 40000, ...more };
}

const everyNode = (settings: NodeSettings): NetworkOptions => ({ nodes: { '*': settings } });

function fact(
  name: string,
  objects: readonly Manifest[],
  shots: readonly Shot[],
  shows: Fact['shows'],
  more: Partial<Pick<Scenario, 'options' | 'extra'>> = {},
): Fact {
  return {
    name,
    scenario: { name, family: 4, objects, options: {}, style: 'restore', ...more, shots },
    shows,
  };
}

const steps = (exchange: Exchange | undefined, test: (step: Step) => boolean): readonly Step[] =>
  exchange?.steps.filter(test) ?? [];
const asked = (exchange: Exchange | undefined, table: string, machine?: MachineId, hook?: string) =>
  steps(
    exchange,
    (s) =>
      s.kind === 'rule' &&
      s.table === table &&
      (machine === undefined || s.machine === machine) &&
      (hook === undefined || s.hook === hook),
  );
const seenBy = (exchange: Exchange | undefined) => exchange?.outcome.sourceSeen?.ip;
const droppedBy = (exchange: Exchange | undefined) => exchange?.outcome.drop?.params.chain;
const code = (exchange: Exchange | undefined) => exchange?.outcome.code;

const udp = { proto: 'udp', oneWay: true } as const;
const MANY = 200;

export const FACTS: readonly Fact[] = [
  fact(
    '1: nat is consulted once per entry: one-way UDP stays NEW, and keeps its old endpoint until the entry is gone',
    DNS_FAR,
    [
      shot(pod('client'), VIP, udp),
      shot(pod('client'), VIP, udp),
      shot(pod('client'), VIP, { ...udp, objects: DNS_NEAR }),
      shot(pod('client'), VIP, { ...udp, forget: true }),
    ],
    ([, again, changed, forgotten]) =>
      asked(again, 'nat').length === 0 &&
      steps(again, (s) => s.kind === 'conntrack').every((s) => s.kind === 'conntrack' && s.state === 'NEW') &&
      changed?.outcome.deliveredTo?.ip === '10.244.1.4' &&
      forgotten?.outcome.deliveredTo?.ip === '10.244.0.3',
  ),
  fact(
    '2: routing comes before nat OUTPUT: no default route, no ClusterIP; Pods on the node still reach it',
    FAR,
    [shot(N1, VIP), shot(pod('client'), VIP)],
    ([node, client]) => code(node) === 'unreachable' && code(client) === 'answered',
    { options: everyNode({ defaultRoute: false }) },
  ),
  fact(
    '3: after DNAT in OUTPUT, filter sees the old output interface and POSTROUTING the new one',
    FAR,
    [shot(N1, VIP)],
    ([it]) =>
      asked(it, 'filter', N1, 'output').every((s) => s.before.oif === 'eth0') &&
      asked(it, 'nat', N1, 'postrouting').every((s) => s.before.oif === 'flannel.1') &&
      seenBy(it) === '10.244.0.0',
  ),
  fact(
    '4: MASQUERADE takes the address of flannel.1',
    FAR,
    [shot(OUTSIDE, `${IP1}:30000`)],
    ([it]) => seenBy(it) === '10.244.0.0',
  ),
  fact(
    '4: MASQUERADE takes the address of cni0',
    NEAR,
    [shot(OUTSIDE, `${IP1}:30000`)],
    ([it]) => seenBy(it) === '10.244.0.1',
  ),
  fact(
    '4: MASQUERADE with host-gw takes the node’s own',
    FAR,
    [shot(OUTSIDE, `${IP1}:30000`)],
    ([it]) => seenBy(it) === IP1,
    {
      options: { overlay: 'host-gw' },
    },
  ),
  fact(
    '5: the mark is cleared before the packet is wrapped',
    FAR,
    [shot(OUTSIDE, `${IP1}:30000`)],
    ([it]) =>
      asked(it, 'nat', N1).some((s) => s.before.mark === 0x4000) &&
      steps(it, (s) => s.machine === N2 && s.before.mark !== 0).length === 0,
    { options: { walkOuter: true } },
  ),
  fact(
    '5: a mark would survive encapsulation inside the node, and is never seen on the next one',
    FAR,
    [shot(pod('client'), VIP)],
    ([it]) =>
      steps(it, (s) => s.machine === N1 && s.before.packet.vxlan !== undefined && s.before.mark === 0x10)
        .length > 0 && steps(it, (s) => s.machine === N2 && s.before.mark !== 0).length === 0,
    {
      options: { walkOuter: true },
      extra: {
        n1: '*mangle\n:PREROUTING ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\n-A PREROUTING -j MARK --set-xmark 0x10/0xffffffff\nCOMMIT\n',
      },
    },
  ),
  fact(
    '6: Pods on one node are bridged with bridge-nf-call-iptables=1: TTL 64, cni0 to cni0',
    NEAR,
    [shot(pod('client'), VIP)],
    ([it]) =>
      code(it) === 'answered' &&
      asked(it, 'filter', N1, 'forward').every((s) => s.before.packet.ttl === 64 && s.before.oif === 'cni0'),
  ),
  fact(
    '6: with 0 the reply is never un-NATed and the connection hangs',
    NEAR,
    [shot(pod('client'), VIP)],
    ([it]) => code(it) === 'timeout' && it?.outcome.drop?.leg === 'reply',
    { options: everyNode({ sysctls: { bridgeNfCallIptables: false } }) },
  ),
  fact(
    '7: hairpin: the Pod sees the address of cni0 as its peer',
    NEAR,
    [shot(pod('near'), VIP)],
    ([it]) => seenBy(it) === '10.244.0.1',
  ),
  fact(
    '7: with port hairpin off it times out',
    NEAR,
    [shot(pod('near'), VIP)],
    ([it]) => code(it) === 'timeout',
    {
      options: everyNode({ hairpin: false }),
    },
  ),
  fact(
    '8: a host-network endpoint sees the real client on the entry node, not through another',
    AGENT,
    [shot(OUTSIDE, `${IP1}:30000`), shot(OUTSIDE, `${IP2}:30000`, { sport: 40001 })],
    ([direct, through]) => seenBy(direct) === '192.168.111.1' && seenBy(through) === IP2,
  ),
  fact(
    '9: externalTrafficPolicy Local: a Pod comes to the other node with its own node’s address',
    LOCAL,
    [shot(pod('client'), `${IP2}:30000`), shot(OUTSIDE, `${IP2}:30000`, { sport: 40001 })],
    ([client, outside]) => seenBy(client) === IP1 && seenBy(outside) === '192.168.111.1',
  ),
  fact(
    '9: on its own node the pod shortcut leads to KUBE-SVC and keeps the address',
    LOCAL_BOTH,
    [shot(pod('client'), `${IP1}:30000`)],
    ([it]) => seenBy(it) === '10.244.0.2',
  ),
  fact(
    '9: without local endpoints INPUT’s KUBE-EXTERNAL-SERVICES drops',
    LOCAL,
    [shot(OUTSIDE, `${IP1}:30000`)],
    ([it]) => code(it) === 'timeout' && droppedBy(it) === 'KUBE-EXTERNAL-SERVICES',
  ),
  fact(
    '10: double SNAT: through n2’s node port a Pod on n2 sees n2’s bridge',
    FAR,
    [shot(pod('client'), `${IP2}:30000`)],
    ([it]) => seenBy(it) === '10.244.1.1',
  ),
  fact(
    '11: 127.0.0.1:nodePort with route_localnet=0 is lost after nat OUTPUT',
    FAR,
    [shot(N1, '127.0.0.1:30000')],
    ([it]) => asked(it, 'nat').length > 0 && asked(it, 'filter').length === 0,
    { options: everyNode({ sysctls: { routeLocalnet: false } }) },
  ),
  fact(
    '11: with route_localnet=1 it is answered',
    FAR,
    [shot(N1, '127.0.0.1:30000')],
    ([it]) => code(it) === 'answered',
  ),
  fact(
    '12: rp_filter=1 drops after nat PREROUTING has run',
    FAR,
    [shot(pod('client'), `${IP2}:30000`)],
    ([it]) =>
      it?.outcome.drop?.code === 'rp-filter' &&
      asked(it, 'nat', N2).length > 0 &&
      asked(it, 'filter', N2).length === 0,
    {
      options: everyNode({ sysctls: { rpFilter: 1 } }),
      // Untracked, so not masqueraded: the Pod's own address arrives by the wrong interface.
      extra: {
        n1: `*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -s 10.244.0.2 -d ${IP2} -j CT --notrack\nCOMMIT\n`,
      },
    },
  ),
  fact(
    '13: INVALID skips nat and meets KUBE-FORWARD’s DROP',
    FAR,
    [
      shot(pod('client'), '10.244.1.4:80', { flags: ['SYN', 'ACK'], sport: 50000 }),
      shot(pod('client'), '10.244.1.4:80', { flags: ['RST'], sport: 50001 }),
    ],
    (both) => both.every((it) => asked(it, 'nat').length === 0 && droppedBy(it) === 'KUBE-FORWARD'),
  ),
  fact(
    '13: a stray ACK is NEW while tcp_loose=1',
    FAR,
    [shot(pod('client'), '10.244.1.4:80', { flags: ['ACK'], sport: 50000 })],
    ([it]) => asked(it, 'nat').length > 0 && code(it) === 'refused',
  ),
  fact(
    '13: and INVALID with tcp_loose=0',
    FAR,
    [shot(pod('client'), '10.244.1.4:80', { flags: ['ACK'], sport: 50000 })],
    ([it]) => droppedBy(it) === 'KUBE-FORWARD',
    { options: everyNode({ sysctls: { tcpLoose: false } }) },
  ),
  fact(
    '14: REJECT answers with ICMP from the entry-side address of the node, RELATED, without nat',
    NOBODY,
    [
      shot(pod('client'), VIP),
      shot(N1, VIP, { sport: 40001 }),
      shot(OUTSIDE, `${IP1}:30000`, { sport: 40002 }),
    ],
    ([client, node, outside]) =>
      client?.outcome.answeredBy === '10.244.0.1' &&
      code(node) === 'refused' &&
      outside?.outcome.answeredBy === IP1,
  ),
  fact(
    '15: TTL 1: DNAT happens, FORWARD does not, and Time Exceeded comes from the ClusterIP',
    FAR,
    [shot(pod('client'), VIP, { ttl: 1 })],
    ([it]) => it?.outcome.answeredBy === '10.96.0.20' && asked(it, 'filter', N1, 'forward').length === 0,
  ),
  fact(
    '15: a closed UDP port behind a Service is unreachable at the ClusterIP, and at the node port',
    CLOSED_UDP,
    [shot(pod('near'), VIP, { proto: 'udp' }), shot(OUTSIDE, `${IP1}:30000`, { proto: 'udp', sport: 40001 })],
    ([inside, outside]) => inside?.outcome.answeredBy === '10.96.0.20' && outside?.outcome.answeredBy === IP1,
  ),
  fact(
    '16: two flows that DNAT made equal get different source ports',
    FAR,
    [shot(pod('client'), '10.244.1.4:80'), shot(pod('client'), VIP)],
    ([, service]) => code(service) === 'answered' && service?.outcome.sourceSeen?.port !== 40000,
  ),
  fact(
    '17: who may not call passes KUBE-FW without DNAT and is dropped by KUBE-PROXY-FIREWALL',
    BALANCED,
    [shot(pod('client'), '192.0.2.7:8080'), shot(N2, '192.0.2.7:8080', { sport: 40001 })],
    (both) => both.every((it) => droppedBy(it) === 'KUBE-PROXY-FIREWALL'),
  ),
  fact(
    '18: ping to a ClusterIP matches no rule and leaves by the default route, masqueraded',
    FAR,
    [
      shot(pod('client'), '10.96.0.20', { proto: 'icmp' }),
      shot(pod('client'), '10.244.1.4', { proto: 'icmp', sport: 40001 }),
    ],
    ([vip, direct]) => vip?.outcome.drop?.code === 'lost-upstream' && code(direct) === 'answered',
  ),
  fact(
    `19: 1/n, 1/(n-1), … give each of four endpoints its share of ${MANY} connections`,
    FOUR,
    Array.from({ length: MANY }, (_, i) => shot(pod('client'), VIP, { sport: 40000 + i })),
    (all) => {
      const counts = new Map<string, number>();
      for (const { outcome } of all) {
        const ip = outcome.deliveredTo?.ip ?? 'nobody';
        counts.set(ip, (counts.get(ip) ?? 0) + 1);
      }
      // Five standard deviations of a share of a quarter.
      const tolerance = 5 * Math.sqrt(MANY * 0.25 * 0.75);
      return counts.size === 4 && [...counts.values()].every((n) => Math.abs(n - MANY / 4) < tolerance);
    },
  ),
];
