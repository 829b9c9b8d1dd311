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
