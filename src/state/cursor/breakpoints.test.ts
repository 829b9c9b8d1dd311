import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ChainName, Rule, Step, TableName } from '../../engine';
import { stoppedBy } from '../actions/debug';
import { type AppStore, createAppStore } from '../store';
import {
  type Breakpoint,
  breakpointsIn,
  hitsOf,
  type Point,
  pointKey,
  readBreakpoints,
  readPoint,
  ruleNumber,
  rulePoint,
  writeBreakpoints,
} from './breakpoints';

let store: AppStore;
const state = () => store.getState();
const here = (): Step | undefined => state().exchange?.steps[state().cursor];

beforeEach(() => {
  store = createAppStore(() => 0);
});

const on = (...points: readonly Point[]): readonly Breakpoint[] =>
  points.map((point) => ({ point, on: true }));
const chain = (name: string, table: TableName = 'nat'): Point => ({
  kind: 'chain',
  table,
  chain: name as ChainName,
});

/** `DNAT@ycwang-ubuntu`: verdict or kind of the steps at which these stop. */
function stops(...points: readonly Point[]): readonly string[] {
  const { exchange } = state();
  if (!exchange) throw new Error('nothing was sent');
  return hitsOf(exchange, on(...points)).map(({ index }) => {
    const step = exchange.steps[index] as Step;
    const what =
      step.kind === 'rule' ? (step.verdict?.kind ?? `${step.chain} ${step.number}`) : `${step.kind}`;
    return `${what}@${step.machine.replace('node/', '')}`;
  });
}

/** The rule that wrote the destination, and the rules of its chain. */
function dnat() {
  const step = state().exchange?.steps.find((s) => s.kind === 'rule' && s.verdict?.kind === 'dnat');
  if (step?.kind !== 'rule') throw new Error('no DNAT');
  const tables = state().network.machines.get(step.machine)?.ruleset(4)?.tables;
  const rules = tables?.get(step.table)?.chains.get(step.chain)?.rules ?? [];
  return { step, rules, point: rulePoint(step.table, step.chain, step.number, step.rule) };
}

describe('what breakpoints stop at', () => {
  it('the destination changes at DNAT, and the source when the reply is put back', () => {
    expect(stops({ kind: 'change', field: 'dst' })).toEqual(['dnat@ycwang-ubuntu']);
    expect(stops({ kind: 'change', field: 'src' })).toEqual(['nat@ycwang-ubuntu']);
    expect(stops({ kind: 'change', field: 'mark' })).toEqual([]);
  });
  it('the mark changes on a node port', () => {
    state().loadSample('article-nodeport');
    expect(stops({ kind: 'change', field: 'mark' })[0]).toBe('KUBE-MARK-MASQ 1@ycwang-ubuntu');
  });
  it('a chain is stopped at once for each time it is entered, not for each of its rules', () => {
    const marks = stops(chain('KUBE-POSTROUTING'));
    expect(marks[0]).toBe('KUBE-POSTROUTING 1@ycwang-ubuntu');
    expect(marks).toEqual(['KUBE-POSTROUTING 1@ycwang-ubuntu', 'KUBE-POSTROUTING 1@ycwang-ubuntu-worker']);
    expect(stops(chain('PREROUTING'))[0]).toBe('PREROUTING 1@ycwang-ubuntu');
  });
  it('a verdict, by a rule', () => {
    expect(stops({ kind: 'verdict', verdict: 'DNAT' })).toEqual(['dnat@ycwang-ubuntu']);
    expect(stops({ kind: 'verdict', verdict: 'DROP' })).toEqual([]);
  });
  it('a rule, and none that is off', () => {
    const { step, point } = dnat();
    const { exchange } = state();
    if (!exchange) throw new Error('nothing was sent');
    expect(hitsOf(exchange, on(point)).map((h) => h.index)).toEqual([step.index]);
    expect(hitsOf(exchange, [{ point, on: false }])).toEqual([]);
  });
});

const says = (comment: string, source = '10.0.0.1/32'): Rule =>
  ({
    matches: [
      { kind: 'source', cidr: source, negate: false },
      ...(comment ? [{ kind: 'comment', text: comment }] : []),
    ],
    target: { kind: 'accept' },
  }) as Rule;

describe('a rule’s breakpoint follows its rule', () => {
  const [a, b, c] = [says('a'), says('b'), says('c')] as const;
  const at = (number: number, rule: Rule) => rulePoint('filter', 'X' as ChainName, number, rule);
  it('when others come and go before it', () => {
    expect(ruleNumber(at(2, b), [a, b, c])).toBe(2);
    expect(ruleNumber(at(2, b), [b, c])).toBe(1);
    expect(ruleNumber(at(2, b), [c, a, c, b])).toBe(4);
  });
  it('when its address changes, by its comment', () => {
    expect(ruleNumber(at(2, b), [a, a, says('b', '10.0.0.2/32')])).toBe(3);
  });
  it('not to another one, when it is gone', () => {
    expect(ruleNumber(at(2, b), [a, c])).toBeUndefined();
  });
  it('to its number, where it has no comment', () => {
    expect(ruleNumber(at(1, says('')), [says('', '10.0.0.2/32'), c])).toBe(1);
    expect(ruleNumber(at(3, says('')), [c])).toBeUndefined();
  });
  it('to the nearest of those that are the same', () => {
    expect(ruleNumber(at(4, a), [a, b, a])).toBe(3);
  });
  it('through an edit of the manifests', () => {
    const { point } = dnat();
    state().toggleBreakpoint(point);
    state().setText(state().text.replace('port: 8080', 'port: 8081'));
    state().sendNow({ to: 'svc/default/nginx-svc:8081' });
    state().seekStart();
    state().runToBreakpoint(1);
    expect(here()).toMatchObject({ kind: 'rule', verdict: { kind: 'dnat' } });
  });
});

describe('running', () => {
  it('stops at the breakpoint and says why; then at the end, and says nothing', () => {
    state().toggleBreakpoint({ kind: 'change', field: 'dst' });
    state().runToBreakpoint(1);
    expect(here()).toMatchObject({ kind: 'rule', verdict: { kind: 'dnat' } });
    expect(stoppedBy(state())).toEqual({ kind: 'change', field: 'dst' });
    state().stepBy(1);
    expect(stoppedBy(state())).toBeUndefined();
    state().runToBreakpoint(1);
    expect(state().cursor).toBe((state().exchange?.steps.length ?? 0) - 1);
    expect(stoppedBy(state())).toBeUndefined();
    state().runToBreakpoint(-1);
    expect(here()).toMatchObject({ verdict: { kind: 'dnat' } });
    state().runToBreakpoint(-1);
    expect(state().cursor).toBe(0);
  });
  it('stops playing at a breakpoint that lies between two stops of the grain', () => {
    const { step, point } = dnat();
    state().toggleBreakpoint(point);
    state().setGrain('hop');
    state().play();
    state().seek(1);
    expect(state().playing).toBe(true);
    state().seek(step.index + 5);
    expect(state()).toMatchObject({ playing: false, cursor: step.index });
    expect(stoppedBy(state())).toEqual(point);
    state().play();
    state().seek(step.index + 5);
    expect(state()).toMatchObject({ playing: true, cursor: step.index + 5 });
  });
  it('leaves scrubbing alone', () => {
    const { step, point } = dnat();
    state().toggleBreakpoint(point);
    state().seek(step.index + 5);
    expect(state().cursor).toBe(step.index + 5);
  });
});

describe('setting', () => {
  it('at the rule at the cursor, and away again', () => {
    const { step, rules, point } = dnat();
    state().seek(step.index);
    state().breakHere();
    expect(state().breakpoints).toEqual(on(point));
    expect([...breakpointsIn(state().breakpoints, step.table, step.chain, rules).rules.keys()]).toEqual([
      step.number,
    ]);
    state().breakHere();
    expect(state().breakpoints).toEqual([]);
    state().seek(0);
    state().breakHere();
    expect(state().breakpoints).toEqual([]);
  });
  it('takes away one that found its rule by its comment', () => {
    const { step, rules, point } = dnat();
    state().toggleBreakpoint({ ...point, text: 'zz' }, rules);
    expect(state().breakpoints).toHaveLength(1);
    state().seek(step.index);
    state().breakHere();
    expect(state().breakpoints).toEqual([]);
  });
  it('can be switched off, and on again', () => {
    state().toggleBreakpoint(chain('KUBE-SERVICES'));
    state().switchBreakpoint('nat KUBE-SERVICES', false);
    state().runToBreakpoint(1);
    expect(stoppedBy(state())).toBeUndefined();
    state().switchBreakpoint('nat KUBE-SERVICES', true);
    state().seekStart();
    state().runToBreakpoint(1);
    expect(here()).toMatchObject({ chain: 'KUBE-SERVICES', number: 1 });
    state().removeBreakpoint('nat KUBE-SERVICES');
    expect(state().breakpoints).toEqual([]);
  });
});

const word = fc.stringMatching(/^[A-Z][A-Z0-9-]{0,20}$/);
const print = fc.stringMatching(/^[0-9a-z]{1,7}$/);
const table = fc.constantFrom('raw', 'mangle', 'nat', 'filter');
const point = fc.oneof(
  fc.record({ kind: fc.constant('change'), field: fc.constantFrom('src', 'dst', 'mark') }),
  fc.record({ kind: fc.constant('verdict'), verdict: fc.constantFrom('DROP', 'DNAT', 'ACCEPT') }),
  fc.record({ kind: fc.constant('chain'), table, chain: word }),
  fc.record({
    kind: fc.constant('rule'),
    table,
    chain: word,
    number: fc.integer({ min: 1, max: 99_999 }),
    text: print,
    like: fc.oneof(print, fc.constant('')),
  }),
) as unknown as fc.Arbitrary<Point>;

describe('written in a link', () => {
  it('gives back what was put in', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ point, on: fc.boolean() }), { maxLength: 20 }), (all) => {
        expect(readBreakpoints(writeBreakpoints(all))).toEqual(all);
      }),
    );
  });
  it('is a few characters each, and nothing else is read', () => {
    expect(pointKey({ kind: 'change', field: 'dst' })).toBe('dst');
    expect(pointKey(dnat().point).length).toBeLessThan(48);
    for (const text of ['', 'DNS', 'nat', 'net X', 'nat X 0 a', 'nat X 1', 'nat X y z'])
      expect(readPoint(text)).toBeUndefined();
    expect(readBreakpoints([1, null, 'dst', 'nonsense'])).toEqual(on({ kind: 'change', field: 'dst' }));
    expect(readBreakpoints('dst')).toEqual([]);
  });
});
