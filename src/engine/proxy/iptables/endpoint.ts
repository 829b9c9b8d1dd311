import type { Match } from '../../netfilter/model';
import type { EndpointInfo } from '../endpoints';
import type { EndpointSeed } from '../origin';
import type { ServicePortInfo } from '../services';
import { KUBE_MARK_MASQ } from './chains';
import { ANY_PORT, comment, fromAddress, jump, type RuleRun, rule } from './write';

/**
 * KUBE-SEP: the destination becomes the endpoint. A packet that the endpoint itself sent is masqueraded, or it would
 * be answered past conntrack, from the Pod to itself.
 */
export function endpointRules(
  port: ServicePortInfo,
  endpoint: EndpointInfo,
  place: number,
  of: number,
  why: string,
  comments: boolean,
): RuleRun {
  const { ip, written, hostPort, chain } = endpoint;
  const because = (code: EndpointSeed['code']): EndpointSeed => ({ code, port, endpoint, place, of, why });
  const note: Match[] = comments ? [comment(port.name)] : [];
  const dnat = { kind: 'dnat', to: ip, port: endpoint.port } as const;
  const target = written === ip ? dnat : { ...dnat, written: hostPort };
  const remember: Match[] =
    port.affinity === undefined
      ? []
      : [{ kind: 'recent', op: 'set', name: chain, reap: false, negate: false }];
  const rules = [
    rule([...note, fromAddress(ip, written)], jump(KUBE_MARK_MASQ), because('hairpin-masquerade')),
    rule(
      [...note, ...remember, ...ANY_PORT[port.proto]],
      target,
      because(port.affinity === undefined ? 'endpoint-dnat' : 'endpoint-dnat-remember'),
    ),
  ];
  return { chain, rules };
}
