import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Tried } from '../../debugger';
import type { Rule, RuleStep } from '../../engine';
import { parseRule } from '../../engine/netfilter/parse/parse';
import { columnLefts, columnWidths, elbow } from './columns';
import { conditions } from './notation';
import {
  breakLines,
  FOLD_HEIGHT,
  HEADER_HEIGHT,
  offsets,
  type Row,
  rowHeight,
  rowsOf,
  sightOf,
} from './rowState';
import type { FrameLike } from './runs';

const words = { any: 'any packet' };
const rule = (text: string): Rule => parseRule(text, 4) as Rule;

/** `x` tried in vain, `>` jumped, `!` rewrote, `-` not tried; `current` is the last tried one unless given. */
function frame(signs: string, current?: number): FrameLike {
  const tried: RuleStep[] = [];
  const rules = [...signs].map(() =>
    rule('-d 10.0.0.1/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-HL5LMXD5JFHQZ6LN'),
  );
  for (const [i, sign] of [...signs].entries()) {
    if (sign === '-') continue;
    const step = {
      number: i + 1,
      rule: rules[i],
      matched: sign !== 'x',
      rewrites: sign === '!' ? [{}] : [],
      ...(sign === 'x' ? { failure: { match: 0, actual: '10.0.0.2' } } : {}),
    };
    tried.push(step as unknown as RuleStep);
  }
  return { rules, tried: new Tried(tried), current: current ?? tried.at(-1)?.number };
}

const shown = (f: FrameLike, last = false, unfolded: string[] = []) =>
  rowsOf(f, { chars: 40, last, unfolded: new Set(unfolded), words }).map((row) =>
    row.kind === 'fold'
      ? `${row.what} ${row.from}-${row.to}`
      : `${row.number} ${row.tone}${row.active ? ' active' : ''}`,
  );

it('the jump that is followed is active; what was not tried folds', () => {
  expect(shown(frame('x>--'))).toEqual(['1 nomatch', '2 matched active', 'untried 3-4']);
});

it('in the last column nothing is followed', () => {
  expect(shown(frame('x!'), true)).toEqual(['1 nomatch', '2 nat']);
});

it('jumps that came back fold from two on', () => {
  expect(shown(frame('>>>-'))).toEqual(['returned 1-2', '3 matched active', 'untried 4-4']);
  expect(shown(frame('>>'))).toEqual(['1 matched', '2 matched active']);
});

it('a long run without a match keeps its last two', () => {
  expect(shown(frame('xxxxxxxx>'))).toEqual(['nomatch 1-6', '7 nomatch', '8 nomatch', '9 matched active']);
  expect(shown(frame('xxxx>'))).toHaveLength(5);
});

it('a fold opens by its key', () => {
  expect(shown(frame('x>--'), false, ['untried 3'])).toEqual([
    '1 nomatch',
    '2 matched active',
    '3 untried',
    '4 untried',
  ]);
});

it('10,000 rules become a few rows', () => {
  expect(shown(frame(`${'x'.repeat(9_000)}>${'-'.repeat(999)}`))).toEqual([
    'nomatch 1-8998',
    '8999 nomatch',
    '9000 nomatch',
    '9001 matched active',
    'untried 9002-10000',
  ]);
});

/** What `shown` says, found by going through all rules. */
function folded(f: FrameLike): string[] {
  const what = (number: number) => {
    const step = f.tried.get(number);
    if (number === f.current) return 'shown';
    if (!step) return 'untried';
    return step.matched ? 'returned' : 'nomatch';
  };
  const found: string[] = [];
  for (let from = 1; from <= f.rules.length; ) {
    let to = from;
    while (to < f.rules.length && what(to + 1) === what(from)) to++;
    const run = what(from);
    const foldTo = run === 'nomatch' ? to - 2 : to;
    const folds = run === 'untried' || (run === 'returned' ? to > from : run === 'nomatch' && to - from >= 5);
    if (folds) found.push(`${run} ${from}-${foldTo}`);
    for (let n = folds ? foldTo + 1 : from; n <= to; n++) found.push(String(n));
    from = to + 1;
  }
  return found;
}

it('at every step the rows are those that going through all rules gives', () => {
  const signs = fc.array(fc.tuple(fc.constantFrom('x', '>', '-'), fc.integer({ min: 1, max: 8 })), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(signs, fc.boolean(), (parts, last) => {
      const whole = frame(parts.map(([sign, count]) => sign.repeat(count)).join(''));
      for (let size = 1; size <= whole.tried.all.length; size++) {
        const tried = new Tried(whole.tried.all, size);
        const f = { ...whole, tried, current: tried.latest };
        expect(shown(f, last).map((line) => line.replace(/^(\d+) .*/, '$1'))).toEqual(folded(f));
      }
    }),
  );
});

it('conditions stand in the order of iptables-save, without noise', () => {
  const text =
    '-p tcp -m comment --comment "x" -m tcp --dport 80 ! -s 10.244.0.0/16 -d 10.0.0.1/32 -j ACCEPT';
  expect(conditions(rule(text)).map((c) => c.text)).toEqual([
    '! -s 10.244.0.0/16',
    '-d 10.0.0.1',
    '-p tcp',
    '--dport 80',
  ]);
  expect(
    conditions(rule('-m statistic --mode random --probability 0.33333333349 -j A')).map((c) => c.text),
  ).toEqual(['--probability 0.3333']);
  expect(
    conditions(rule('-m statistic --mode random --probability 0.50000000000 -j A')).map((c) => c.text),
  ).toEqual(['--probability 0.50']);
});

it('a rule that failed takes one line: the condition that failed', () => {
  const lines = (chars: number) => {
    const [row] = rowsOf(frame('x>'), { chars, last: false, unfolded: new Set(), words });
    return row?.kind === 'rule' ? row.lines.map((line) => line.map((token) => token.text).join(' ')) : [];
  };
  expect(lines(20)).toEqual(['-d 10.0.0.1 …']);
  expect(lines(60)).toEqual(['-d 10.0.0.1 -p tcp --dport 80 → SVC-HL5L…6LN']);
});

it('lines break between conditions, never inside one', () => {
  const tokens = ['! -s 10.244.0.0/16', '-d 10.0.0.1', '-p tcp'].map(
    (text) => ({ text, role: 'failed' }) as const,
  );
  expect(breakLines(tokens, 20).map((line) => line.map((t) => t.text))).toEqual([
    ['! -s 10.244.0.0/16'],
    ['-d 10.0.0.1', '-p tcp'],
  ]);
  expect(breakLines(tokens, 5)).toHaveLength(3);
});

function column(f: FrameLike, scrolled = 0) {
  const rows: readonly Row[] = rowsOf(f, { chars: 40, last: false, unfolded: new Set(), words });
  const here = rows.findIndex((row) => row.kind === 'rule' && row.current);
  return { left: 0, width: 100, scrolled, rows, tops: offsets(rows), here };
}

it('the elbow leaves at the middle of the jump and arrives at the middle of the next header', () => {
  const c = column(frame('x>-'));
  const [first, second] = c.rows.map(rowHeight);
  const y = HEADER_HEIGHT + (first ?? 0) + (second ?? 0) / 2;
  const line = elbow(c, 500, 120);
  expect(line?.path.startsWith(`M100 ${y}H`)).toBe(true);
  expect([line?.x, line?.y]).toEqual([120, HEADER_HEIGHT / 2]);
});

it('the elbow follows its row while the column scrolls, and stays beside the column', () => {
  const y = (scrolled: number) =>
    Number(elbow(column(frame('xxxx>'), scrolled), 150, 120)?.path.split(/[ H]/)[1]);
  expect(y(100) - y(120)).toBe(20);
  expect(y(0)).toBe(146);
  expect(y(10_000)).toBe(HEADER_HEIGHT);
});

it('no elbow without a jump', () => {
  expect(elbow(column(frame('xx')), 500, 120)).toBeUndefined();
});

it('what is in sight begins and ends with a whole row, and holds the current one', () => {
  const tops = [0, 28, 72, 116, 144, 188, 216];
  expect(sightOf(tops, 2, 300)).toEqual({ top: 0, height: 216 });
  expect(sightOf(tops, 0, 100)).toEqual({ top: 0, height: 72 });
  expect(sightOf(tops, 2, 100)).toEqual({ top: 72, height: 72 });
  expect(sightOf(tops, 5, 100)).toEqual({ top: 116, height: 100 });
  expect(sightOf(tops, -1, 100)).toEqual({ top: 0, height: 72 });
  expect(sightOf([0, 200], 0, 100)).toEqual({ top: 0, height: 100 });
  for (let here = 0; here < 6; here++) {
    for (let room = 44; room < 240; room++) {
      const { top, height } = sightOf(tops, here, room);
      expect(height).toBeLessThanOrEqual(room);
      expect(tops).toContain(top);
      expect(tops).toContain(top + height);
      expect(top).toBeLessThanOrEqual(tops[here] ?? 0);
      expect(top + height).toBeGreaterThanOrEqual(tops[here + 1] ?? 0);
    }
  }
});

it('counters and odds take a line each', () => {
  const plain = column(frame('x>-')).rows.map(rowHeight);
  const f = { ...frame('x>-'), counter: () => ({ packets: 1, bytes: 60 }) };
  expect(column(f).rows.map(rowHeight)).toEqual([(plain[0] ?? 0) + 16, (plain[1] ?? 0) + 16, FOLD_HEIGHT]);
});

it('offsets add up the heights', () => {
  const rows = column(frame('x>-')).rows;
  expect(offsets(rows).at(-1)).toBe(rows.reduce((sum, row) => sum + rowHeight(row), 0));
  expect(rowHeight(rows[2] as Row)).toBe(FOLD_HEIGHT);
});

it('early columns give way first, and none under its longest condition', () => {
  const frames = ['PREROUTING', 'KUBE-SERVICES', 'KUBE-SVC-HL5L…Z6LN'].map((title) => ({
    ...frame('x>-'),
    title,
  }));
  const roomy = columnWidths(frames, 2000);
  const tight = columnWidths(frames, 500);
  expect(columnLefts(roomy)[1]).toBe((roomy[0] ?? 0) + 20);
  for (const [i, width] of tight.entries()) expect(width).toBeLessThanOrEqual(roomy[i] ?? 0);
  expect(Math.min(...tight)).toBeGreaterThanOrEqual(104);
  expect(tight.at(-1)).toBeGreaterThanOrEqual(216);
});
