import { interfaceOf, isLocalAddress, LOOPBACK_ADDRESS } from '../../host/addresses';
import { isIcmpError } from '../../host/icmp';
import type { ConntrackEntry } from '../../host/model';
import { type Binding, bindDestination, bindSource, manipOf, rewrites, translate } from '../../host/nat';
import { interfaceAddress } from '../../host/route';
import type { Ip } from '../../net/address';
import { familyOf } from '../../net/ip';
import type { Packet } from '../../net/packet';
import type { TableVerdict } from '../../netfilter/evaluate/evaluate.types';
import type { HookedChain } from '../../netfilter/hooks';
import type { HookName, NatRange, Ruleset } from '../../netfilter/model';
import type { NatStep, Rewrite, Skb } from '../step';
import type { Fate, Walk } from '../walk';
import { rerouteFails } from './output';
import { judge, runChain, type Settled } from './table';

/** What a translation changed, field by field. */
export function rewritesBetween(before: Packet, after: Packet, undo: boolean): readonly Rewrite[] {
  const found: Rewrite[] = [];
  const port = (packet: Packet, end: 'sport' | 'dport') =>
    end === 'sport' && packet.icmp?.id !== undefined ? packet.icmp.id : packet[end];
  for (const [field, end] of [
    ['src', 'sport'],
    ['dst', 'dport'],
  ] as const) {
    const from = { ip: before[field], port: port(before, end) };
    const to = { ip: after[field], port: port(after, end) };
    if (from.ip !== to.ip || from.port !== to.port) found.push({ field, from, to, undo });
  }
  return found;
}

/**
 * nf_nat_inet_fn: the rules of nat are asked once for an entry and an end; after that the entry itself says what to
 * rewrite, for replies and ICMP errors the other way round. RELATED asks as NEW does, unless it is an ICMP error: so
 * the RST of a REJECT may be the first packet of its flow that an end sees.
 */
export function nat(
  walk: Walk,
  hook: HookName,
  ruleset: Ruleset,
  chains: readonly HookedChain[],
): Fate | undefined {
  const { ct, ctState, packet } = walk.skb;
  if (!ct || ctState === 'UNTRACKED') return undefined;
  const asks = (ctState === 'NEW' || ctState === 'RELATED') && !isIcmpError(packet);
  if (asks && !ct.natDone[manipOf(hook)]) {
    const fate = askRules(walk, hook, ruleset, chains);
    if (fate) return fate;
    if (walk.skb.ctDirection === 'reply') applyEntry(walk, hook);
  } else applyEntry(walk, hook);
  return hook === 'output' && walk.skb.packet.dst !== packet.dst ? rerouteFails(walk) : undefined;
}

function applyEntry(walk: Walk, hook: HookName): void {
  const { skb } = walk;
  if (!skb.ct || !skb.ctDirection) return;
  const packet = translate(skb.packet, skb.ct, skb.ctDirection, manipOf(hook));
  const changed = rewritesBetween(skb.packet, packet, skb.ctDirection === 'reply');
  if (packet === skb.packet || (changed.length === 0 && !isIcmpError(packet))) return;
  const station = { at: 'hook', hook } as const;
  walk.emit<NatStep>({ kind: 'nat', station, hook, rewrites: changed }, { ...skb, packet });
}

function askRules(
  walk: Walk,
  hook: HookName,
  ruleset: Ruleset,
  chains: readonly HookedChain[],
): Fate | undefined {
  for (const chain of chains) {
    let lost = false;
    const result = runChain(walk, hook, ruleset, chain, ({ verdict }, skb) => {
      const bound = bind(walk, hook, verdict, skb);
      lost = bound === 'no-source';
      return settle(skb, hook, bound === 'no-source' ? undefined : bound);
    });
    if (lost) return walk.drop({ at: 'hook', hook }, 'no-route', { dst: walk.skb.packet.dst });
    const fate = judge(walk, hook, result);
    if (fate) return fate;
    if (isBinding(result.verdict)) return undefined;
  }
  nullBinding(walk, hook);
  return undefined;
}

const isBinding = ({ kind }: TableVerdict): boolean =>
  kind === 'dnat' || kind === 'snat' || kind === 'masquerade' || kind === 'redirect';

/** The entry with the rule's rewrite; undefined if the rule rewrites nothing. */
function bind(
  walk: Walk,
  hook: HookName,
  verdict: TableVerdict,
  skb: Skb,
): ConntrackEntry | 'no-source' | undefined {
  const ct = skb.ct as ConntrackEntry;
  switch (verdict.kind) {
    case 'dnat':
      return bindDestination(walk.conntrack, ct, bindingOf(verdict), walk.randomPort);
    case 'redirect': {
      const to = redirectAddress(walk, hook, skb);
      return to
        ? bindDestination(walk.conntrack, ct, { ...bindingOf(verdict), to }, walk.randomPort)
        : 'no-source';
    }
    case 'snat':
      return bindSource(walk.conntrack, ct, bindingOf(verdict), walk.randomPort);
    case 'masquerade': {
      const to = masqueradeAddress(walk, skb);
      if (!to) return 'no-source';
      const { randomFully } = verdict;
      return bindSource(
        walk.conntrack,
        ct,
        { to, ...(randomFully ? { random: true } : {}), ...portsIn(verdict) },
        walk.randomPort,
      );
    }
    default:
      return undefined;
  }
}

/** `--to-ports 1024-2048 --random` */
function portsIn({ options = '' }: { readonly options?: string }): Binding {
  const [, port, last] = /--to-ports (\d+)(?:-(\d+))?/.exec(options) ?? [];
  return {
    ...(port === undefined ? {} : { port: Number(port), portMax: Number(last ?? port) }),
    ...(options.includes('--random') ? { random: true } : {}),
  };
}

function bindingOf(target: NatRange & { readonly to?: Ip; readonly port?: number }): Binding {
  const { options = '', ...range } = target;
  return options.includes('--random') ? { ...range, random: true } : range;
}

/** nf_nat_redirect: the first address of the interface that it came in by, or loopback for what starts here. */
function redirectAddress(
  { machine }: Walk,
  hook: HookName,
  { iif, packet: { family } }: Skb,
): Ip | undefined {
  if (hook === 'output') return LOOPBACK_ADDRESS[family];
  const addresses = iif === undefined ? [] : interfaceOf(machine, iif).addresses;
  return addresses.find(({ ip }) => familyOf(ip) === family)?.ip;
}

/**
 * The address of the interface that the packet leaves by (nf_nat_masquerade_ipv4). IPv6 would rather have the
 * destination's own, where it is the machine's (ipv6_dev_get_saddr, RFC 6724 rule 1).
 */
function masqueradeAddress(walk: Walk, { oif, packet }: Skb): Ip | undefined {
  if (packet.family === 6 && isLocalAddress(walk.machine, packet.dst)) return packet.dst;
  return oif === undefined ? undefined : interfaceAddress(walk.machine, oif, walk.nextHop ?? packet.dst);
}

/** The packet and its entry once nat was asked at this end, whatever it said. */
function settle(skb: Skb, hook: HookName, bound: ConntrackEntry | undefined): Settled {
  const entry = bound ?? (skb.ct as ConntrackEntry);
  const done = { ...entry, natDone: { ...entry.natDone, [manipOf(hook)]: true } };
  const direction = skb.ctDirection ?? 'original';
  const packet = bound ? translate(skb.packet, done, direction, manipOf(hook)) : skb.packet;
  const changed = rewritesBetween(skb.packet, packet, direction === 'reply');
  return { after: { ...skb, packet, ct: done }, rewrites: changed };
}

/**
 * No rule wanted anything: the flow is bound as it is. Only a source port may have to give way, where another flow
 * already has the same reply (nf_nat_alloc_null_binding).
 */
function nullBinding(walk: Walk, hook: HookName): void {
  const { skb } = walk;
  if (!skb.ct || manipOf(hook) === 'dst') return;
  const bound = bindSource(walk.conntrack, skb.ct, {}, walk.randomPort);
  if (!rewrites(bound, 'original', 'src')) return;
  const { after, rewrites: changed } = settle(skb, hook, bound);
  walk.emit<NatStep>({ kind: 'nat', station: { at: 'hook', hook }, hook, rewrites: changed }, after);
}
