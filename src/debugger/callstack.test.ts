import { expect, test } from 'vitest';
import { clusterIpNetwork } from '../engine/trace/testing/article';
import { call } from '../engine/trace/testing/call';
import { callStack } from './callstack';

const exchange = call(clusterIpNetwork(), 'client > 10.104.112.175:8080', { force: '10.244.1.4:80' });

/** `KUBE-SVC-…[1 2 3]3/3`: rules tried, current one, rules in all. */
const columns = (index: number): readonly string[] | undefined =>
  callStack(exchange, index)?.frames.map(
    (f) =>
      `${f.chain.replace(/-[A-Z0-9]{16}$/, '-…')}[${[...f.tried.keys()].join(' ')}]${f.current ?? '-'}/${f.rules.length}`,
  );

const stepAt = (chain: RegExp, number: number) =>
  exchange.steps.findIndex((s) => s.kind === 'rule' && chain.test(s.chain) && s.number === number);

test('at the DNAT the stack goes from the base chain to the endpoint', () => {
  expect(columns(stepAt(/^KUBE-SEP/, 2))).toEqual([
    'PREROUTING[1]1/1',
    'KUBE-SERVICES[1]1/2',
    'KUBE-SVC-…[1 2 3]3/3',
    'KUBE-SEP-…[1 2]2/2',
  ]);
});

test('at a jump the called chain is not entered yet', () => {
  expect(columns(stepAt(/^KUBE-SERVICES/, 1))).toEqual(['PREROUTING[1]1/1', 'KUBE-SERVICES[1]1/2']);
});

test('a chain that returns is the innermost frame once more, then gone', () => {
  const back = exchange.steps.findIndex((s) => s.kind === 'return' && s.chain === 'KUBE-FORWARD');
  expect(columns(back)).toEqual(['FORWARD[1 2]2/5', 'KUBE-FORWARD[1 2 3]3/3']);
  expect(columns(back + 1)).toEqual(['FORWARD[1 2 3]3/5']);
});

test('a policy has the base chain alone, and outside of tables there is no stack', () => {
  const policy = exchange.steps.findIndex((s) => s.kind === 'policy');
  expect(callStack(exchange, policy)).toMatchObject({
    hook: 'postrouting',
    table: 'nat',
    frames: [{ depth: 0 }],
  });
  expect(columns(0)).toBeUndefined();
});
