import type { FieldPath } from '../../cluster/model';
import { cidr } from '../../net';
import type { ChainName, Match, Rule } from '../../netfilter/model';
import type { ProxyContext } from '../config/context';
import type { OriginCode, OriginParams, OriginSeed } from '../origins/origin';
import {
  KUBE_EXTERNAL_SERVICES,
  KUBE_FIREWALL,
  KUBE_FORWARD,
  KUBE_MARK_MASQ,
  KUBE_NODEPORTS,
  KUBE_POSTROUTING,
  KUBE_PROXY_FIREWALL,
  KUBE_SERVICES,
} from './chains';
import {
  ACCEPT,
  comment,
  DROP,
  fromNetwork,
  jump,
  LOCAL_DESTINATION,
  type RuleRun,
  rule,
  V4_LOOPBACK,
} from './write';

const V6_LOOPBACK = cidr('::1/128');

const away = (network: typeof V4_LOOPBACK): Match => ({
  kind: 'destination',
  cidr: network,
  negate: true,
  written: network,
});

/** Chains declared before those of services; KUBE-FIREWALL only where its rule is needed. */
export function fixedFilterChains({ nodePorts }: ProxyContext): ChainName[] {
  const chains = [KUBE_SERVICES, KUBE_EXTERNAL_SERVICES, KUBE_FORWARD, KUBE_NODEPORTS, KUBE_PROXY_FIREWALL];
  return nodePorts.localhost ? [...chains, KUBE_FIREWALL] : chains;
}

export const FIXED_NAT_CHAINS: readonly ChainName[] = [
  KUBE_SERVICES,
  KUBE_NODEPORTS,
  KUBE_POSTROUTING,
  KUBE_MARK_MASQ,
];

const because = (
  { config }: ProxyContext,
  code: OriginCode,
  path: FieldPath,
  params: OriginParams = {},
): OriginSeed => ({ code, config, path, params });

/**
 * Open node ports on localhost need route_localnet, which lets neighbours send to 127.0.0.1 too; this shuts them out
 * again (kubernetes#90259).
 */
export function localnetGuard(context: ProxyContext): RuleRun[] {
  if (!context.nodePorts.localhost) return [];
  const matches: Match[] = [
    comment('block incoming localnet connections'),
    { kind: 'destination', cidr: V4_LOOPBACK, negate: false },
    { ...fromNetwork(V4_LOOPBACK), negate: true } as Match,
    { kind: 'conntrack', states: ['RELATED', 'ESTABLISHED', 'DNAT'], negate: true },
  ];
  const origin = because(context, 'block-localnet', ['localhostNodePorts']);
  return [{ chain: KUBE_FIREWALL, rules: [rule(matches, DROP, origin)] }];
}

const marked = (mark: number, negate: boolean): Match => ({ kind: 'mark', value: mark, mask: mark, negate });

const hexMark = (mark: number): string => `0x${mark.toString(16)}`;

/** KUBE-FORWARD: invalid packets out, masqueraded ones and whatever belongs to a known flow through. */
export function forwardRules(context: ProxyContext): RuleRun {
  const { config, masqueradeMark } = context;
  const rules: Rule[] = [];
  if (!config.conntrackTCPLiberal) {
    const invalid: Match[] = [{ kind: 'conntrack', states: ['INVALID'], negate: false }];
    if (config.netfilterAccounting) invalid.push({ kind: 'nfacct', name: 'ct_state_invalid_dropped_pkts' });
    rules.push(rule(invalid, DROP, because(context, 'drop-invalid', ['conntrackTCPLiberal'])));
  }
  rules.push(
    rule(
      [comment('kubernetes forwarding rules'), marked(masqueradeMark, false)],
      ACCEPT,
      because(context, 'accept-marked', ['masqueradeBit'], { mark: hexMark(masqueradeMark) }),
    ),
    rule(
      [
        comment('kubernetes forwarding conntrack rule'),
        { kind: 'conntrack', states: ['RELATED', 'ESTABLISHED'], negate: false },
      ],
      ACCEPT,
      because(context, 'accept-established', ['mode']),
    ),
  );
  return { chain: KUBE_FORWARD, rules };
}

/** KUBE-POSTROUTING masquerades what KUBE-MARK-MASQ marked, and takes the mark off lest it is masqueraded twice. */
export function masqueradeRules(context: ProxyContext): RuleRun[] {
  const { config, masqueradeMark: value } = context;
  const params = { mark: hexMark(value) };
  const postrouting = [
    rule(
      [marked(value, true)],
      { kind: 'return' },
      because(context, 'unmarked-return', ['masqueradeBit'], params),
    ),
    rule(
      [],
      { kind: 'mark', value, mask: 0, written: 'xor' },
      because(context, 'clear-mark', ['masqueradeBit'], params),
    ),
    rule(
      [comment('kubernetes service traffic requiring SNAT')],
      { kind: 'masquerade', randomFully: config.randomFully },
      because(context, 'masquerade-marked', ['randomFully']),
    ),
  ];
  const mark = rule(
    [],
    { kind: 'mark', value, mask: value, written: 'or' },
    because(context, 'set-mark', ['masqueradeBit'], params),
  );
  return [
    { chain: KUBE_POSTROUTING, rules: postrouting },
    { chain: KUBE_MARK_MASQ, rules: [mark] },
  ];
}

/** The tail of KUBE-SERVICES: whatever is for this node itself may be for a node port. */
export function nodePortJumps(context: ProxyContext): RuleRun {
  const { nodePorts, family, config } = context;
  const note = comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain');
  const chain = KUBE_NODEPORTS;
  const rules: Rule[] = [];
  if (!nodePorts.all) {
    for (const { ip, index } of nodePorts.addresses) {
      const to: Match = { kind: 'destination', cidr: cidr(ip), negate: false };
      const range = config.nodePortAddresses[index] ?? '';
      const path = ['nodePortAddresses', index];
      rules.push(
        rule([note, to], jump(chain), because(context, 'node-ports-address', path, { ip, range, chain })),
      );
    }
  } else if (nodePorts.localhost) {
    const origin = because(context, 'node-ports-everywhere', ['nodePortAddresses'], { chain });
    rules.push(rule([note, LOCAL_DESTINATION], jump(chain), origin));
  } else {
    const loopback = family === 4 ? V4_LOOPBACK : V6_LOOPBACK;
    const path = [family === 4 ? 'localhostNodePorts' : 'ipFamily'];
    const origin = because(context, 'node-ports-not-loopback', path, { chain, loopback });
    rules.push(rule([note, LOCAL_DESTINATION, away(loopback)], jump(chain), origin));
  }
  return { chain: KUBE_SERVICES, rules };
}
