import { interpolateString } from 'd3';
import type { Mark } from './mark';

/** Attributes that move; all others change at once. */
const MOVES = ['x', 'y', 'width', 'height', 'cx', 'cy', 'd', 'transform'] as const;

/** When what goes is gone, and what comes begins: shares of the time. */
const GONE = 0.4;

/**
 * Marks on the way from one list to another: what is in both moves, what is in one only fades. `t` from 0 to 1; at 1
 * it is the second list itself.
 */
export function tween(from: readonly Mark[], to: readonly Mark[]): (t: number) => readonly Mark[] {
  const before = new Map(from.map((m) => [id(m), m]));
  const after = new Set(to.map(id));
  const gone = from.filter((m) => !after.has(id(m)));
  const steps = to.map((mark) => {
    const old = before.get(id(mark));
    return old ? moving(old, mark) : (t: number) => fade(mark, Math.max(0, (t - GONE) / (1 - GONE)));
  });
  return (t) => {
    if (t >= 1) return to;
    const leaving = t < GONE ? gone.map((m) => fade(m, 1 - t / GONE)) : [];
    return [...leaving, ...steps.map((step) => step(t))];
  };
}

const id = (m: Mark): string => `${m.tag} ${m.key}`;

function fade(mark: Mark, share: number): Mark {
  const opacity = Number(mark.attrs.opacity ?? 1) * share;
  return { ...mark, attrs: { ...mark.attrs, opacity: Math.round(opacity * 100) / 100 } };
}

function moving(old: Mark, mark: Mark): (t: number) => Mark {
  const ways = MOVES.flatMap((name) => {
    const [a, b] = [old.attrs[name], mark.attrs[name]];
    if (a === undefined || b === undefined || a === b || !alike(String(a), String(b))) return [];
    return [[name, interpolateString(String(a), String(b))] as const];
  });
  if (ways.length === 0) return () => mark;
  return (t) => ({
    ...mark,
    attrs: { ...mark.attrs, ...Object.fromEntries(ways.map(([name, at]) => [name, at(t)])) },
  });
}

/** Paths of the same commands: only then is what lies between them a path too. */
const alike = (a: string, b: string): boolean => a.replace(/[-\d.e]+/g, '#') === b.replace(/[-\d.e]+/g, '#');
