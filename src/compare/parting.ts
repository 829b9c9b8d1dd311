import { type Exchange, formatHostPort, type Rewrite, type RuleStep, type Step } from '../engine';
import { routeText, targetOf } from './way';

/**
 * Why two ways part, with the parameters of its sentence: `a` and `b` are what each of them does there. All but `same`
 * and `outcome` have `leg`, and `machine` where both are on the same one.
 */
export const PARTING_CODES = {
  same: [],
  /** Not the same packet: from or to another address. */
  send: ['aFrom', 'bFrom', 'a', 'b'],
  machine: ['a', 'b'],
  /** Both chains say the same, but the number that `statistic` drew is another. */
  chance: ['table', 'chain', 'a', 'b', 'aNumber', 'bNumber'],
  /** In the same chain, another rule decides, or the same one does something else. */
  rule: ['table', 'chain', 'a', 'b', 'aNumber', 'bNumber'],
  /** In the same chain, only one of the two packets finds a rule. */
  'rule-only-a': ['table', 'chain', 'a', 'aNumber'],
  'rule-only-b': ['table', 'chain', 'b', 'bNumber'],
  /** They are in different chains. */
  chain: ['a', 'b'],
  policy: ['a', 'b'],
  conntrack: ['a', 'b'],
  /** Rewritten to another address, by a rule or by the entry. */
  nat: ['a', 'b'],
  route: ['a', 'b'],
  deliver: ['a', 'b'],
  /** The same process, but only one of the two finds it listening. */
  'listens-only-a': ['a', 'b'],
  'listens-only-b': ['a', 'b'],
  drop: ['a', 'b'],
  'drop-only-a': ['a'],
  'drop-only-b': ['b'],
  /** One is over, the other goes on. */
  'over-a': [],
  'over-b': [],
  outcome: ['a', 'b'],
  /** Two steps that have nothing in common. */
  kind: ['a', 'b'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type PartingCode = keyof typeof PARTING_CODES;

export interface Parting {
  readonly code: PartingCode;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Says in what two steps differ at which the ways of two exchanges part. */
export function partingAt(a: Exchange, b: Exchange, one: Step | undefined, other: Step | undefined): Parting {
  if (!one || !other)
    return { code: one ? 'over-b' : 'over-a', params: { leg: (one ?? other)?.leg ?? 'request' } };
  const { code, params } = difference(a, b, one, other);
  const where = { leg: one.leg, ...params };
  return { code, params: one.machine === other.machine ? { machine: one.machine, ...where } : where };
}

function difference(a: Exchange, b: Exchange, one: Step, other: Step): Parting {
  const alike = one.kind === other.kind;
  if (one.kind === 'send' && other.kind === 'send')
    return {
      code: 'send',
      params: { ...sides(one, other), aFrom: one.after.packet.src, bFrom: other.after.packet.src },
    };
  if (one.machine !== other.machine) return { code: 'machine', params: { a: one.machine, b: other.machine } };
  if (!alike && one.kind === 'drop') return { code: 'drop-only-a', params: { a: one.code } };
  if (!alike && other.kind === 'drop') return { code: 'drop-only-b', params: { b: other.code } };
  const chains = [one, other].map((step) => ('chain' in step ? `${step.table} ${step.chain}` : undefined));
  if (chains[0] !== undefined && chains[1] !== undefined) {
    const params = { a: chains[0], b: chains[1] };
    if (chains[0] !== chains[1] || ('hook' in one && 'hook' in other && one.hook !== other.hook))
      return { code: 'chain', params };
    if (one.kind === 'rule' && other.kind === 'rule') return byRules(a, b, one, other);
    if (one.kind === 'rule') return { code: 'rule-only-a', params: ruleParams('a', one) };
    if (other.kind === 'rule') return { code: 'rule-only-b', params: ruleParams('b', other) };
  }
  const params = sides(one, other);
  if (one.kind === 'deliver' && params.a === params.b)
    return { code: one.listening ? 'listens-only-a' : 'listens-only-b', params };
  return { code: alike && one.kind in PLAIN ? (one.kind as keyof typeof PLAIN) : 'kind', params };
}

/** Kinds of steps that are their own code. */
const PLAIN = { policy: 0, conntrack: 0, nat: 0, route: 0, deliver: 0, drop: 0 };

const sides = (one: Step, other: Step) =>
  one.kind === other.kind ? { a: said(one), b: said(other) } : { a: one.kind, b: other.kind };

/** What a step does, in a word. */
function said(step: Step): string {
  switch (step.kind) {
    case 'send':
      return formatHostPort(step.after.packet.dst, step.after.packet.dport);
    case 'policy':
      return step.policy;
    case 'conntrack':
      return step.state;
    case 'nat':
      return rewritten(step.rewrites);
    case 'route':
      return routeText(step.result);
    case 'deliver':
      return step.owner ?? step.machine;
    case 'drop':
      return step.code;
    default:
      return step.kind;
  }
}

const rewritten = (rewrites: readonly Rewrite[]): string =>
  rewrites.map(({ to }) => formatHostPort(to.ip, to.port)).join(' ');

const ruleParams = (side: 'a' | 'b', step: RuleStep) => ({
  table: step.table,
  chain: step.chain,
  [side]: targetOf(step).trim(),
  [`${side}Number`]: step.number,
});

function byRules(a: Exchange, b: Exchange, one: RuleStep, other: RuleStep): Parting {
  if (targetOf(one) === targetOf(other))
    return { code: 'nat', params: { a: rewritten(one.rewrites), b: rewritten(other.rewrites) } };
  const chance = passedBy(b, other, one) || passedBy(a, one, other);
  return {
    code: chance ? 'chance' : 'rule',
    params: { ...ruleParams('a', one), ...ruleParams('b', other) },
  };
}

/** Before `here` matched, was a rule that leads where `wanted` does tried, and passed over by chance alone? */
function passedBy({ steps }: Exchange, here: RuleStep, wanted: RuleStep): boolean {
  for (let i = here.index - 1; i >= 0; i--) {
    const step = steps[i];
    if (step?.kind !== 'rule' || step.traversal !== here.traversal || step.chain !== here.chain) break;
    if (targetOf(step) !== targetOf(wanted) || !step.failure) continue;
    return step.rule.matches[step.failure.match]?.kind === 'statistic';
  }
  return false;
}
