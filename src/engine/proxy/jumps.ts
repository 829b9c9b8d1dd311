import { type ChainName, chainName, type Match, type Rule, type TableName } from '../netfilter/model';
import type { ProxyConfig } from './config';
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
import type { OriginCode } from './origin';

/** A rule that kube-proxy inserts at the front of a base chain. */
export interface Jump {
  readonly table: TableName;
  readonly chain: ChainName;
  readonly rule: Rule;
}

interface JumpSpec {
  readonly table: 'filter' | 'nat';
  readonly from: string;
  readonly to: ChainName;
  /** Only the first packet of a flow: filter decisions about a Service need no repetition. */
  readonly fresh?: true;
  readonly note?: string;
  readonly code: OriginCode;
}

const EXTERNAL = {
  table: 'filter',
  to: KUBE_EXTERNAL_SERVICES,
  fresh: true,
  note: 'kubernetes externally-visible service portals',
  code: 'jump-external-services',
} as const;
const PORTALS = { fresh: true, to: KUBE_SERVICES, note: 'kubernetes service portals' } as const;
const LOAD_BALANCERS = {
  table: 'filter',
  to: KUBE_PROXY_FIREWALL,
  fresh: true,
  note: 'kubernetes load balancer firewall',
  code: 'jump-load-balancer-firewall',
} as const;
const NAT_PORTALS = {
  table: 'nat',
  to: KUBE_SERVICES,
  note: 'kubernetes service portals',
  code: 'jump-nat-services',
} as const;
const KUBELET = { table: 'filter', to: KUBE_FIREWALL, code: 'jump-kubelet-firewall' } as const;

/** In the order of insertion, which the chains show reversed (iptablesJumpChains, iptablesKubeletJumpChains). */
const JUMPS: readonly JumpSpec[] = [
  { ...EXTERNAL, from: 'INPUT' },
  { ...EXTERNAL, from: 'FORWARD' },
  {
    table: 'filter',
    from: 'INPUT',
    to: KUBE_NODEPORTS,
    note: 'kubernetes health check service ports',
    code: 'jump-health-check-ports',
  },
  { ...PORTALS, table: 'filter', from: 'FORWARD', code: 'jump-services' },
  { ...PORTALS, table: 'filter', from: 'OUTPUT', code: 'jump-services' },
  {
    table: 'filter',
    from: 'FORWARD',
    to: KUBE_FORWARD,
    note: 'kubernetes forwarding rules',
    code: 'jump-forward',
  },
  { ...LOAD_BALANCERS, from: 'INPUT' },
  { ...LOAD_BALANCERS, from: 'OUTPUT' },
  { ...LOAD_BALANCERS, from: 'FORWARD' },
  { ...NAT_PORTALS, from: 'OUTPUT' },
  { ...NAT_PORTALS, from: 'PREROUTING' },
  {
    table: 'nat',
    from: 'POSTROUTING',
    to: KUBE_POSTROUTING,
    note: 'kubernetes postrouting rules',
    code: 'jump-postrouting',
  },
  { ...KUBELET, from: 'INPUT' },
  { ...KUBELET, from: 'OUTPUT' },
];

/** The same on every node, in both families. */
export function jumpsOf(config: ProxyConfig): Jump[] {
  return JUMPS.map(({ table, from, to, fresh, note, code }) => {
    const matches: Match[] = [];
    if (fresh) matches.push({ kind: 'conntrack', states: ['NEW'], negate: false });
    if (note) matches.push(comment(note));
    const params = { base: from, chain: to };
    return {
      table,
      chain: chainName(from),
      rule: rule(matches, jump(to), { code, config, path: ['mode'], params }),
    };
  });
}
