import type { ChainName, Match, Rule } from '../../netfilter/model';
import type { EndpointSeed } from '../origins/origin';
import type { EndpointInfo } from '../plan/endpoints';
import type { ServicePortInfo } from '../plan/services';
import type { Selection } from '../plan/topology';
import { comment, type RuleRun } from './write';

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
  const seconds = port.affinity;
  if (seconds !== undefined) {
    for (let i = 0; i < of; i++) {
      const endpoint = endpoints[i] as EndpointInfo;
      const name = endpoint.chain;
      const remembered: Match = { kind: 'recent', op: 'rcheck', name, seconds, reap: true, negate: false };
      rules.push(
        choose(comments, remembered, { code: 'affinity-endpoint', port, endpoint, place: i + 1, of, why }),
      );
    }
  }
  for (let i = 0; i < of; i++) {
    const endpoint = endpoints[i] as EndpointInfo;
    const left = of - i;
    const code = left > 1 ? 'choose-endpoint' : 'choose-last-endpoint';
    rules.push(choose(comments, oneOf(left), { code, port, endpoint, place: i + 1, of, why }));
  }
  return { chain, rules };
}

function choose(comments: boolean, condition: Match | undefined, origin: EndpointSeed): Rule {
  const { port, endpoint } = origin;
  const target = { kind: 'jump', chain: endpoint.chain } as const;
  if (!comments) return { matches: condition ? [condition] : [], target, origin };
  const note = comment(`${port.name} -> ${endpoint.hostPort}`);
  return { matches: condition ? [note, condition] : [note], target, origin };
}

const shares: Match[] = [];

/** `--probability` of 1/n; no condition for certainty. */
function oneOf(n: number): Match | undefined {
  if (n === 1) return undefined;
  shares[n] ??= { kind: 'statistic', probability: 1 / n, negate: false };
  return shares[n];
}
