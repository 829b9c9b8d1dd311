import { describe, expect, it, test } from 'vitest';
import { fieldAt, loadCluster } from '../../cluster';
import { buildNetwork } from '../../trace';
import { originOf } from './origin';
import { originPlace, originRange } from './origin-place';
import { rulesCausedBy } from './origins';

const TEXT = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: NodePort
  externalTrafficPolicy: Local
  selector: {app: web}
  ports:
  - name: http
    port: 80
    targetPort: http
    nodePort: 30080
  - name: admin
    port: 81
    targetPort: 8081
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      nodeName: node-2
      containers:
      - name: nginx
        image: nginx
        ports:
        - {name: http, containerPort: 8080}
---
apiVersion: v1
kind: Pod
metadata:
  name: web-given
  labels: {app: web}
spec:
  nodeName: node-1
  containers:
  - name: nginx
    ports:
    - {name: http, containerPort: 8080}
status:
  podIP: 10.244.0.77
---
apiVersion: v1
kind: Service
metadata: {name: empty}
spec:
  selector: {app: nobody}
  ports:
  - port: 90
---
apiVersion: v1
kind: Service
metadata: {name: db}
spec:
  clusterIP: 10.96.0.200
  externalIPs: [203.0.113.7, 203.0.113.8]
  ports:
  - port: 5432
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: db-1
  labels: {kubernetes.io/service-name: db}
addressType: IPv4
ports:
- port: 5432
endpoints:
- addresses: [10.0.0.7]
- addresses: [10.0.0.8]
---
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
iptables:
  masqueradeBit: 15
`;

const load = (text: string) => {
  const { cluster, notes } = loadCluster([{ name: 'a.yaml', text }]);
  expect(notes.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (!cluster) throw new Error('no cluster');
  return { cluster, network: buildNetwork(cluster) };
};
const { cluster, network } = load(TEXT);

const lines = TEXT.split('\n');
const lineOf = (part: string) => lines.findIndex((line) => line.includes(part)) + 1;
const short = (chain: string) => chain.replace(/^KUBE-/, '').replace(/-[A-Z0-9]{16}$/, '');

/** `EXT/external-masquerade*`: chain and code of the rules on a node; `*` where the field is the origin itself. */
function causedBy(part: string, node = 'node-1'): readonly string[] {
  const place = fieldAt(
    cluster,
    lineOf(part),
    Math.max(1, (lines[lineOf(part) - 1] ?? '').indexOf(part) + 1),
  );
  if (!place) throw new Error(`no field: ${part}`);
  const found = rulesCausedBy(cluster, network, place).find(({ name }) => name === node);
  return (found?.of(4) ?? []).map(
    ({ chain, rule, direct }) => `${short(chain)}/${originOf(rule)?.code}${direct ? '*' : ''}`,
  );
}

describe('from a line of YAML to the rules that it causes', () => {
  test.each([
    [
      'nodePort: 30080',
      [
        'NODEPORTS/node-port*',
        'EXT/external-pod-shortcut',
        'EXT/external-node-masquerade',
        'EXT/external-node-shortcut',
        'EXT/external-local-endpoint',
      ],
    ],
    ['port: 80', ['SERVICES/cluster-ip', 'SVC/masquerade-off-cluster']],
    ['port: 90', ['SERVICES/cluster-ip-no-endpoints']],
    ['{app: nobody}', ['SERVICES/cluster-ip-no-endpoints']],
    [
      'targetPort: 8081',
      [
        'SVC/choose-endpoint',
        'SVC/choose-last-endpoint',
        'SVL/choose-last-endpoint',
        'SEP/hairpin-masquerade',
        'SEP/endpoint-dnat',
        'SEP/hairpin-masquerade',
        'SEP/endpoint-dnat',
      ],
    ],
    ['203.0.113.8', ['SERVICES/external-ip*', 'EXT/external-masquerade', 'EXT/external-any-endpoint']],
    ['10.0.0.8', ['SVC/choose-last-endpoint*', 'SEP/hairpin-masquerade*', 'SEP/endpoint-dnat*']],
    ['image: nginx', []],
    [
      'masqueradeBit: 15',
      [
        'FORWARD/accept-marked*',
        'POSTROUTING/unmarked-return*',
        'POSTROUTING/clear-mark*',
        'MARK-MASQ/set-mark*',
      ],
    ],
  ])('%s', (part, expected) => {
    expect(causedBy(part)).toEqual(expected);
  });

  it('a Pod, and a workload, cause the rules of their endpoints, once a port', () => {
    const endpoint = ['SEP/hairpin-masquerade', 'SEP/endpoint-dnat'];
    const pod = causedBy('podIP: 10.244.0.77');
    expect(pod.filter((code) => code.startsWith('SEP'))).toEqual([...endpoint, ...endpoint]);
    expect(pod.filter((code) => code.startsWith('SVL'))).toHaveLength(2);
    expect(causedBy('replicas: 2').filter((code) => code.startsWith('SEP'))).toHaveLength(8);
    expect(causedBy('labels: {app: web}').filter((code) => code.startsWith('SEP'))).toEqual([
      ...endpoint,
      ...endpoint,
    ]);
    expect(causedBy('nodeName: node-2', 'node-2').filter((code) => code.startsWith('SVL'))).toHaveLength(2);
  });

  it('a container port matters to the Service that asks for it by name only', () => {
    expect(causedBy('- {name: http, containerPort: 8080}')).toEqual([
      'SVC/choose-last-endpoint',
      'SEP/hairpin-masquerade',
      'SEP/endpoint-dnat',
    ]);
  });

  it('a policy causes what it decides, on every node', () => {
    const codes = [
      'EXT/external-pod-shortcut*',
      'EXT/external-node-masquerade*',
      'EXT/external-node-shortcut*',
      'EXT/external-local-endpoint*',
    ];
    for (const node of ['node-1', 'node-2'])
      expect(causedBy('externalTrafficPolicy: Local', node).filter((code) => code.endsWith('*'))).toEqual([
        ...codes,
        ...codes,
      ]);
  });

  it('the name of a Service causes all of its rules, and so does the Service as a whole', () => {
    const all = causedBy('name: web');
    expect(all.length).toBeGreaterThan(20);
    expect(causedBy('kind: Service').map((code) => code.replace('*', ''))).toEqual(all);
  });

  it('settings by the names of ProxyConfig, for one node or all', () => {
    const caused = (name: string, setting: string) =>
      rulesCausedBy(cluster, network, {
        object: { kind: 'KubeProxyConfiguration', name },
        path: [setting],
      }).map((node) => node.of(4).length);
    expect(caused('', 'masqueradeBit')).toEqual([4, 4]);
    expect(caused('node-1', 'masqueradeBit')).toEqual([4, 0]);
    expect(caused('', 'randomFully')).toEqual([1, 1]);
    expect(caused('', 'clusterCIDR')[0]).toBeGreaterThan(2);
  });

  it('a field that no rule depends on causes nothing', () => {
    const object = { kind: 'Service', namespace: 'default', name: 'web' };
    const [node] = rulesCausedBy(cluster, network, { object, path: ['spec', 'loadBalancerClass'] });
    expect(node?.of(4)).toEqual([]);
    expect(node?.families).toEqual([4]);
  });
});

/** Lines of the text that rules with this code lead back to, on node-1. */
function linesOf(code: string, chain = '', from = { cluster, network }, text = TEXT): readonly string[] {
  const node = from.network.machines.get([...from.network.machines.keys()][0] as never);
  const found = new Set<string>();
  for (const table of node?.ruleset(4)?.tables.values() ?? [])
    for (const { name, rules } of table.chains.values())
      for (const rule of rules) {
        if (originOf(rule)?.code !== code || !name.startsWith(chain)) continue;
        const range = originRange(from.cluster, rule);
        found.add(range ? (text.split('\n')[range.line - 1] ?? '').trim() : 'nowhere');
      }
  return [...found].sort();
}

describe('from a rule to its line', () => {
  test.each([
    ['node-port', ['nodePort: 30080', 'type: NodePort']],
    ['external-pod-shortcut', ['externalTrafficPolicy: Local']],
    ['cluster-ip', ['clusterIP: 10.96.0.200', 'port: 80', 'port: 81']],
    ['cluster-ip-no-endpoints', ['selector: {app: nobody}']],
    ['external-ip', ['externalIPs: [203.0.113.7, 203.0.113.8]']],
    [
      'endpoint-dnat',
      ['- addresses: [10.0.0.7]', '- addresses: [10.0.0.8]', 'podIP: 10.244.0.77', 'replicas: 2'],
    ],
    ['set-mark', ['masqueradeBit: 15']],
    ['masquerade-marked', ['nowhere']],
    ['jump-services', ['nowhere']],
  ])('%s', (code, expected) => {
    expect(linesOf(code)).toEqual(expected);
  });

  it('leads to the field exactly', () => {
    const rules = network.machines.values().next().value?.ruleset(4)?.tables.get('nat')?.chains;
    const [rule] = [...(rules?.values() ?? [])]
      .flatMap((chain) => chain.rules)
      .filter((r) => originOf(r)?.params.ip === '203.0.113.8');
    const place = rule && originPlace(cluster, rule);
    expect(place).toMatchObject({ object: { name: 'db' }, path: ['spec', 'externalIPs', 1] });
    expect(TEXT.slice(place?.range.from, place?.range.to)).toBe('203.0.113.8');
  });

  it("does not trust a dump's own slice where it was made anew in another order", () => {
    const dump = `apiVersion: v1
kind: Service
metadata: {name: a}
spec: {selector: {app: a}, ports: [{port: 80}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: a-x
  labels:
    kubernetes.io/service-name: a
    endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io
addressType: IPv4
ports: [{port: 80}]
endpoints:
- addresses: [10.244.0.9]
  targetRef: {kind: Pod, name: z}
- addresses: [10.244.0.8]
  targetRef: {kind: Pod, name: b}
---
apiVersion: v1
kind: Pod
metadata: {name: z, labels: {app: a}}
spec: {nodeName: n1}
status: {podIP: 10.244.0.9}
---
apiVersion: v1
kind: Pod
metadata: {name: b, labels: {app: a}}
spec: {nodeName: n1}
status: {podIP: 10.244.0.8}
`;
    const found = linesOf('endpoint-dnat', '', load(dump), dump);
    expect(found).toEqual(['status: {podIP: 10.244.0.8}', 'status: {podIP: 10.244.0.9}']);
  });

  it('leads to a Service’s selector where nothing else is written, and to old Endpoints', () => {
    const old = `apiVersion: v1
kind: Service
metadata: {name: a}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: a}
subsets:
- addresses: [{ip: 10.1.1.1}]
  ports: [{port: 80}]
`;
    expect(linesOf('endpoint-dnat', '', load(old), old)).toEqual(['- addresses: [{ip: 10.1.1.1}]']);
  });

  it('knows nothing of rules that others wrote', () => {
    expect(originRange(cluster, { matches: [] })).toBeUndefined();
    expect(originRange(cluster, { matches: [], origin: 'flannel' })).toBeUndefined();
  });
});

it('goes both ways: every rule of a Service is among those that its line causes', () => {
  for (const node of rulesCausedBy(cluster, network, {
    object: { kind: 'Service', namespace: 'default', name: 'web' },
  }))
    for (const { rule, table, chain, number } of node.of(4)) {
      const place = originPlace(cluster, rule);
      expect(place, chain).toBeDefined();
      if (!place) continue;
      const back = rulesCausedBy(cluster, network, place).find(({ machine }) => machine === node.machine);
      const found = back?.of(4).some((r) => r.table === table && r.chain === chain && r.number === number);
      expect(found, `${originOf(rule)?.code} ${place.object.kind} ${place.path.join('.')}`).toBe(true);
    }
});
