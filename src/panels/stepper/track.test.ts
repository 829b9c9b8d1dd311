import { expect, it } from 'vitest';
import type { Exchange, Step } from '../../engine';
import { indexAt, marks, nearestStop, placeLabels, segments, stopIndex, ticksFit, xOf } from './track';

/** `c1 n1*5 w | w n` : machine letter and count; `|` begins the reply, `!` marks a rewrite, `x` a death. */
function exchange(notation: string): Exchange {
  const steps: Step[] = [];
  let leg = 'request';
  let hop = -1;
  for (const word of notation.split(' ')) {
    if (word === '|') {
      leg = 'reply';
      continue;
    }
    hop++;
    for (const sign of word.slice(1)) {
      const kind = sign === 'x' ? 'drop' : sign === '!' ? 'nat' : 'ttl';
      steps.push({ index: steps.length, leg, hop, machine: `node/${word[0]}`, kind } as unknown as Step);
    }
  }
  return { steps } as unknown as Exchange;
}

const cut = (notation: string, width = 100) =>
  segments(exchange(notation), width).map((s) => `${s.leg[2]}${s.machine.slice(5)} ${s.start}-${s.end}`);

it('cuts the track at each machine and at each leg', () => {
  expect(cut('c. n... w. | w. n..')).toEqual(['qc 0-1', 'qn 1-4', 'qw 4-5', 'pw 5-6', 'pn 6-8']);
});

it('segments cover the track without overlap', () => {
  const parts = segments(exchange('c. n................... w.. p.'), 400);
  for (const [i, part] of parts.entries()) {
    const next = parts[i + 1];
    expect(part.width).toBeGreaterThan(0);
    if (next) expect(part.x + part.width).toBeLessThan(next.x);
    else expect(part.x + part.width).toBe(400);
  }
});

it('a step is under its own place on the track', () => {
  for (let i = 0; i < 65; i++) expect(indexAt(xOf(i, 65, 713), 65, 713)).toBe(i);
  expect([indexAt(-5, 65, 713), indexAt(9999, 65, 713), indexAt(3, 65, 0)]).toEqual([0, 64, 0]);
});

it('ticks vanish under 3 px', () => {
  expect([ticksFit(65, 700), ticksFit(233, 700), ticksFit(234, 700), ticksFit(2400, 700)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it('marks merge when close, and a death never merges with a rewrite', () => {
  const found = (notation: string, width: number) =>
    marks(exchange(notation), width, (s) =>
      s.kind === 'nat'
        ? { kind: 'nat', word: 'DNAT' }
        : s.kind === 'drop'
          ? { kind: 'death', word: 'DROP' }
          : undefined,
    ).map((m) => `${m.kind} ${m.index} ${m.words.join('+')}`);
  expect(found('n!..!x', 500)).toEqual(['nat 0 DNAT', 'nat 3 DNAT', 'death 4 DROP']);
  expect(found('n!..!x', 10)).toEqual(['nat 0 DNAT', 'death 4 DROP']);
});

it('labels never overlap; the heavier one wins', () => {
  const at = (text: string, x: number, weight: number) => ({
    of: text,
    texts: [{ text, width: 60 }],
    at: x,
    weight,
  });
  expect(
    placeLabels([at('a', 0, 1), at('b', 40, 2), at('c', 190, 1)], 200).map((l) => [l.text, l.x]),
  ).toEqual([
    ['b', 40],
    ['c', 140],
  ]);
});

it('a label without room falls back to its shorter text', () => {
  const first = { of: 1, texts: [{ text: 'node', width: 60 }], at: 0, weight: 2 };
  const leg = {
    of: 2,
    texts: [
      { text: 'reply: node', width: 90 },
      { text: 'reply', width: 40 },
    ],
    at: 80,
    weight: 1,
  };
  expect(placeLabels([first, leg], 125).map((l) => l.text)).toEqual(['node', 'reply']);
});

it('finds the stop under the cursor and the one nearest to a step', () => {
  const stops = [0, 4, 9];
  expect([0, 3, 4, 8, 9, 20].map((c) => stopIndex(stops, c))).toEqual([0, 0, 1, 1, 2, 2]);
  expect([1, 2, 3, 7, 12].map((i) => nearestStop(stops, i))).toEqual([0, 0, 4, 9, 9]);
});
