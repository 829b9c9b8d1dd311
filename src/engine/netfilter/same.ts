import type { IpFamily } from '../net/address';
import type { Match, PortRange, Rule, Target } from './model';
import { ruleBody } from './print-rule';

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

type Ports = (PortRange & { readonly negate: boolean }) | undefined;
type TypeOf = { readonly type: string; readonly negate: boolean } | undefined;

const samePorts = (a: Ports, b: Ports): boolean =>
  a === b || (!!a && !!b && a.from === b.from && a.to === b.to && a.negate === b.negate);

const sameType = (a: TypeOf, b: TypeOf): boolean =>
  a === b || (!!a && !!b && a.type === b.type && a.negate === b.negate);

/** `written` is left out: it is a matter of the payload's text alone. */
export function sameMatch(a: Match, b: Match): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'source':
    case 'destination':
      return b.kind === a.kind && a.cidr === b.cidr && a.negate === b.negate;
    case 'in-interface':
    case 'out-interface':
      return b.kind === a.kind && a.name === b.name && a.negate === b.negate;
    case 'protocol':
      return b.kind === 'protocol' && a.proto === b.proto && a.negate === b.negate;
    case 'ports':
      return (
        b.kind === 'ports' &&
        a.proto === b.proto &&
        samePorts(a.dport, b.dport) &&
        samePorts(a.sport, b.sport)
      );
    case 'comment':
      return b.kind === 'comment' && a.text === b.text;
    case 'addrtype':
      return b.kind === 'addrtype' && sameType(a.src, b.src) && sameType(a.dst, b.dst);
    case 'conntrack':
      return b.kind === 'conntrack' && a.negate === b.negate && a.states.join() === b.states.join();
    case 'mark':
      return b.kind === 'mark' && a.value === b.value && a.mask === b.mask && a.negate === b.negate;
    case 'statistic':
      return b.kind === 'statistic' && a.probability === b.probability && a.negate === b.negate;
    case 'recent':
      return (
        b.kind === 'recent' &&
        a.op === b.op &&
        a.name === b.name &&
        a.seconds === b.seconds &&
        a.reap === b.reap &&
        a.negate === b.negate
      );
    case 'nfacct':
      return b.kind === 'nfacct' && a.name === b.name;
    case 'unknown':
      return b.kind === 'unknown' && a.module === b.module && a.text === b.text;
  }
}

export function sameTarget(a: Target | undefined, b: Target | undefined): boolean {
  if (a === b) return true;
  if (!a || !b || a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'jump':
    case 'goto':
      return b.kind === a.kind && a.chain === b.chain;
    case 'mark':
      return b.kind === 'mark' && a.value === b.value && a.mask === b.mask;
    case 'dnat':
    case 'snat':
      return b.kind === a.kind && a.to === b.to && a.port === b.port && a.options === b.options;
    case 'masquerade':
      return b.kind === 'masquerade' && a.randomFully === b.randomFully && a.options === b.options;
    case 'reject':
      return b.kind === 'reject' && a.with === b.with;
    case 'unknown':
      return b.kind === 'unknown' && a.name === b.name && a.text === b.text;
    default:
      return true;
  }
}
