import { type Leg, type Rewrite, type RouteStep, type Step, targetText } from '../engine';

/**
 * What of a step makes the packet's way, as text; undefined for steps that could be left out of its story: rules tried
 * in vain, rules that only count, conntrack's confirmation.
 *
 * Two packets go the same way where these texts are equal. What differs from send to send is not in them: the client's
 * port and those that masquerading draws, numbers of rules and conntrack entries, and the conditions of a rule that
 * does the same as before.
 */
export function wayOf(step: Step): string | undefined {
  const what = doing(step);
  return what === undefined ? undefined : `${step.leg} ${step.machine} ${step.kind} ${what}`;
}

function doing(step: Step): string | undefined {
  switch (step.kind) {
    case 'rule': {
      const { matched, rule, hook, table, chain, leg, rewrites } = step;
      if (!matched || !rule.target) return undefined;
      return `${hook} ${table} ${chain}${targetOf(step)}${rewriting(rewrites, leg)}`;
    }
    case 'return':
      return `${step.hook} ${step.table} ${step.chain} ${step.how}`;
    case 'policy':
      return `${step.hook} ${step.table} ${step.chain} ${step.policy}`;
    case 'conntrack':
      return step.op === 'lookup' ? step.state : undefined;
    case 'nat':
      return `${step.hook}${rewriting(step.rewrites, step.leg)}`;
    case 'send': {
      const { proto, dst, dport, src } = step.after.packet;
      return `${step.what} ${proto} ${src} ${dst} ${step.leg === 'request' ? dport : ''}`;
    }
    case 'route':
      return `${step.when} ${routeText(step.result)}`;
    case 'interface':
      return `${step.direction} ${step.name}`;
    case 'bridge':
      return `${step.name} ${step.to === 'up' ? '' : step.to.port}`;
    case 'encap':
    case 'decap':
      return `${step.outer.src} ${step.outer.dst}`;
    case 'wire':
      return step.to ?? '';
    case 'deliver':
      return `${step.owner ?? ''} ${step.listening}`;
    case 'drop':
      return step.code;
    case 'ttl':
      return '';
  }
}

/** What a matched rule does: jump, verdict or change, in iptables notation. */
export function targetOf({ rule, before }: Extract<Step, { kind: 'rule' }>): string {
  return rule.target ? targetText(rule.target, before.packet.family, 'save') : '';
}

/** The client's end of the packet is drawn anew for every flow; the other end's port says which service it is. */
const drawn = (field: Rewrite['field'], leg: Leg): boolean => (field === 'src') === (leg === 'request');

const rewriting = (rewrites: readonly Rewrite[], leg: Leg): string =>
  rewrites
    .map(({ field, to, undo }) => ` ${field} ${to.ip} ${drawn(field, leg) ? '' : to.port} ${undo}`)
    .join('');

export function routeText(result: RouteStep['result']): string {
  return result.kind === 'forward' ? `${result.route.dev} ${result.nextHop}` : result.kind;
}
