import { describe, expect, it, test } from 'vitest';
import { loadCluster } from '../cluster/load';
import { machineId } from '../host/model';
import { printSave } from '../netfilter';
import type { Exchange } from './model';
import { buildNetwork, type NetworkOptions, type NodeOptions } from './network';
import { send } from './send';
import { CLUSTER_IP, clusterIpNetwork, nodePortNetwork } from './testing/article';
import { call, matchedRules } from './testing/call';
import { clusterOf } from './testing/cluster';

const N1 = 'ycwang-ubuntu';
const N2 = 'ycwang-ubuntu-worker';
const FAR = { force: '10.244.1.4:80' } as const;
const VIP = 'client > 10.104.112.175:8080';

const on = (node: string, options: NodeOptions): NetworkOptions => ({ nodes: { [node]: options } });
const pod = (name: string, facts: NonNullable<NetworkOptions['pods']>[string]): NetworkOptions => ({
  pods: { [`default/${name}`]: facts },
});

/** `timeout: rule-drop in the request, at the hook input of NODE` */
function end({ outcome, steps }: Exchange): string {
  const { code, drop, answeredBy } = outcome;
  const step = steps[outcome.step];
  const where = step?.station.at === 'hook' ? step.station.hook : step?.station.at;
  if (!drop) return answeredBy ? `${code} by ${answeredBy}` : code;
  return `${code}: ${drop.code} of the ${drop.leg}, ${where} of ${step?.machine}`;
}

describe('a Pod', () => {
  it.each([
    ['nothing listens', { listens: 'none' }, 'refused by 10.104.112.175', undefined],
    ['it listens on 127.0.0.1', { listens: 'localhost' }, 'refused by 10.104.112.175', '127.0.0.1'],
  ] as const)('%s: its kernel answers with RST', (_, facts, expected, listensOn) => {
    const exchange = call(clusterIpNetwork(pod('far-web', facts)), VIP, FAR);
    expect(end(exchange)).toBe(expected);
    expect(exchange.steps.find((s) => s.kind === 'deliver')).toMatchObject({ listening: false });
    expect(exchange.steps.find((s) => s.kind === 'deliver' && s.listensOn)).toEqual(
      listensOn ? expect.objectContaining({ listensOn }) : undefined,
    );
  });
  it('answers itself on 127.0.0.1', () => {
    const network = clusterIpNetwork(pod('near-web', { listens: 'localhost' }));
    expect(end(call(network, 'near-web > 127.0.0.1:80'))).toBe('answered');
    expect(end(call(network, 'near-web > 10.244.0.3:80'))).toBe('refused by 10.244.0.3');
  });
  it('refuses UDP with ICMP', () => {
    const network = clusterIpNetwork(pod('far-web', { listens: 'none' }));
    expect(end(call(network, 'client > udp 10.244.1.4:53'))).toBe('refused by 10.244.1.4');
  });
});

describe('a node that is down', () => {
  const network = clusterIpNetwork(on(N2, { down: 'died' }));
  it('does not answer ARP: the other node cannot deliver, and the Pod hears nothing', () => {
    expect(end(call(network, VIP, FAR))).toBe(
      `timeout: no-neighbour of the request, interface of node/${N1}`,
    );
    expect(end(call(network, `node/${N1} > 192.168.111.129:22`))).toBe(
      `unreachable: no-neighbour of the request, interface of node/${N1}`,
    );
  });
  it('says nothing to who sends into the tunnel, be it the other node itself', () => {
    const { traces, outcome } = call(network, `node/${N1} > udp 10.244.1.4:53`);
    expect([traces.length, outcome.code, outcome.errno]).toEqual([1, 'timeout', undefined]);
  });
  it('cannot send, nor can its Pods', () => {
    for (const from of [`node/${N2}`, 'pod/default/far-web'])
      expect(() => call(network, `${from} > 10.104.112.175:8080`)).toThrow(RangeError);
  });
  it('takes the endpoints of its Pods with it once it is marked', () => {
    const { cluster } = loadCluster([{ name: 'a', text: TWO_ENDS }]);
    if (!cluster) throw new Error('not read');
    const rules = (down: NodeOptions['down']) => {
      const net = buildNetwork(cluster, { nodes: { n2: down ? { down } : {} } });
      const ruleset = net.machines.get(machineId('node/n1'))?.ruleset(4);
      return ruleset ? printSave(ruleset).match(/-j DNAT/g)?.length : undefined;
    };
    expect([rules(undefined), rules('died'), rules('not-ready')]).toEqual([2, 2, 1]);
  });
});

const TWO_ENDS = `
{ apiVersion: v1, kind: Service, metadata: { name: web }, spec: { selector: { app: web }, ports: [{ port: 80 }] } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: a, labels: { app: web } }, spec: { nodeName: n1, containers: [{ name: c }] } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: b, labels: { app: web } }, spec: { nodeName: n2, containers: [{ name: c }] } }
---
{ apiVersion: v1, kind: Node, metadata: { name: n1 } }
---
{ apiVersion: v1, kind: Node, metadata: { name: n2 } }
`;

describe('kube-proxy stopped', () => {
  const [service] = CLUSTER_IP.services;
  if (!service) throw new Error('no service');
  const before = clusterOf(CLUSTER_IP);
  const after = clusterOf({ ...CLUSTER_IP, services: [{ ...service, endpoints: [`10.244.1.9:80@${N2}`] }] });
  const saved = (network: ReturnType<typeof buildNetwork>, node: string) => {
    const ruleset = network.machines.get(machineId(`node/${node}`))?.ruleset(4);
    return ruleset ? printSave(ruleset) : '';
  };
  it('leaves the rules as they were, on that node only', () => {
    const network = buildNetwork(after, on(N1, { stopped: { cluster: before } }));
    expect(saved(network, N1)).toBe(saved(buildNetwork(before), N1));
    expect(saved(network, N2)).toBe(saved(buildNetwork(after), N2));
  });
  it('sends to the endpoint that is gone', () => {
    const gone = clusterOf({ ...CLUSTER_IP, pods: CLUSTER_IP.pods.filter(({ name }) => name !== 'far-web') });
    const network = buildNetwork(gone, on(N1, { stopped: { cluster: before } }));
    const exchange = call(network, VIP, FAR);
    expect(end(exchange)).toMatch(/no-neighbour of the request, .* of node\/ycwang-ubuntu-worker$/);
  });
  it('keeps the settings of that moment', () => {
    const proxy = { masqueradeAll: true };
    const network = buildNetwork(before, on(N1, { stopped: { cluster: before, proxy } }));
    expect(saved(network, N1)).toBe(saved(buildNetwork(before, { proxy }), N1));
  });
  it('has written nothing on a node that came later', () => {
    const network = buildNetwork(before, on(N1, { stopped: {} }));
    expect(saved(network, N1)).not.toContain('KUBE');
    expect(saved(network, N1)).toContain('FLANNEL-FWD');
    expect(end(call(network, VIP))).toMatch(/^timeout: lost-upstream/);
  });
});

describe('the overlay’s port is shut', () => {
  it('by a rule of the node: what comes in dies in INPUT', () => {
    const exchange = call(clusterIpNetwork(on(N2, { overlayBlocked: 'input' })), VIP, FAR);
    expect(end(exchange)).toBe(`timeout: rule-drop of the request, input of node/${N2}`);
    expect(matchedRules(exchange, { node: N2, hook: 'input' }).at(-1)).toBe('INPUT#5');
  });
  it('so that answers do not come back either', () => {
    const exchange = call(clusterIpNetwork(on(N1, { overlayBlocked: 'input' })), VIP, FAR);
    expect(end(exchange)).toBe(`timeout: rule-drop of the reply, input of node/${N1}`);
  });
  it('by a firewall between the nodes: it dies on the wire', () => {
    const exchange = call(clusterIpNetwork(on(N2, { overlayBlocked: 'firewall' })), VIP, FAR);
    expect(end(exchange)).toBe(`timeout: firewall of the request, wire of node/${N1}`);
    expect(exchange.outcome.drop?.params).toEqual({ proto: 'udp', port: 8472, to: `node/${N2}` });
  });
  it.each(['input', 'firewall'] as const)('%s: other traffic between nodes passes', (overlayBlocked) => {
    const network = nodePortNetwork(on(N1, { overlayBlocked }));
    expect(end(call(network, 'outside > 192.168.111.128:30000', { force: '10.244.0.3:80' }))).toBe(
      'answered',
    );
  });
  it('does not matter with host-gw', () => {
    const options = { ...on(N2, { overlayBlocked: 'firewall' }), overlay: 'host-gw' } as const;
    expect(end(call(clusterIpNetwork(options), VIP, FAR))).toBe('answered');
  });
});

describe('FORWARD’s policy is DROP', () => {
  const drop = { forwardPolicy: 'DROP' } as const;
  it('flannel accepts what is the Pods’ before', () => {
    expect(end(call(clusterIpNetwork(on(N1, drop)), VIP, FAR))).toBe('answered');
  });
  it('without flannel’s rules it drops', () => {
    const network = clusterIpNetwork(on(N1, { ...drop, forwardRules: false }));
    expect(end(call(network, VIP, FAR))).toBe(`timeout: policy-drop of the request, forward of node/${N1}`);
  });
  it('the rest of the rules stands as it stood', () => {
    const text = (options: NodeOptions) => {
      const ruleset = clusterIpNetwork(on(N1, options))
        .machines.get(machineId(`node/${N1}`))
        ?.ruleset(4);
      return ruleset ? printSave(ruleset) : '';
    };
    expect(text(drop)).toBe(text({}).replace(':FORWARD ACCEPT', ':FORWARD DROP'));
  });
});

test('tcp_loose off: a stray ACK is INVALID and dropped', () => {
  const network = clusterIpNetwork({ nodes: { '*': { sysctls: { tcpLoose: false } } } });
  const stray = (net: typeof network) =>
    send(
      net,
      { time: 0, machines: new Map() },
      {
        from: machineId('pod/default/client'),
        to: { ip: '10.244.1.4' as never, port: 80 },
        proto: 'tcp',
        sport: 40000,
        seed: 1,
        flags: ['ACK'],
      },
    );
  expect(end(stray(network))).toBe(`timeout: rule-drop of the request, forward of node/${N1}`);
  expect(end(stray(clusterIpNetwork()))).not.toContain('rule-drop');
});
