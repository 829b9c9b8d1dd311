import { formatHostPort } from '../net/ip';
import type { Exchange, RuleStep, Step } from './model';
import { routeText, targetOf } from './way';

/**
 * Why two ways part, with the parameters of its sentence; `a` and `b` are what each of them does there. All have `leg`,
 * and `machine` where both are on the same one.
 */
export const PARTING_CODES = {
  same: [],
  /** Not the same packet from the start: from or to another address. */
  sent: ['aFrom', 'bFrom', 'aTo', 'bTo'],
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
  policy: ['table', 'chain', 'a', 'b'],
  conntrack: ['a', 'b'],
  /** Rewritten to another address, by the same rule or by the entry. */
  rewrite: ['a', 'b'],
  route: ['a', 'b'],
  deliver: ['a', 'b'],
  /** The same process, but only one of the two finds it listening. */
  'listens-only-a': ['a'],
  'listens-only-b': ['b'],
  drop: ['a', 'b'],
  'drop-only-a': ['a'],
  'drop-only-b': ['b'],
  /** One is over, the other goes on. */
  'over-a': [],
  'over-b': [],
  outcome: ['a', 'b'],
  /** Kinds of steps that have no better name. */
  kind: ['a', 'b'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type PartingCode = keyof typeof PARTING_CODES;

export interface Parting {
  readonly code: PartingCode;
  readonly params: Readonly<Record<string, string | number>>;
}

type Kind<K extends Step['kind']> = Extract<Step, { kind: K }>;
type Both<K extends Step['kind']> = readonly [Kind<K>, Kind<K>];

const both = <K extends Step['kind']>(kind: K, a: Step, b: Step): Both<K> | undefined =>
  a.kind === kind && b.kind === kind ? [a as Kind<K>, b as Kind<K>] : undefined;

/** Says in what two steps differ at which the ways of two exchanges part. */
export function partingAt(a: Exchange, b: Exchange, one: Step | undefined, other: Step | undefined): Parting {
  const present = one ?? other;
  if (!one || !other) return { code: one ? 'over-b' : 'over-a', params: present ? { leg: present.leg } : {} };
  const { code, params } = difference(a, b, one, other);
  const where = { leg: one.leg, ...params };
  return { code, params: one.machine === other.machine ? { machine: one.machine, ...where } : where };
}

function difference(a: Exchange, b: Exchange, one: Step, other: Step): Parting {
  const sends = both('send', one, other);
  if (sends && one.leg === other.leg) return sent(...sends);
  if (one.machine !== other.machine) return { code: 'machine', params: { a: one.machine, b: other.machine } };
  if (one.kind === 'drop' || other.kind === 'drop') return dropped(one, other);
  const rules = both('rule', one, other);
  if (rules) return byRules(a, b, ...rules);
  if (one.kind === 'rule' && sameChain(one, other)) return { code: 'rule-only-a', params: only('a', one) };
  if (other.kind === 'rule' && sameChain(other, one))
    return { code: 'rule-only-b', params: only('b', other) };
  return settled(one, other);
}

function settled(one: Step, other: Step): Parting {
  const policies = both('policy', one, other);
  if (policies && sameChain(...policies)) {
    const [{ table, chain, policy }, { policy: second }] = policies;
    return { code: 'policy', params: { table, chain, a: policy, b: second } };
  }
  const lookups = both('conntrack', one, other);
  if (lookups) return { code: 'conntrack', params: { a: lookups[0].state, b: lookups[1].state } };
  const nats = both('nat', one, other);
  if (nats) return { code: 'rewrite', params: { a: rewritten(nats[0]), b: rewritten(nats[1]) } };
  const routes = both('route', one, other);
  if (routes)
    return { code: 'route', params: { a: routeText(routes[0].result), b: routeText(routes[1].result) } };
  const ends = both('deliver', one, other);
  if (ends) return delivered(...ends);
  const chains = [one, other].map((step) => ('chain' in step ? `${step.table} ${step.chain}` : undefined));
  if (chains[0] && chains[1]) return { code: 'chain', params: { a: chains[0], b: chains[1] } };
  return { code: 'kind', params: { a: one.kind, b: other.kind } };
}

function sent(one: Kind<'send'>, other: Kind<'send'>): Parting {
  const to = ({ after: { packet } }: Kind<'send'>) => formatHostPort(packet.dst, packet.dport);
  const params = {
    aFrom: one.after.packet.src,
    bFrom: other.after.packet.src,
    aTo: to(one),
    bTo: to(other),
  };
  return { code: 'sent', params };
}

function dropped(one: Step, other: Step): Parting {
  if (one.kind !== 'drop') return { code: 'drop-only-b', params: { b: (other as Kind<'drop'>).code } };
  if (other.kind !== 'drop') return { code: 'drop-only-a', params: { a: one.code } };
  return { code: 'drop', params: { a: one.code, b: other.code } };
}

function delivered(one: Kind<'deliver'>, other: Kind<'deliver'>): Parting {
  const [a, b] = [one.owner ?? one.machine, other.owner ?? other.machine];
  if (a !== b || one.listening === other.listening) return { code: 'deliver', params: { a, b } };
  return one.listening
    ? { code: 'listens-only-a', params: { a } }
    : { code: 'listens-only-b', params: { b } };
}

const rewritten = ({ rewrites }: { readonly rewrites: Kind<'nat'>['rewrites'] }): string =>
  rewrites.map(({ to }) => formatHostPort(to.ip, to.port)).join(' ');

function sameChain(one: Kind<'rule' | 'policy'>, other: Step): boolean {
  if (!('chain' in other)) return false;
  return one.hook === other.hook && one.table === other.table && one.chain === other.chain;
}

const only = (side: 'a' | 'b', step: RuleStep) => ({
  table: step.table,
  chain: step.chain,
  [side]: targetOf(step).trim(),
  [`${side}Number`]: step.number,
});

function byRules(a: Exchange, b: Exchange, one: RuleStep, other: RuleStep): Parting {
  if (!sameChain(one, other))
    return { code: 'chain', params: { a: `${one.table} ${one.chain}`, b: `${other.table} ${other.chain}` } };
  if (targetOf(one) === targetOf(other))
    return { code: 'rewrite', params: { a: rewritten(one), b: rewritten(other) } };
  const chance = passedBy(b, other, one) || passedBy(a, one, other);
  return { code: chance ? 'chance' : 'rule', params: { ...only('a', one), ...only('b', other) } };
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
