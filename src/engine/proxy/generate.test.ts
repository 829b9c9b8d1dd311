import { describe, expect, it } from 'vitest';
import type { Service } from '../cluster/api';
import type { ProxyConfig } from './config/config';
import { chainKinds, generate, restore, rulesIn, service, slice } from './testing/objects';

const HERE = '10.244.1.5@here';
const THERE = '10.244.2.5@there';

/** Service default/web with the endpoints. */
const web = (
  spec: Service['spec'],
  endpoints: readonly string[] = [HERE, THERE],
  config: Partial<ProxyConfig> = {},
) => generate([service('default/web', spec), slice('default/web', endpoints)], config);

const balancer = (spec: Service['spec'], endpoints?: readonly string[]) =>
  generate([
    service(
      'default/web',
      { type: 'LoadBalancer', ...spec },
      { status: { loadBalancer: { ingress: [{ ip: '203.0.113.5' }] } } },
    ),
    slice('default/web', endpoints ?? [HERE, THERE]),
  ]);

const NODE_PORT = { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] } as const;
const LOCAL = { externalTrafficPolicy: 'Local' } as const;

it('writes nothing but the fixed chains for an empty cluster', () => {
  expect(restore(generate([]))).toMatchInlineSnapshot(`
    "*filter
    :KUBE-SERVICES - [0:0]
    :KUBE-EXTERNAL-SERVICES - [0:0]
    :KUBE-FORWARD - [0:0]
    :KUBE-NODEPORTS - [0:0]
    :KUBE-PROXY-FIREWALL - [0:0]
    :KUBE-FIREWALL - [0:0]
    -A KUBE-FIREWALL -m comment --comment "block incoming localnet connections" -d 127.0.0.0/8 ! -s 127.0.0.0/8 -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP
    -A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
    -A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x00004000/0x00004000 -j ACCEPT
    -A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
    COMMIT
    *nat
    :KUBE-SERVICES - [0:0]
    :KUBE-NODEPORTS - [0:0]
    :KUBE-POSTROUTING - [0:0]
    :KUBE-MARK-MASQ - [0:0]
    -A KUBE-POSTROUTING -m mark ! --mark 0x00004000/0x00004000 -j RETURN
    -A KUBE-POSTROUTING -j MARK --xor-mark 0x00004000
    -A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully
    -A KUBE-MARK-MASQ -j MARK --or-mark 0x00004000
    -A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
    COMMIT
    "
  `);
});

describe('which chains a service port has', () => {
  it.each([
    ['ClusterIP', web({}), 'SVC SEP SEP'],
    ['without endpoints', web({}, []), ''],
    ['NodePort', web(NODE_PORT), 'EXT SVC SEP SEP'],
    ['NodePort, Local', web({ ...NODE_PORT, ...LOCAL }), 'EXT SVC SVL SEP SEP'],
    ['NodePort, Local, none here', web({ ...NODE_PORT, ...LOCAL }, [THERE]), 'EXT SVC SEP'],
    ['internal Local', web({ internalTrafficPolicy: 'Local' }), 'SVL SEP'],
    ['internal Local, none here', web({ internalTrafficPolicy: 'Local' }, [THERE]), ''],
    ['LoadBalancer', balancer({}), 'EXT SVC SEP SEP'],
    ['source ranges', balancer({ loadBalancerSourceRanges: ['100.64.0.0/10'] }), 'EXT FW SVC SEP SEP'],
    ['external IPs', web({ externalIPs: ['198.51.100.7'] }), 'EXT SVC SEP SEP'],
  ])('%s: %s', (_what, rules, kinds) => {
    expect(chainKinds(rules)).toBe(kinds);
  });
});

describe('what is refused and what is dropped', () => {
  const refusals = (rules: ReturnType<typeof generate>) =>
    ['KUBE-SERVICES', 'KUBE-EXTERNAL-SERVICES', 'KUBE-PROXY-FIREWALL'].flatMap((chain) =>
      rulesIn(rules, 'filter', chain).map((line) => line.replace(/-m comment --comment "([^"]*)"/, "'$1'")),
    );

  it.each([
    ['nothing, with endpoints', balancer(NODE_PORT), []],
    [
      'all addresses, without endpoints',
      balancer({ ...NODE_PORT, type: 'LoadBalancer', externalIPs: ['198.51.100.7'] }, []),
      [
        "KUBE-SERVICES 'default/web has no endpoints' -m tcp -p tcp -d 10.96.0.2 --dport 80 -j REJECT",
        "KUBE-EXTERNAL-SERVICES 'default/web has no endpoints' -m tcp -p tcp -d 198.51.100.7 --dport 80 -j REJECT",
        "KUBE-EXTERNAL-SERVICES 'default/web has no endpoints' -m tcp -p tcp -d 203.0.113.5 --dport 80 -j REJECT",
        "KUBE-EXTERNAL-SERVICES 'default/web has no endpoints' -m addrtype --dst-type LOCAL -m tcp -p tcp --dport 30080 -j REJECT",
      ],
    ],
    [
      'outside addresses, with external Local and none here',
      web({ ...NODE_PORT, ...LOCAL }, [THERE]),
      [
        "KUBE-EXTERNAL-SERVICES 'default/web has no local endpoints' -m addrtype --dst-type LOCAL -m tcp -p tcp --dport 30080 -j DROP",
      ],
    ],
    [
      'the cluster IP, with internal Local and none here',
      web({ internalTrafficPolicy: 'Local' }, [THERE]),
      ["KUBE-SERVICES 'default/web has no local endpoints' -m tcp -p tcp -d 10.96.0.2 --dport 80 -j DROP"],
    ],
  ])('%s', (_what, rules, expected) => {
    expect(refusals(rules)).toEqual(expected);
  });
});

it('writes KUBE-EXT for Local: Pods and the node itself may use any endpoint', () => {
  expect(rulesIn(web({ ...NODE_PORT, ...LOCAL }), 'nat', 'KUBE-EXT')).toMatchInlineSnapshot(`
    [
      "KUBE-EXT-LOLE4ISW44XBNF3G -m comment --comment "pod traffic for default/web external destinations" -s 10.244.0.0/16 -j KUBE-SVC-LOLE4ISW44XBNF3G",
      "KUBE-EXT-LOLE4ISW44XBNF3G -m comment --comment "masquerade LOCAL traffic for default/web external destinations" -m addrtype --src-type LOCAL -j KUBE-MARK-MASQ",
      "KUBE-EXT-LOLE4ISW44XBNF3G -m comment --comment "route LOCAL traffic for default/web external destinations" -m addrtype --src-type LOCAL -j KUBE-SVC-LOLE4ISW44XBNF3G",
      "KUBE-EXT-LOLE4ISW44XBNF3G -j KUBE-SVL-LOLE4ISW44XBNF3G",
    ]
  `);
});

it('lets the load balancer’s own address through where a range holds the node', () => {
  const rules = balancer({ loadBalancerSourceRanges: ['192.168.0.0/24', '100.64.3.7/32'] });
  expect(
    rulesIn(rules, 'nat', 'KUBE-FW').map((line) => line.replace(/.*"default\/web loadbalancer IP" /, '')),
  ).toEqual([
    '-s 192.168.0.0/24 -j KUBE-EXT-LOLE4ISW44XBNF3G',
    '-s 100.64.3.7/32 -j KUBE-EXT-LOLE4ISW44XBNF3G',
    '-s 203.0.113.5 -j KUBE-EXT-LOLE4ISW44XBNF3G',
    'KUBE-FW-LOLE4ISW44XBNF3G -m comment --comment "other traffic to default/web will be dropped by KUBE-PROXY-FIREWALL"',
  ]);
});

it('asks the endpoint that remembers the client first', () => {
  const rules = web({ sessionAffinity: 'ClientIP' });
  const short = [...rulesIn(rules, 'nat', 'KUBE-SVC'), ...rulesIn(rules, 'nat', 'KUBE-SEP')].map((line) =>
    line.replace(/^KUBE-(\w+)-\S+ -m comment --comment (".*?"|\S+)/, '$1').replace(/-[A-Z2-7]{16}/g, ''),
  );
  expect(short).toEqual([
    'SVC -m tcp -p tcp -d 10.96.0.2 --dport 80 ! -s 10.244.0.0/16 -j KUBE-MARK-MASQ',
    'SVC -m recent --name KUBE-SEP --rcheck --seconds 10800 --reap -j KUBE-SEP',
    'SVC -m recent --name KUBE-SEP --rcheck --seconds 10800 --reap -j KUBE-SEP',
    'SVC -m statistic --mode random --probability 0.5000000000 -j KUBE-SEP',
    'SVC -j KUBE-SEP',
    'SEP -s 10.244.1.5 -j KUBE-MARK-MASQ',
    'SEP -m recent --name KUBE-SEP --set -m tcp -p tcp -j DNAT --to-destination 10.244.1.5:8080',
    'SEP -s 10.244.2.5 -j KUBE-MARK-MASQ',
    'SEP -m recent --name KUBE-SEP --set -m tcp -p tcp -j DNAT --to-destination 10.244.2.5:8080',
  ]);
});

describe('settings', () => {
  const masquerades = (config: Partial<ProxyConfig>) =>
    rulesIn(web({}, [HERE], config), 'nat', 'KUBE-SVC')
      .filter((line) => line.endsWith('KUBE-MARK-MASQ'))
      .map((line) => line.replace(/.*--dport 80/, 'calls'));

  it.each([
    [{}, ['calls ! -s 10.244.0.0/16 -j KUBE-MARK-MASQ']],
    [
      { detectLocalMode: 'NodeCIDR', podCIDR: '10.244.1.0/24' },
      ['calls ! -s 10.244.1.0/24 -j KUBE-MARK-MASQ'],
    ],
    [{ detectLocalMode: 'BridgeInterface', bridgeInterface: 'cni0' }, ['calls ! -i cni0 -j KUBE-MARK-MASQ']],
    [
      { detectLocalMode: 'InterfaceNamePrefix', interfaceNamePrefix: 'veth' },
      ['calls ! -i veth+ -j KUBE-MARK-MASQ'],
    ],
    [{ detectLocalMode: 'none' }, []],
    [{ clusterCIDR: '' }, []],
    [{ masqueradeAll: true }, ['calls -j KUBE-MARK-MASQ']],
  ] as const)('%j masquerades %j', (config, expected) => {
    expect(masquerades(config)).toEqual(expected);
  });

  const tail = (config: Partial<ProxyConfig>) =>
    rulesIn(generate([], config), 'nat', 'KUBE-SERVICES').map((line) => line.replace(/.*" /, ''));

  it.each([
    [{}, ['-m addrtype --dst-type LOCAL -j KUBE-NODEPORTS']],
    [{ localhostNodePorts: false }, ['-m addrtype --dst-type LOCAL ! -d 127.0.0.0/8 -j KUBE-NODEPORTS']],
    [{ ipFamily: 'IPv6' }, ['-m addrtype --dst-type LOCAL ! -d ::1/128 -j KUBE-NODEPORTS']],
    [{ nodePortAddresses: ['192.168.0.0/16'] }, ['-d 192.168.0.1 -j KUBE-NODEPORTS']],
    [{ nodePortAddresses: ['10.0.0.0/8'] }, []],
  ] as const)('%j opens node ports by %j', (config, expected) => {
    expect(tail(config)).toEqual(expected);
  });

  it('leaves invalid packets alone with liberal conntrack', () => {
    expect(rulesIn(generate([], { conntrackTCPLiberal: true }), 'filter', 'KUBE-FORWARD')).toHaveLength(2);
  });

  it.each([
    [0, '0x00000001'],
    [31, '0x80000000'],
  ])('masquerade bit %i is mark %s', (masqueradeBit, mark) => {
    expect(rulesIn(generate([], { masqueradeBit }), 'nat', 'KUBE-MARK-MASQ')).toEqual([
      `KUBE-MARK-MASQ -j MARK --or-mark ${mark}`,
    ]);
  });

  it('counts with netfilter accounting', () => {
    const rules = web(NODE_PORT, [HERE], { netfilterAccounting: true });
    expect([
      ...rulesIn(rules, 'filter', 'KUBE-FORWARD').slice(0, 1),
      ...rulesIn(rules, 'nat', 'KUBE-NODEPORTS'),
    ]).toEqual([
      'KUBE-FORWARD -m conntrack --ctstate INVALID -m nfacct --nfacct-name ct_state_invalid_dropped_pkts -j DROP',
      'KUBE-NODEPORTS -m comment --comment default/web -m tcp -p tcp -d 127.0.0.0/8 --dport 30080 -m nfacct --nfacct-name localhost_nps_accepted_pkts -j KUBE-EXT-LOLE4ISW44XBNF3G',
      'KUBE-NODEPORTS -m comment --comment default/web -m tcp -p tcp --dport 30080 -j KUBE-EXT-LOLE4ISW44XBNF3G',
    ]);
  });

  it('deletes the chains of service ports that are gone', () => {
    const existingNATChains = [
      'KUBE-SERVICES',
      'KUBE-SVC-LOLE4ISW44XBNF3G',
      'KUBE-SEP-GONE',
      'KUBE-XLB-OLD',
      'DOCKER',
    ];
    const lines = restore(web({}, [HERE], { existingNATChains })).split('\n');
    expect(lines.filter((line) => /GONE|^-X/.test(line))).toEqual([
      ':KUBE-SEP-GONE - [0:0]',
      '-X KUBE-SEP-GONE',
    ]);
  });
});

it('keeps the spelling of an endpoint, so that the chain is named as kube-proxy names it', () => {
  const config = { ipFamily: 'IPv6', clusterCIDR: '' } as const;
  const rules = generate(
    [service('default/web', { clusterIP: 'fd00::a' }), slice('default/web', ['FD00:0::5'])],
    config,
  );
  expect(rulesIn(rules, 'nat', 'KUBE-SEP').map((line) => line.replace(/.*default\/web/, ''))).toEqual([
    ' -s FD00:0::5 -j KUBE-MARK-MASQ',
    ' -m tcp -p tcp -j DNAT --to-destination [FD00:0::5]:8080',
  ]);
});

it('drops comments about endpoints in a large cluster', () => {
  const many = Array.from({ length: 1001 }, (_, i) => `10.244.${i >> 8}.${i & 255}`);
  const comments = (endpoints: string[]) =>
    [
      ...rulesIn(web({}, endpoints), 'nat', 'KUBE-SVC'),
      ...rulesIn(web({}, endpoints), 'nat', 'KUBE-SEP'),
    ].filter((line) => line.includes('comment')).length;
  expect(comments(many.slice(0, 1000))).toBe(3001);
  expect(comments(many)).toBe(1);
});

it('writes services in the order of their names, whatever the order of the objects', () => {
  const objects = ['b/web', 'a/web', 'a/api'].flatMap((name) => [service(name, {}), slice(name, [HERE])]);
  expect(restore(generate(objects))).toBe(restore(generate([...objects].reverse())));
});

it('refuses nftables mode', () => {
  expect(() => generate([], { mode: 'nftables' })).toThrow('nftables mode is not supported yet');
});
