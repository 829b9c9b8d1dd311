import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Exchange, RuleStep } from '../engine';
import { buildNetwork } from '../engine/trace/network';
import { arbitraryCall } from '../engine/trace/testing/arbitrary';
import { clusterIpNetwork } from '../engine/trace/testing/article';
import { call, withRules } from '../engine/trace/testing/call';
import { clusterOf } from '../engine/trace/testing/cluster';
import { callStack } from './callstack';
import { inTable } from './visits';

const exchange = call(clusterIpNetwork(), 'client > 10.104.112.175:8080', { force: '10.244.1.4:80' });

/** `KUBE-SVC-…[1 2 3]3/3`: rules tried, current one, rules in all. */
const columns = (index: number): readonly string[] | undefined =>
  callStack(exchange, index)?.frames.map(
    (f) =>
      `${f.chain.replace(/-[A-Z0-9]{16}$/, '-…')}[${f.tried
        .last(9)
        .map((s) => s.number)
        .join(' ')}]${f.current ?? '-'}/${f.rules.length}`,
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

/** The stack as a replay of the run up to the step finds it: a deeper rule opens a frame, a shallower one closes some. */
function replayed({ steps }: Exchange, index: number) {
  const here = steps[index];
  if (!inTable(here)) return undefined;
  const stack: { chain: string; depth: number; tried: Map<number, RuleStep> }[] = [];
  let start = index;
  for (
    let step = here;
    inTable(step) && step.traversal === here.traversal;
    step = steps[start] as typeof here
  )
    start--;
  for (const step of steps.slice(start + 1, index + 1)) {
    if (!inTable(step)) continue;
    stack.length = Math.min(stack.length, step.depth + 1);
    let top = stack[step.depth];
    if (top?.chain !== step.chain) {
      top = { chain: step.chain, depth: step.depth, tried: new Map() };
      stack[step.depth] = top;
    }
    if (step.kind === 'rule') top.tried.set(step.number, step);
    else if (step.kind === 'return' && step.index < index) stack.pop();
  }
  return stack.map(({ tried, ...frame }) => ({ ...frame, tried: [...tried.values()] }));
}

function isAsReplayed(of: Exchange): void {
  for (const { index } of of.steps) {
    const frames = callStack(of, index)?.frames;
    const plain = replayed(of, index);
    expect(
      frames?.map(({ chain, depth, tried }) => ({ chain, depth, tried: tried.last(tried.size) })),
    ).toEqual(plain);
    for (const [i, { tried, rules, current }] of (frames ?? []).entries()) {
      const expected = new Map(plain?.[i]?.tried.map((step) => [step.number, step]));
      for (let number = 0; number <= rules.length + 1; number++)
        expect(tried.get(number)).toBe(expected.get(number));
      expect(current).toBe(plain?.[i]?.tried.at(-1)?.number);
    }
  }
}

test('at every step the stack is what a replay of the run up to it finds', () => {
  fc.assert(
    fc.property(arbitraryCall, ({ cluster, line, seed, overlay }) =>
      isAsReplayed(call(buildNetwork(clusterOf(cluster), { overlay }), line, { seed })),
    ),
    { numRuns: 30 },
  );
});

test('a chain that is called twice, left by goto or by RETURN, is a visit of its own each time', () => {
  const lines = [
    '*mangle',
    ':PREROUTING ACCEPT [0:0]',
    ...['A', 'B', 'C'].map((chain) => `:${chain} - [0:0]`),
    '-A PREROUTING -j A',
    '-A PREROUTING -j A',
    '-A PREROUTING -j B',
    '-A PREROUTING -g C',
    '-A A -j B',
    '-A A -g B',
    '-A A -j ACCEPT',
    '-A B -p udp -j ACCEPT',
    '-A B -j C',
    '-A B -j RETURN',
    '-A B -j ACCEPT',
    '-A C -m comment --comment one',
    'COMMIT',
  ];
  const network = withRules(clusterIpNetwork(), 'ycwang-ubuntu', lines.join('\n'));
  isAsReplayed(call(network, 'client > 10.104.112.175:8080'));
});
