import { type IpFamily, type Match, type PortRange, type Rule, ruleBody, type Target } from '../engine';

/**
 * Is it the same to the kernel? How an address, an option or a probability was written does not count, nor in which
 * order modules stand if iptables-save shows them in the same one.
 */
export function sameRule(a: Rule, b: Rule, family: IpFamily): boolean {
  return a === b || equalRules(a, b) || ruleBody(a, family, 'save') === ruleBody(b, family, 'save');
}

/** Part by part: quick to say yes; a no may only be a matter of order. */
export function equalRules(a: Rule, b: Rule): boolean {
  if (a === b) return true;
  const first = a.matches;
  const second = b.matches;
  if (first.length !== second.length || !sameTarget(a.target, b.target)) return false;
  for (let i = 0; i < first.length; i++) {
    if (!sameMatch(first[i] as Match, second[i] as Match)) return false;
  }
  return true;
}

/** Everything but `written`, which is a matter of the payload's text alone. */
const meaning = (part: Match | Target): string =>
  JSON.stringify(part, (key, value: unknown) => (key === 'written' ? undefined : value));

/** What most rules are made of is compared by hand: a large cluster has a million of them. */
export function sameMatch(a: Match, b: Match): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'comment') return a.text === (b as typeof a).text;
  if (a.kind === 'protocol') return a.proto === (b as typeof a).proto && a.negate === (b as typeof a).negate;
  if (a.kind === 'source' || a.kind === 'destination')
    return a.cidr === (b as typeof a).cidr && a.negate === (b as typeof a).negate;
  if (a.kind === 'statistic')
    return a.probability === (b as typeof a).probability && a.negate === (b as typeof a).negate;
  if (a.kind === 'ports' && b.kind === 'ports' && !a.sport && !b.sport)
    return a.proto === b.proto && samePorts(a.dport, b.dport);
  return meaning(a) === meaning(b);
}

type Ports = (PortRange & { readonly negate: boolean }) | undefined;

const samePorts = (a: Ports, b: Ports): boolean =>
  a === b || (!!a && !!b && a.from === b.from && a.to === b.to && a.negate === b.negate);

export function sameTarget(a: Target | undefined, b: Target | undefined): boolean {
  if (a === b) return true;
  if (!a || !b || a.kind !== b.kind) return false;
  if (a.kind === 'jump' || a.kind === 'goto') return a.chain === (b as typeof a).chain;
  if (a.kind === 'dnat' && b.kind === 'dnat' && a.options === b.options)
    return a.to === b.to && a.port === b.port;
  return meaning(a) === meaning(b);
}
