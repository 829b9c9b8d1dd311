import { expect, it } from 'vitest';
import { inTable } from '../../debugger';
import { chainName, machineId } from '../../engine';
import { exchangeOf } from '../../i18n/testing/exchange';
import { chainList, searchRules, triedIn } from './browse';
import { counts, follow } from './follow';

const x = exchangeOf('pod/default/client > svc/default/nginx-svc:8080', { force: '10.244.1.4:80' });
const dnat = x.steps.findIndex((s) => s.kind === 'rule' && s.rewrites.length > 0);
const chains = (index: number) => follow(x, index)?.stack?.frames.map((f) => f.chain);

it('shows the call stack at a rule', () => {
  expect(chains(dnat)).toEqual([
    'PREROUTING',
    'KUBE-SERVICES',
    'KUBE-SVC-HL5LMXD5JFHQZ6LN',
    'KUBE-SEP-RQ66ZV5Y2RYOH2X3',
  ]);
  expect(counts(x, dnat)).toEqual({ matched: 4, failed: 3 });
});

it('at every step it counts what the run did that is, or was last', () => {
  for (const { index } of x.steps) {
    const last = x.steps.slice(0, index + 1).findLast(inTable);
    const run = x.steps.filter(
      (s) => s.kind === 'rule' && s.traversal === last?.traversal && s.index <= index,
    );
    const matched = run.filter((s) => s.kind === 'rule' && s.matched).length;
    expect(counts(x, index)).toEqual({ matched, failed: run.length - matched });
  }
});

it('keeps the last chains of a visit while the packet is routed', () => {
  expect(x.steps[dnat + 1]?.kind).toBe('route');
  expect(chains(dnat + 1)).toEqual(chains(dnat));
  expect(follow(x, dnat + 1)?.past).toBe(true);
});

it('has nothing to show where no rule was asked', () => {
  expect(follow(x, 0)?.stack).toBeUndefined();
});

const ruleset = x.network.machines.get(machineId('node/ycwang-ubuntu'))?.ruleset(4);
if (!ruleset) throw new Error('no rules');

it('lists base chains first', () => {
  const nat = chainList(ruleset).find((t) => t.table === 'nat');
  const firstRegular = nat?.chains.findIndex((c) => !c.base) ?? -1;
  expect(firstRegular).toBeGreaterThan(0);
  expect(nat?.chains.slice(firstRegular).every((c) => !c.base)).toBe(true);
});

it('finds rules by words of their text and by their chain', () => {
  const hits = (query: string) =>
    searchRules(ruleset, query).found.map((f) => `${f.table} ${f.chain} ${f.number}`);
  expect(hits('10.104.112.175 8080 kube-svc').length).toBeGreaterThan(0);
  expect(hits('DNAT 10.244.1.4')).toEqual(['nat KUBE-SEP-RQ66ZV5Y2RYOH2X3 2']);
  expect(hits('kube-postrouting')).toContain('nat KUBE-POSTROUTING 1');
  expect([hits(''), hits('no such words')]).toEqual([[], []]);
  expect(searchRules(ruleset, '-j', 1)).toMatchObject({ found: [{}], count: expect.any(Number) });
});

it('what the packet met on a node shows when that node is browsed', () => {
  const tried = triedIn(x, machineId('node/ycwang-ubuntu'), {
    table: 'nat',
    chain: chainName('KUBE-SERVICES'),
  });
  expect(tried.get(1)?.matched).toBe(true);
});
