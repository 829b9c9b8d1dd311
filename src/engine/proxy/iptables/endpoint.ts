import type { Match, Rule, Target } from '../../netfilter/model';
import type { EndpointInfo } from '../plan/endpoints';
import type { ServicePortInfo } from '../plan/services';
import { KUBE_MARK_MASQ } from './chains';
import { ANY_PORT, comment, fromAddress, jump, type RuleRun } from './write';

const MARK_MASQ = jump(KUBE_MARK_MASQ);

/**
 * KUBE-SEP: the destination becomes the endpoint. A packet that the endpoint itself sent is masqueraded, or it would
 * be answered past conntrack, from the Pod to itself.
 */
export function endpointRules(port: ServicePortInfo, endpoint: EndpointInfo, comments: boolean): RuleRun {
  const { ip, written, chain } = endpoint;
  const source = fromAddress(ip, written);
  const note = comments ? comment(port.name) : undefined;
  const hairpin: Rule = {
    matches: note ? [note, source] : [source],
    target: MARK_MASQ,
    origin: { code: 'hairpin-masquerade', port, endpoint },
  };
  return { chain, rules: [hairpin, dnat(port, endpoint, note)] };
}

function dnat(port: ServicePortInfo, endpoint: EndpointInfo, note: Match | undefined): Rule {
  const { ip, written, hostPort, chain } = endpoint;
  const target: Target = {
    kind: 'dnat',
    to: ip,
    port: endpoint.port,
    ...(written === ip ? {} : { written: hostPort }),
  };
  const matches: readonly Match[] = ANY_PORT[port.proto];
  if (port.affinity === undefined) {
    const origin = { code: 'endpoint-dnat', port, endpoint };
    return { matches: note ? [note, ...matches] : matches, target, origin };
  }
  const remember: Match = { kind: 'recent', op: 'set', name: chain, reap: false, negate: false };
  const origin = { code: 'endpoint-dnat-remember', port, endpoint };
  return { matches: note ? [note, remember, ...matches] : [remember, ...matches], target, origin };
}
