import { describe, expect, test } from 'vitest';
import { emptyWorld } from '../host/world';
import { buildNetwork, type NetworkOptions } from './network';
import { CLUSTER_IP, clusterIpNetwork, NODE_PORT, nodePortNetwork } from './testing/article';
import { call, conntrackOf, isAt, matchedRules, rulesTried, withRules } from './testing/call';
import { type ClusterLines, clusterOf } from './testing/cluster';

/** The 19 facts of KERNEL.md that a naive simulator gets wrong, by number. */

const N1 = 'ycwang-ubuntu';
const N2 = 'ycwang-ubuntu-worker';
const VIP = '10.104.112.175:8080';
const FAR = '10.244.1.4:80';
const NEAR = '10.244.0.3:80';

const networkOf = (lines: ClusterLines, options?: NetworkOptions) => buildNetwork(clusterOf(lines), options);
const everyNode = (settings: NonNullable<NetworkOptions['nodes']>[string]): NetworkOptions => ({
  nodes: { '*': settings },
});

const DNS: ClusterLines = {
  ...CLUSTER_IP,
  services: [
    {
      name: 'dns',
      clusterIP: '10.96.0.10',
      port: 53,
      proto: 'UDP',
      endpoints: [`10.244.0.3:53@${N1}`, `10.244.1.4:53@${N2}`],
    },
  ],
};

describe('1: nat is consulted once per entry', () => {
  const first = call(networkOf(DNS), 'client > udp 10.96.0.10:53', {
    force: '10.244.1.4:53',
    oneWay: true,
  });

  test('one-way UDP stays NEW, and only its first packet meets nat', () => {
    const again = call(networkOf(DNS), 'client > udp 10.96.0.10:53', { world: first.world, oneWay: true });
    expect(again.steps.find((s) => s.kind === 'conntrack')).toMatchObject({ state: 'NEW' });
    expect(rulesTried(again, { table: 'nat' })).toEqual([]);
    expect(matchedRules(again, { node: N1, hook: 'forward' })).toContain('FORWARD#1');
    expect(again.outcome.deliveredTo).toMatchObject({ ip: '10.244.1.4', port: 53 });
  });

  test('a flow keeps its old endpoint after the rules have changed, until the entry is gone', () => {
    const [dns] = DNS.services;
    if (!dns) throw new Error('no service');
    const changed = networkOf({ ...DNS, services: [{ ...dns, endpoints: [`10.244.0.3:53@${N1}`] }] });
    const line = 'client > udp 10.96.0.10:53';
    expect(call(changed, line, { world: first.world }).outcome.deliveredTo?.ip).toBe('10.244.1.4');
    expect(call(changed, line, { world: emptyWorld() }).outcome.deliveredTo?.ip).toBe('10.244.0.3');
  });

  test('TCP: the second packet of a flow carries data, is ESTABLISHED, and asks no nat rule', () => {
    const network = clusterIpNetwork();
    const open = call(network, `client > ${VIP}`, { force: FAR });
    const data = call(network, `client > ${VIP}`, { world: open.world, force: NEAR });
    expect(data.steps[0]?.after.packet.flags).toEqual(['PSH', 'ACK']);
    expect(rulesTried(data, { table: 'nat' })).toEqual([]);
    expect(data.outcome).toMatchObject({ code: 'answered', deliveredTo: { ip: '10.244.1.4', port: 80 } });
    expect(data.steps.find((s) => s.kind === 'nat' && s.leg === 'request')).toMatchObject({
      hook: 'prerouting',
      rewrites: [{ field: 'dst', to: { ip: '10.244.1.4', port: 80 }, undo: false }],
    });
  });
});

test('2: routing comes before nat OUTPUT: no default route, no ClusterIP, though Pods still reach it', () => {
  const network = clusterIpNetwork(everyNode({ defaultRoute: false }));
  const node = call(network, `node/${N1} > ${VIP}`, { force: FAR });
  expect(node.outcome).toMatchObject({ code: 'unreachable', drop: { code: 'no-route' } });
  expect(rulesTried(node)).toEqual([]);
  expect(call(network, `client > ${VIP}`, { force: FAR }).outcome.code).toBe('answered');
});

test('3: after DNAT in OUTPUT, filter sees the old interface and POSTROUTING the new one', () => {
  const exchange = call(clusterIpNetwork(), `node/${N1} > ${VIP}`, { force: FAR });
  const at = (hook: 'output' | 'postrouting', table: 'filter' | 'nat') =>
    rulesTried(exchange, { node: N1, hook, table })[0]?.before;
  expect(at('output', 'filter')).toMatchObject({
    oif: 'eth0',
    packet: { src: '192.168.111.128', dst: '10.244.1.4' },
  });
  expect(at('postrouting', 'nat')).toMatchObject({ oif: 'flannel.1', packet: { src: '192.168.111.128' } });
  expect(exchange.outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: '10.244.0.0' } });
});

describe('4: MASQUERADE takes the address of the output interface', () => {
  test.each([
    ['flannel.1', FAR, undefined, '10.244.0.0'],
    ['cni0', NEAR, undefined, '10.244.0.1'],
    ['eth0 with host-gw', FAR, 'host-gw', '192.168.111.128'],
  ] as const)('%s', (_dev, force, overlay, seen) => {
    const network = nodePortNetwork(overlay ? { overlay } : {});
    const { outcome } = call(network, 'outside > 192.168.111.128:30000', { force });
    expect(outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: seen } });
  });
});

describe('5: the mark', () => {
  test('is cleared by the xor before the packet is wrapped', () => {
    const exchange = call(nodePortNetwork(), 'outside > 192.168.111.128:30000', { force: FAR });
    const marks = rulesTried(exchange, { node: N1, leg: 'request' }).map((s) => s.after.mark);
    expect(Math.max(...marks)).toBe(0x4000);
    expect(exchange.steps.find((s) => s.kind === 'encap')?.after.mark).toBe(0);
  });

  test('would survive VXLAN inside the node, but never reaches the next one', () => {
    const marking = withRules(
      clusterIpNetwork({ walkOuter: true }),
      N1,
      '*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -j MARK --set-xmark 0x10/0xffffffff\nCOMMIT\n',
    );
    const { steps, outcome } = call(marking, `client > ${VIP}`, { force: FAR });
    expect(outcome.code).toBe('answered');
    expect(steps.find((s) => s.kind === 'encap')?.after).toMatchObject({ mark: 0x10 });
    expect(steps.filter((s) => isAt(s, { node: N2 })).every((s) => s.before.mark === 0)).toBe(true);
  });
});

describe('6: Pods on one node', () => {
  test('with bridge-nf-call-iptables they are bridged, TTL 64, and the reply is un-NATed', () => {
    const exchange = call(clusterIpNetwork(), `client > ${VIP}`, { force: NEAR });
    const forward = rulesTried(exchange, { node: N1, leg: 'request', hook: 'forward' })[0]?.before;
    expect(forward).toMatchObject({ iif: 'cni0', oif: 'cni0', packet: { ttl: 64, dst: '10.244.0.3' } });
    expect(exchange.steps.filter((s) => s.kind === 'ttl')).toEqual([]);
    expect(exchange.outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: '10.244.0.2' } });
    expect(exchange.steps.at(-1)?.after.packet).toMatchObject({ src: '10.104.112.175', sport: 8080 });
  });

  test('without it the reply is bridged as it is, and the connection hangs', () => {
    const network = clusterIpNetwork(everyNode({ sysctls: { bridgeNfCallIptables: false } }));
    const exchange = call(network, `client > ${VIP}`, { force: NEAR });
    expect(exchange.steps.find((s) => s.kind === 'ttl')?.after.packet.ttl).toBe(63);
    expect(rulesTried(exchange, { leg: 'reply' })).toEqual([]);
    expect(exchange.outcome).toMatchObject({
      code: 'timeout',
      deliveredTo: { ip: '10.244.0.3' },
      drop: { code: 'no-such-flow', leg: 'reply', params: { src: '10.244.0.3', sport: 80 } },
    });
  });

  test('a call to the Pod itself is a frame from port to port', () => {
    const exchange = call(clusterIpNetwork(), `client > ${NEAR}`);
    expect(exchange.steps.filter((s) => s.kind === 'route' && s.machine === `node/${N1}`)).toEqual([]);
    expect(exchange.outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: '10.244.0.2' } });
  });
});

describe('7: hairpin', () => {
  const line = 'near-web > 10.104.112.175:8080';

  test('a Pod that is its own endpoint is marked in KUBE-SEP#1 and sees the bridge as its peer', () => {
    const exchange = call(clusterIpNetwork(), line, { force: NEAR });
    expect(matchedRules(exchange, { hook: 'prerouting', leg: 'request' })).toEqual([
      'PREROUTING#1',
      'KUBE-SERVICES#1',
      'KUBE-SVC-…#2',
      'KUBE-SEP-…#1',
      'KUBE-MARK-MASQ#1',
      'KUBE-SEP-…#2',
    ]);
    expect(exchange.outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: '10.244.0.1' } });
  });

  test('with hairpin off at its port it times out', () => {
    const network = clusterIpNetwork(everyNode({ hairpin: false }));
    const exchange = call(network, line, { force: NEAR });
    expect(exchange.outcome).toMatchObject({ code: 'timeout', drop: { code: 'hairpin-off' } });
    expect(rulesTried(exchange, { hook: 'forward' })).toEqual([]);
    expect(call(network, line, { force: FAR }).outcome.code).toBe('answered');
  });
});

describe('8: an endpoint on the host network', () => {
  const HOST: ClusterLines = {
    pods: [{ name: 'agent', node: N1, ip: '192.168.111.128', hostNetwork: true, port: 9100 }],
    services: [
      {
        name: 'agent',
        clusterIP: '10.96.7.7',
        port: 9100,
        nodePort: 30910,
        endpoints: [`192.168.111.128:9100@${N1}`],
      },
    ],
  };

  test('on the entry node is marked, but INPUT delivers it: the real client is seen', () => {
    const exchange = call(networkOf(HOST), 'outside > 192.168.111.128:30910');
    expect(matchedRules(exchange, { leg: 'request' })).toContain('KUBE-MARK-MASQ#1');
    expect(exchange.outcome).toMatchObject({
      code: 'answered',
      deliveredTo: { machine: `node/${N1}`, owner: 'default/agent' },
      sourceSeen: { ip: '192.168.111.50', port: 40000 },
    });
  });

  test('through another node it is masqueraded', () => {
    const { outcome } = call(networkOf(HOST), 'outside > 192.168.111.129:30910');
    expect(outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: '192.168.111.129' } });
  });
});

describe('9: externalTrafficPolicy Local', () => {
  const [svc] = NODE_PORT.services;
  if (!svc) throw new Error('no service');
  const local = { externalTrafficPolicy: 'Local' } as const;
  const network = networkOf({ ...NODE_PORT, services: [{ ...svc, spec: local }] });
  const onlyFar = networkOf({
    ...NODE_PORT,
    services: [{ ...svc, spec: local, endpoints: [`10.244.1.4:80@${N2}`] }],
  });

  test("a Pod calling the other node is masqueraded by flannel first, and takes that node's KUBE-SVL", () => {
    const exchange = call(network, 'client > 192.168.111.129:30000');
    expect(matchedRules(exchange, { node: N2, leg: 'request', hook: 'prerouting' })).toContain(
      'KUBE-SVL-…#1',
    );
    expect(exchange.outcome).toMatchObject({
      code: 'answered',
      deliveredTo: { ip: '10.244.1.4' },
      sourceSeen: { ip: '192.168.111.128' },
    });
  });

  test('its own node takes the pod shortcut into KUBE-SVC and keeps its address', () => {
    const exchange = call(network, 'client > 192.168.111.128:30000', { force: FAR });
    expect(matchedRules(exchange, { node: N1, hook: 'prerouting' })).toContain('KUBE-SVC-…#3');
    expect(exchange.outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: '10.244.0.2' } });
  });

  test('the outside client keeps its address', () => {
    const { outcome } = call(network, 'outside > 192.168.111.129:30000');
    expect(outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: '192.168.111.50', port: 40000 } });
  });

  test("without a local endpoint nat falls through and INPUT's KUBE-EXTERNAL-SERVICES drops", () => {
    const exchange = call(onlyFar, 'outside > 192.168.111.128:30000');
    expect(exchange.outcome).toMatchObject({
      code: 'timeout',
      drop: { code: 'rule-drop', params: { table: 'filter', chain: 'KUBE-EXTERNAL-SERVICES' } },
    });
    expect(exchange.steps.at(-1)?.station).toEqual({ at: 'hook', hook: 'input' });
  });
});

test("10: double SNAT: through n2's node port, a Pod on n2 sees n2's bridge", () => {
  const exchange = call(nodePortNetwork(), 'client > 192.168.111.129:30000', { force: FAR });
  expect(exchange.outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: '10.244.1.1' } });
  expect(conntrackOf(exchange, N1)[0]).toMatch(
    /^10\.244\.0\.2:40000>192\.168\.111\.129:30000 \| .*>192\.168\.111\.128:/,
  );
  expect(exchange.steps.at(-1)?.after.packet).toMatchObject({ src: '192.168.111.129', sport: 30000 });
});

describe('11: 127.0.0.1:nodePort', () => {
  test('with route_localnet=0 is lost after nat OUTPUT; filter never sees it', () => {
    const network = nodePortNetwork(everyNode({ sysctls: { routeLocalnet: false } }));
    const exchange = call(network, `node/${N1} > 127.0.0.1:30000`, { force: FAR });
    expect(exchange.outcome).toMatchObject({ code: 'timeout', drop: { code: 'martian' } });
    expect(rulesTried(exchange, { table: 'nat' }).length).toBeGreaterThan(0);
    expect(rulesTried(exchange, { table: 'filter' })).toEqual([]);
  });

  test('with route_localnet=1 it is answered by 127.0.0.1', () => {
    const exchange = call(nodePortNetwork(), `node/${N1} > 127.0.0.1:30000`, { force: FAR });
    expect(exchange.outcome).toMatchObject({ code: 'answered', sourceSeen: { ip: '10.244.0.0' } });
    expect(exchange.steps.at(-1)?.after.packet).toMatchObject({ src: '127.0.0.1', dst: '127.0.0.1' });
  });
});

test('12: rp_filter=1 drops after nat PREROUTING has run', () => {
  const strict = networkOf({ ...NODE_PORT, outside: '10.244.0.77' }, everyNode({ sysctls: { rpFilter: 1 } }));
  const exchange = call(strict, 'outside > 192.168.111.128:30000', { force: FAR });
  expect(exchange.outcome).toMatchObject({ code: 'timeout', drop: { code: 'rp-filter' } });
  expect(exchange.steps.at(-1)?.before.packet.dst).toBe('10.244.1.4');
  expect(rulesTried(exchange, { hook: 'forward' })).toEqual([]);
});

describe('13: INVALID', () => {
  test.each([['SYN', 'ACK'] as const, ['RST'] as const])(
    "a stray %s skips nat and meets KUBE-FORWARD's DROP",
    (...flags) => {
      const exchange = call(clusterIpNetwork(), `client > ${FAR}`, { flags });
      expect(rulesTried(exchange, { table: 'nat' })).toEqual([]);
      expect(exchange.outcome).toMatchObject({
        code: 'timeout',
        drop: { code: 'rule-drop', params: { chain: 'KUBE-FORWARD', rule: 1 } },
      });
    },
  );

  test('a stray ACK is NEW while tcp_loose is 1', () => {
    const state = (tcpLoose: boolean) =>
      call(clusterIpNetwork(everyNode({ sysctls: { tcpLoose } })), `client > ${FAR}`, {
        flags: ['ACK'],
      }).steps.find((s) => s.kind === 'conntrack');
    expect(state(true)).toMatchObject({ state: 'NEW' });
    expect(state(false)).toMatchObject({ state: 'INVALID' });
  });
});

describe('14: REJECT', () => {
  const [svc] = CLUSTER_IP.services;
  if (!svc) throw new Error('no service');
  const empty = networkOf({ ...CLUSTER_IP, services: [{ ...svc, endpoints: [] }] });

  test('answers a Pod with ICMP from the bridge, RELATED, without nat', () => {
    const exchange = call(empty, `client > ${VIP}`);
    expect(exchange.outcome).toMatchObject({
      code: 'refused',
      answeredBy: '10.244.0.1',
      drop: { code: 'rule-reject', leg: 'request' },
    });
    expect(exchange.steps.find((s) => s.leg === 'error' && s.kind === 'conntrack')).toMatchObject({
      state: 'RELATED',
    });
    expect(rulesTried(exchange, { leg: 'error', table: 'nat' })).toEqual([]);
    expect(conntrackOf(exchange, N1)).toEqual([]);
  });

  test('answers a process of the node over lo', () => {
    const exchange = call(empty, `node/${N1} > ${VIP}`);
    expect(exchange.outcome).toMatchObject({ code: 'refused', drop: { params: { chain: 'KUBE-SERVICES' } } });
    expect(exchange.traces.map((t) => t.leg)).toEqual(['request', 'error']);
  });
});

describe('15: ICMP errors are un-NATed, outside and inside', () => {
  test('TTL 1: DNAT happens, FORWARD does not, and Time Exceeded comes from the ClusterIP', () => {
    const exchange = call(clusterIpNetwork(), `client > ${VIP}`, { ttl: 1, force: FAR });
    expect(matchedRules(exchange, { leg: 'request' })).toContain('KUBE-SEP-…#2');
    expect(rulesTried(exchange, { leg: 'request', hook: 'forward' })).toEqual([]);
    expect(exchange.steps.at(-1)?.after.packet).toMatchObject({
      src: '10.104.112.175',
      icmp: { type: 11, quoted: { dst: '10.104.112.175', dport: 8080 } },
    });
    expect(exchange.outcome).toMatchObject({ code: 'unreachable', answeredBy: '10.104.112.175' });
  });

  test("a closed UDP port behind a Service: the Pod's port unreachable comes from the ClusterIP", () => {
    const closed = networkOf({
      ...DNS,
      pods: DNS.pods.map((p) => ({ name: p.name, node: p.node, ip: p.ip })),
    });
    const exchange = call(closed, 'client > udp 10.96.0.10:53', { force: '10.244.1.4:53' });
    expect(exchange.outcome).toMatchObject({ code: 'refused', answeredBy: '10.96.0.10' });
    expect(exchange.steps.at(-1)?.after.packet.icmp?.quoted).toMatchObject({ dst: '10.96.0.10', dport: 53 });
  });

  test('a masqueraded client is found again by what the error quotes', () => {
    const closed = networkOf({ ...NODE_PORT, pods: NODE_PORT.pods.filter((p) => p.name !== 'far-web') });
    const exchange = call(closed, 'outside > 192.168.111.128:30000', { force: FAR });
    expect(exchange.outcome.drop).toMatchObject({ code: 'no-neighbour', params: { ip: '10.244.1.4' } });
    expect(exchange.steps.at(-1)?.after.packet).toMatchObject({
      src: '192.168.111.128',
      dst: '192.168.111.50',
      icmp: { quoted: { src: '192.168.111.50', sport: 40000, dst: '192.168.111.128', dport: 30000 } },
    });
  });
});

test('16: two flows that DNAT made equal get different source ports', () => {
  const network = clusterIpNetwork();
  const direct = call(network, `client > ${FAR}`);
  const service = call(network, `client > ${VIP}`, { world: direct.world, force: FAR });
  expect(service.outcome.code).toBe('answered');
  expect(service.outcome.sourceSeen?.ip).toBe('10.244.0.2');
  expect(service.outcome.sourceSeen?.port).not.toBe(40000);
  expect(service.steps.at(-1)?.after.packet).toMatchObject({ dport: 40000, sport: 8080 });
});

describe('17: loadBalancerSourceRanges', () => {
  const [svc] = NODE_PORT.services;
  if (!svc) throw new Error('no service');
  const network = networkOf({
    ...NODE_PORT,
    services: [
      {
        ...svc,
        spec: { type: 'LoadBalancer', loadBalancerSourceRanges: ['192.168.111.0/25'] },
        status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } },
      },
    ],
  });

  test('a denied Pod passes KUBE-FW without DNAT and is dropped in FORWARD', () => {
    const exchange = call(network, 'client > 203.0.113.7:8080');
    expect(matchedRules(exchange, { hook: 'prerouting' }).some((r) => r.startsWith('KUBE-FW'))).toBe(true);
    expect(exchange.outcome).toMatchObject({
      code: 'timeout',
      drop: { code: 'rule-drop', params: { chain: 'KUBE-PROXY-FIREWALL' } },
    });
    expect(exchange.steps.at(-1)).toMatchObject({
      station: { hook: 'forward' },
      before: { packet: { dst: '203.0.113.7' } },
    });
  });

  test('a denied process of the node is dropped in OUTPUT', () => {
    const exchange = call(network, `node/${N2} > 203.0.113.7:8080`);
    expect(exchange.outcome.drop).toMatchObject({ code: 'rule-drop' });
    expect(exchange.steps.at(-1)?.station).toEqual({ at: 'hook', hook: 'output' });
  });
});

test('18: ping to a ClusterIP matches no rule and leaves by the default route, masqueraded', () => {
  const exchange = call(clusterIpNetwork(), 'client > icmp 10.104.112.175');
  expect(matchedRules(exchange, { hook: 'prerouting' })).toEqual(['PREROUTING#1']);
  expect(exchange.outcome).toMatchObject({ code: 'timeout', drop: { code: 'lost-upstream' } });
  expect(exchange.steps.at(-1)?.before.packet).toMatchObject({
    src: '192.168.111.128',
    dst: '10.104.112.175',
  });
  expect(call(clusterIpNetwork(), 'client > icmp 10.244.1.4').outcome.code).toBe('answered');
});

test('19: 1/n, 1/(n-1), … give each endpoint the same share', () => {
  const pods = [4, 5, 6, 7].map((n) => ({ name: `web-${n}`, node: N2, ip: `10.244.1.${n}`, port: 80 }));
  const network = networkOf({
    pods: [{ name: 'client', node: N1, ip: '10.244.0.2' }, ...pods],
    services: [
      {
        name: 'web',
        clusterIP: '10.96.0.20',
        port: 80,
        endpoints: pods.map((p) => `${p.ip}:80@${N2}`),
      },
    ],
  });
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 2000; seed++) {
    const ip = call(network, 'client > 10.96.0.20:80', { seed }).outcome.deliveredTo?.ip ?? '';
    counts.set(ip, (counts.get(ip) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(pods.map((p) => p.ip));
  for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(80);
});
