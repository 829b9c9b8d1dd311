import { describe, expect, it } from 'vitest';
import { createAppStore } from '../../state/store';
import { type Found, find, KINDS, scoreOf } from './find';

const store = createAppStore(() => 0);

function run(query: string) {
  const search = find(store.getState(), query);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
    value();
  }
}

const name = (found: Found): string => {
  switch (found.kind) {
    case 'service':
      return `${found.service.metadata.namespace}/${found.service.metadata.name}`;
    case 'pod':
      return found.pod.name;
    case 'node':
      return found.node.name;
    case 'address':
      return `${found.device} of ${found.machine}`;
    case 'chain':
      return `${found.place.table} ${found.place.chain.replace(/-[A-Z0-9]{16}$/, '')}`;
    case 'rule':
      return `${found.place.chain.replace(/-[A-Z0-9]{16}$/, '')} ${found.place.number}`;
    case 'step':
      return `step ${found.step.index + 1}`;
  }
};
const names = (query: string) => {
  const results = run(query);
  return Object.fromEntries(
    KINDS.filter((kind) => results[kind].count > 0).map((kind) => [kind, results[kind].found.map(name)]),
  );
};

describe('search', () => {
  it('finds things by address, the Service before what only mentions it', () => {
    const found = names('10.104.112.175');
    expect(found.service).toEqual(['default/nginx-svc']);
    expect(found.rule).toContain('KUBE-SERVICES 1');
    expect(found.pod).toBeUndefined();
    expect(names('10.244.1.4').pod).toEqual([expect.stringMatching(/pxp6x$/)]);
    expect(names('192.168.111.129').node).toEqual(['ycwang-ubuntu-worker']);
  });
  it('finds a socket: of a Pod, of a node, of a Service at its node port', () => {
    expect(names('10.244.1.4:80').pod).toEqual([expect.stringMatching(/pxp6x$/)]);
    expect(names('192.168.111.129:22').node).toEqual(['ycwang-ubuntu-worker']);
    const nodePort = createAppStore(() => 0);
    nodePort.getState().loadSample('article-nodeport');
    const [port] = nodePort.getState().cluster.services.flatMap(({ spec }) => spec.ports ?? []);
    const search = find(nodePort.getState(), `192.168.111.128:${port?.nodePort}`);
    let step = search.next();
    while (!step.done) step = search.next();
    expect(step.value.service.found).toHaveLength(1);
    expect(step.value.node.found).toHaveLength(1);
  });
  it('finds addresses that are nobody’s own', () => {
    expect(names('10.244.0.1').address).toEqual(['cni0 of node/ycwang-ubuntu']);
    expect(names('flannel.1').address).toHaveLength(2);
    expect(names('192.168.111.1').address).toEqual([expect.stringContaining('outside')]);
  });
  it('finds chains, and rules of nodes that the packet does not pass', () => {
    expect(names('kube-postrouting').chain?.[0]).toBe('nat KUBE-POSTROUTING');
    expect(names('chain nginx-svc').chain).toContain('nat KUBE-SVC');
    const apart = createAppStore(() => 0);
    apart.getState().setSetting('clusterCIDR', '10.99.0.0/16');
    apart.getState().sendNow({ from: 'node/ycwang-ubuntu', to: '192.168.111.1:80' });
    const on = [...apart.getState().network.machines.values()].find(({ id }) => id.endsWith('worker'));
    const rule = on
      ?.ruleset(4)
      ?.tables.get('nat')
      ?.chains.get('FLANNEL-POSTRTG' as never)?.rules[0];
    expect(rule).toBeDefined();
    expect(apart.getState().exchange?.steps.some(({ machine }) => machine === on?.id)).toBe(false);
    const search = find(apart.getState(), '10.244.1.0/24');
    let step = search.next();
    while (!step.done) step = search.next();
    const places = step.value.rule.found.map((found) => found.kind === 'rule' && found.place.machine);
    expect(places).toContain(on?.id);
  });
  it('finds the rules of one node, where it is named', () => {
    const results = run('ycwang-ubuntu-worker kube-mark-masq mark');
    const [found] = results.rule.found;
    expect(found?.kind === 'rule' && found.place.machine).toBe('node/ycwang-ubuntu-worker');
  });
  it('finds rules by chain, port, comment and option, each once though it stands on two nodes', () => {
    expect(names('kube-mark-masq mark').rule).toContain('KUBE-MARK-MASQ 1');
    expect(names('8080 nginx-svc').rule?.[0]).toBe('KUBE-SERVICES 1');
    expect(names('--dport 8080').rule).toEqual(['KUBE-SERVICES 1', 'KUBE-SVC 1']);
    expect(names('kube-services -d 10.104.112.175/32').rule).toEqual(['KUBE-SERVICES 1']);
  });
  it('finds a step by its number and by its words', () => {
    expect(names('14').step?.[0]).toBe('step 14');
    expect(names('step dnat').step).toContain('step 14');
  });
  it('takes words in any order, and finds nothing where one is missing', () => {
    expect(names('ubuntu node').node).toHaveLength(2);
    expect(names('nginx nowhere')).toEqual({});
    expect(names('   ')).toEqual({});
  });
  it('puts whole words before beginnings before middles', () => {
    expect(['web web', 'a web-1', 'cobweb', 'x'].map((text) => scoreOf(text, ['web']))).toEqual([3, 2, 1, 0]);
  });
});
