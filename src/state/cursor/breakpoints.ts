import { frameDepths } from '../../debugger';
import { type ChainName, type Exchange, printRule, type Rule, type TableName } from '../../engine';

/** What a breakpoint waits for. Chains and rules are meant on every node that has them. */
export type Point =
  /** NAT, or its undoing, gives the field a new value; the mark changes by a target. */
  | { readonly kind: 'change'; readonly field: (typeof FIELDS)[number] }
  | { readonly kind: 'verdict'; readonly verdict: (typeof VERDICTS)[number] }
  | ChainPoint
  | RulePoint;

export interface ChainPoint {
  readonly kind: 'chain';
  readonly table: TableName;
  readonly chain: ChainName;
}

export interface RulePoint {
  readonly kind: 'rule';
  readonly table: TableName;
  readonly chain: ChainName;
  /** From 1, where it was set: rules are found by what they say, and only then by their number. */
  readonly number: number;
  /** Fingerprints of the whole rule, and of its comment with its target; the second is empty without a comment. */
  readonly text: string;
  readonly like: string;
}

export interface Breakpoint {
  readonly point: Point;
  readonly on: boolean;
}

export const FIELDS = ['src', 'dst', 'mark'] as const;
/** ACCEPT is a rule's own: the policies of base chains accept at every hook. */
export const VERDICTS = ['DROP', 'REJECT', 'ACCEPT', 'DNAT', 'SNAT', 'MASQUERADE'] as const;
/** A link carries no more. */
export const BREAKPOINT_LIMIT = 64;

/** FNV-1a, 32 bits: tells the rules of one chain apart, in a few characters of a link. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

const textPrint = (rule: Rule): string => fingerprint(printRule(rule, 'save'));

function likePrint({ matches, target }: Rule): string {
  const comments = matches.flatMap((match) => (match.kind === 'comment' ? [match.text] : []));
  if (comments.length === 0) return '';
  return fingerprint([...comments, target?.kind, target && 'chain' in target ? target.chain : ''].join('\n'));
}

export const rulePoint = (table: TableName, chain: ChainName, number: number, rule: Rule): RulePoint => ({
  kind: 'rule',
  table,
  chain,
  number,
  text: textPrint(rule),
  like: likePrint(rule),
});

/** One line that names a point, and from which it can be read again. */
export function pointKey(point: Point): string {
  switch (point.kind) {
    case 'change':
      return point.field;
    case 'verdict':
      return point.verdict;
    case 'chain':
      return `${point.table} ${point.chain}`;
    case 'rule':
      return `${point.table} ${point.chain} ${point.number} ${point.text} ${point.like}`.trimEnd();
  }
}

const TABLES: readonly string[] = ['raw', 'mangle', 'nat', 'filter', 'security'];

/** The reverse of `pointKey`; undefined for anything else: links come from anywhere. */
export function readPoint(key: string): Point | undefined {
  const field = FIELDS.find((f) => f === key);
  if (field) return { kind: 'change', field };
  const verdict = VERDICTS.find((v) => v === key);
  if (verdict) return { kind: 'verdict', verdict };
  const [first = '', name, at, text, like = ''] = key.split(' ');
  if (!TABLES.includes(first) || !name) return undefined;
  const [table, chain, number] = [first as TableName, name as ChainName, Number(at)];
  if (at === undefined) return { kind: 'chain', table, chain };
  if (!Number.isSafeInteger(number) || number < 1 || !text) return undefined;
  return { kind: 'rule', table, chain, number, text, like };
}

/** As a link and the storage keep it: those that are off have a minus in front. */
export const writeBreakpoints = (breakpoints: readonly Breakpoint[]): string[] =>
  breakpoints.map(({ point, on }) => `${on ? '' : '-'}${pointKey(point)}`);

/** What cannot be read is left out. */
export function readBreakpoints(value: unknown): readonly Breakpoint[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, BREAKPOINT_LIMIT).flatMap((text: unknown) => {
    if (typeof text !== 'string') return [];
    const on = !text.startsWith('-');
    const point = readPoint(on ? text : text.slice(1));
    return point ? [{ point, on }] : [];
  });
}

const places = new WeakMap<readonly Rule[], Map<string, number | undefined>>();

function search(point: RulePoint, rules: readonly Rule[]): number | undefined {
  const { number, text, like } = point;
  const there = rules[number - 1];
  if (there && textPrint(there) === text) return number;
  const nearest = (alike: (rule: Rule) => boolean) => {
    let best: number | undefined;
    rules.forEach((rule, i) => {
      const nearer = best === undefined || Math.abs(i + 1 - number) < Math.abs(best - number);
      if (nearer && alike(rule)) best = i + 1;
    });
    return best;
  };
  const same = nearest((rule) => textPrint(rule) === text);
  if (same !== undefined || like !== '') return same ?? nearest((rule) => likePrint(rule) === like);
  return there ? number : undefined;
}

/**
 * Where the point's rule stands in a chain now, from 1: the rule that says the same, else the one with the same comment
 * and target, else, where it has no comment, the one at its number. Undefined: it is gone.
 */
export function ruleNumber(point: RulePoint, rules: readonly Rule[]): number | undefined {
  let known = places.get(rules);
  if (!known) {
    known = new Map();
    places.set(rules, known);
  }
  const key = pointKey(point);
  if (!known.has(key)) known.set(key, search(point, rules));
  return known.get(key);
}

export interface ChainBreakpoints {
  readonly chain: Breakpoint | undefined;
  /** By the number that the rule has now. */
  readonly rules: ReadonlyMap<number, Breakpoint>;
}

/** Those of one chain, for its gutter. */
export function breakpointsIn(
  breakpoints: readonly Breakpoint[],
  table: TableName,
  chain: ChainName,
  rules: readonly Rule[],
): ChainBreakpoints {
  const found = new Map<number, Breakpoint>();
  let whole: Breakpoint | undefined;
  for (const breakpoint of breakpoints) {
    const { point } = breakpoint;
    if (!('chain' in point) || point.chain !== chain || point.table !== table) continue;
    if (point.kind === 'chain') {
      whole = breakpoint;
      continue;
    }
    const number = ruleNumber(point, rules);
    if (number !== undefined) found.set(number, breakpoint);
  }
  return { chain: whole, rules: found };
}

/** A step at which a breakpoint stops, and the first that does. */
export interface Hit {
  readonly index: number;
  readonly by: Breakpoint;
}

type Test = (index: number) => boolean;

function testOf(point: Point, exchange: Exchange): Test {
  const { steps, network } = exchange;
  const depths = frameDepths(exchange);
  switch (point.kind) {
    case 'change': {
      const { field } = point;
      if (field === 'mark') return (i) => steps[i]?.before.mark !== steps[i]?.after.mark;
      return (i) => {
        const step = steps[i];
        return step !== undefined && 'rewrites' in step && step.rewrites.some((r) => r.field === field);
      };
    }
    case 'verdict': {
      const kind = point.verdict.toLowerCase();
      return (i) => {
        const step = steps[i];
        if (step?.kind === 'policy') return kind === 'drop' && step.policy === 'DROP';
        return step?.kind === 'rule' && step.verdict?.kind === kind;
      };
    }
    case 'chain':
      return (i) => {
        const [last, step] = [steps[i - 1], steps[i]];
        if (!step || !('traversal' in step) || step.chain !== point.chain || step.table !== point.table)
          return false;
        const inside = last && 'traversal' in last && last.traversal === step.traversal;
        return !inside || (depths[i] ?? 0) > (depths[i - 1] ?? 0);
      };
    case 'rule':
      return (i) => {
        const step = steps[i];
        if (step?.kind !== 'rule' || step.chain !== point.chain || step.table !== point.table) return false;
        const ruleset = network.machines.get(step.machine)?.ruleset(step.before.packet.family);
        const rules = ruleset?.tables.get(step.table)?.chains.get(step.chain)?.rules;
        return rules !== undefined && ruleNumber(point, rules) === step.number;
      };
  }
}

let last: { exchange: Exchange; breakpoints: readonly Breakpoint[]; hits: readonly Hit[] } | undefined;

/** All steps of an exchange at which a breakpoint stops, in order. */
export function hitsOf(exchange: Exchange, breakpoints: readonly Breakpoint[]): readonly Hit[] {
  if (last?.exchange === exchange && last.breakpoints === breakpoints) return last.hits;
  const tests = breakpoints.filter(({ on }) => on).map((by) => ({ by, test: testOf(by.point, exchange) }));
  const hits: Hit[] = [];
  if (tests.length > 0) {
    for (let index = 0; index < exchange.steps.length; index++) {
      const found = tests.find(({ test }) => test(index));
      if (found) hits.push({ index, by: found.by });
    }
  }
  last = { exchange, breakpoints, hits };
  return hits;
}

/** The next hit in a direction. */
export const nextHit = (hits: readonly Hit[], cursor: number, direction: 1 | -1): Hit | undefined =>
  direction > 0 ? hits.find(({ index }) => index > cursor) : hits.findLast(({ index }) => index < cursor);

/** How often one point stops in an exchange, whether it is on or off. */
export function countHits(exchange: Exchange, point: Point): number {
  const test = testOf(point, exchange);
  let count = 0;
  for (let i = 0; i < exchange.steps.length; i++) if (test(i)) count++;
  return count;
}
