import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Exchange, Step } from '../engine';
import { buildNetwork } from '../engine/trace/network';
import { arbitraryCall } from '../engine/trace/testing/arbitrary';
import { clusterIpNetwork } from '../engine/trace/testing/article';
import { call, withRules } from '../engine/trace/testing/call';
import { clusterOf } from '../engine/trace/testing/cluster';
import { debugStep, frameDepths, type Move } from './debug';

const exchange = call(clusterIpNetwork(), 'client > 10.104.112.175:8080', { force: '10.244.1.4:80' });

/** `nat KUBE-SVC-…#3`, `nat KUBE-FORWARD returns`, or what kind of step it is. */
function name(step: Step | undefined): string {
  if (!step) return 'nothing';
  const chain = 'chain' in step ? step.chain.replace(/-[A-Z0-9]{16}$/, '-…') : '';
  if (step.kind === 'rule') return `${step.table} ${chain}#${step.number}`;
  if (step.kind === 'return') return `${step.table} ${chain} returns`;
  return step.kind === 'policy' ? `${step.table} ${chain} policy` : step.kind;
}

const find = (of: Exchange, wanted: string): number => of.steps.findIndex((s) => name(s) === wanted);
const go = (from: string, how: Move, direction: 1 | -1 = 1, of = exchange): string =>
  name(of.steps[debugStep(of, find(of, from), how, direction)]);

test('into goes to the first rule of the chain that is jumped to', () => {
  expect(go('nat PREROUTING#1', 'into')).toBe('nat KUBE-SERVICES#1');
});

test('over goes to the next rule of the same chain, whatever the jump calls', () => {
  expect(go('filter FORWARD#1', 'over')).toBe('filter FORWARD#2');
  expect(go('filter FORWARD#2', 'over')).toBe('filter FORWARD#3');
  expect(go('filter FORWARD#2', 'into')).toBe('filter KUBE-FORWARD#1');
});

test('over a jump that never comes back goes to where the packet leaves the table', () => {
  expect(go('nat PREROUTING#1', 'over')).toBe('route');
  expect(go('nat KUBE-SVC-…#3', 'over')).toBe('route');
});

test('out goes to the rule after the jump that led here', () => {
  expect(go('filter KUBE-FORWARD#1', 'out')).toBe('filter FORWARD#3');
});

test('out of a base chain leaves the hook; out of what is no hook, the machine', () => {
  expect(go('nat PREROUTING#1', 'out')).toBe('route');
  const route = find(exchange, 'route');
  const next = exchange.steps[debugStep(exchange, route, 'out', 1)];
  expect(next?.hop).toBe((exchange.steps[route]?.hop ?? 0) + 1);
});

test('back over a chain that was called goes to the jump, back out of it as well', () => {
  expect(go('filter FORWARD#3', 'over', -1)).toBe('filter FORWARD#2');
  expect(go('filter FORWARD#3', 'into', -1)).toBe('filter KUBE-FORWARD returns');
  expect(go('nat KUBE-SEP-…#2', 'out', -1)).toBe('nat KUBE-SVC-…#3');
  expect(go('nat KUBE-SEP-…#2', 'over', -1)).toBe('nat KUBE-SEP-…#1');
});

test('over a goto goes to where the chain it left would have come back to', () => {
  const network = withRules(
    clusterIpNetwork(),
    'ycwang-ubuntu',
    [
      '*mangle',
      ':PREROUTING ACCEPT [0:0]',
      ':A - [0:0]',
      ':B - [0:0]',
      '-A PREROUTING -j A',
      '-A PREROUTING -m comment --comment last',
      '-A A -g B',
      '-A A -j ACCEPT',
      '-A B -m comment --comment one',
      '-A B -m comment --comment two',
      'COMMIT',
    ].join('\n'),
  );
  const of = call(network, 'client > 10.104.112.175:8080');
  expect(go('mangle A#1', 'into', 1, of)).toBe('mangle B#1');
  expect(go('mangle A#1', 'over', 1, of)).toBe('mangle PREROUTING#2');
  expect(go('mangle B#1', 'over', 1, of)).toBe('mangle B#2');
  expect(go('mangle B#1', 'out', 1, of)).toBe('mangle PREROUTING#2');
});

const MOVES = ['over', 'into', 'out'] as const;
const always = (check: (exchange: Exchange) => void) =>
  fc.assert(
    fc.property(arbitraryCall, ({ cluster, line, seed, overlay }) =>
      check(call(buildNetwork(clusterOf(cluster), { overlay }), line, { seed })),
    ),
    { numRuns: 40 },
  );

test('every move makes progress, and rests at the ends', () => {
  always((of) => {
    const last = of.steps.length - 1;
    for (const how of MOVES) {
      for (let i = 0; i <= last; i++) {
        if (i < last) expect(debugStep(of, i, how, 1)).toBeGreaterThan(i);
        if (i > 0) expect(debugStep(of, i, how, -1)).toBeLessThan(i);
      }
      expect(debugStep(of, last, how, 1)).toBe(last);
      expect(debugStep(of, 0, how, -1)).toBe(0);
    }
  });
});

test('into is one step; over is into where no chain is entered; out is never nearer than over', () => {
  always((of) => {
    const depth = frameDepths(of);
    for (let i = 0; i < of.steps.length - 1; i++) {
      expect(debugStep(of, i, 'into', 1)).toBe(i + 1);
      const entered = (depth[i + 1] ?? 0) > (depth[i] ?? 0);
      expect(debugStep(of, i, 'over', 1) === i + 1).toBe(!entered);
      expect(debugStep(of, i, 'out', 1)).toBeGreaterThanOrEqual(debugStep(of, i, 'over', 1));
    }
  });
});

test('back undoes: into always, over within a chain, over also undoes out of a chain', () => {
  always((of) => {
    const depth = frameDepths(of);
    for (let i = 0; i < of.steps.length - 1; i++) {
      expect(debugStep(of, i + 1, 'into', -1)).toBe(i);
      const over = debugStep(of, i, 'over', 1);
      const back = debugStep(of, over, 'over', -1);
      expect(back).toBeLessThanOrEqual(i);
      if (depth[over] === depth[i]) expect(back).toBe(i);
      const out = debugStep(of, i, 'out', 1);
      if ((depth[i] ?? 0) > 0) expect(debugStep(of, out, 'over', -1)).toBeLessThanOrEqual(i);
    }
  });
});
