import { type ChainName, chainName, type Match, type Rule, type TableName } from '../netfilter/model';
import type { ProxyConfig } from './config/config';
import {
  KUBE_EXTERNAL_SERVICES,
  KUBE_FIREWALL,
  KUBE_FORWARD,
  KUBE_NODEPORTS,
  KUBE_POSTROUTING,
  KUBE_PROXY_FIREWALL,
  KUBE_SERVICES,
} from './iptables/chains';
import { comment, jump, rule } from './iptables/write';
import type { OriginCode } from './origins/origin';

/** A rule that kube-proxy inserts at the front of a base chain. */
export interface Jump {
  readonly table: TableName;
  readonly chain: ChainName;
  readonly rule: Rule;
}

type JumpSpec = readonly [
  table: 'filter' | 'nat',
  from: readonly string[],
  to: ChainName,
  code: OriginCode,
  note?: string,
  /** Only the first packet of a flow: filter decisions about a Service need no repetition. */
  fresh?: true,
];

const PORTALS = 'kubernetes service portals';

/** In the order of insertion, which the chains show reversed (iptablesJumpChains, iptablesKubeletJumpChains). */
const JUMPS: readonly JumpSpec[] = [
  [
    'filter',
    ['INPUT', 'FORWARD'],
    KUBE_EXTERNAL_SERVICES,
    'jump-external-services',
    'kubernetes externally-visible service portals',
    true,
  ],
  ['filter', ['INPUT'], KUBE_NODEPORTS, 'jump-health-check-ports', 'kubernetes health check service ports'],
  ['filter', ['FORWARD', 'OUTPUT'], KUBE_SERVICES, 'jump-services', PORTALS, true],
  ['filter', ['FORWARD'], KUBE_FORWARD, 'jump-forward', 'kubernetes forwarding rules'],
  [
    'filter',
    ['INPUT', 'OUTPUT', 'FORWARD'],
    KUBE_PROXY_FIREWALL,
    'jump-load-balancer-firewall',
    'kubernetes load balancer firewall',
    true,
  ],
  ['nat', ['OUTPUT', 'PREROUTING'], KUBE_SERVICES, 'jump-nat-services', PORTALS],
  ['nat', ['POSTROUTING'], KUBE_POSTROUTING, 'jump-postrouting', 'kubernetes postrouting rules'],
  ['filter', ['INPUT', 'OUTPUT'], KUBE_FIREWALL, 'jump-kubelet-firewall'],
];

/** The same on every node, in both families. */
export function jumpsOf(config: ProxyConfig): Jump[] {
  return JUMPS.flatMap(([table, from, chain, code, note, fresh]) => {
    const matches: Match[] = fresh ? [{ kind: 'conntrack', states: ['NEW'], negate: false }] : [];
    if (note) matches.push(comment(note));
    return from.map((base) => ({
      table,
      chain: chainName(base),
      rule: rule(matches, jump(chain), { code, config, path: ['mode'], params: { base, chain } }),
    }));
  });
}
