import type { ChainName, Match, Rule } from '../../netfilter/model';
import type { EndpointInfo } from '../endpoints';
import type { OriginCode } from '../origin';
import type { ServicePortInfo } from '../services';
import type { Selection } from '../topology';
import { comment, jump, type RuleRun, rule } from './write';

/**
 * KUBE-SVC or KUBE-SVL: one endpoint is chosen. First the one that remembers the client, if there is affinity; then
 * each with the probability 1 / (those left), so that all are equally likely and the last one takes what is left.
 */
export function balance(
  port: ServicePortInfo,
  chain: ChainName,
  endpoints: readonly EndpointInfo[],
  why: Selection,
  comments: boolean,
): RuleRun {
  const of = endpoints.length;
  const rules: Rule[] = [];
  const choose = (i: number, endpoint: EndpointInfo, code: OriginCode, condition?: Match) => {
    const matches: Match[] = comments ? [comment(`${port.name} -> ${endpoint.hostPort}`)] : [];
    if (condition) matches.push(condition);
    rules.push(rule(matches, jump(endpoint.chain), { code, port, endpoint, place: i + 1, of, why }));
  };
  const seconds = port.affinity;
  if (seconds !== undefined) {
    for (const [i, endpoint] of endpoints.entries()) {
      const name = endpoint.chain;
      const remembered: Match = { kind: 'recent', op: 'rcheck', name, seconds, reap: true, negate: false };
      choose(i, endpoint, 'affinity-endpoint', remembered);
    }
  }
  for (const [i, endpoint] of endpoints.entries()) {
    const left = of - i;
    if (left > 1) choose(i, endpoint, 'choose-endpoint', oneOf(left));
    else choose(i, endpoint, 'choose-last-endpoint');
  }
  return { chain, rules };
}

const shares: Match[] = [];

/** `--probability` of 1/n. */
function oneOf(n: number): Match {
  const known = shares[n];
  if (known) return known;
  const made: Match = { kind: 'statistic', probability: 1 / n, negate: false };
  shares[n] = made;
  return made;
}
