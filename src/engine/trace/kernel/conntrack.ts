import type { HookName } from '../../netfilter/model';
import type { ConntrackStep, Skb } from '../step';
import type { Walk } from '../walk';

/**
 * nf_conntrack_in: finds or starts the packet's entry. A packet that brings one along (an ICMP error of this machine,
 * a packet that came round by lo) keeps it.
 */
export function track(walk: Walk, hook: HookName): void {
  const { skb, machine } = walk;
  const station = { at: 'hook', hook } as const;
  if (skb.ctState === 'UNTRACKED') return;
  if (skb.ct) {
    if (skb.ctState === 'RELATED') {
      walk.emit<ConntrackStep>({ kind: 'conntrack', station, op: 'lookup', state: 'RELATED', entry: skb.ct });
    }
    return;
  }
  const { state, direction, entry } = walk.conntrack.track(skb.packet, machine.sysctls.tcpLoose);
  const after: Skb = { ...skb, ctState: state, ...(entry ? { ct: entry, ctDirection: direction } : {}) };
  const found = entry ? { entry } : {};
  walk.emit<ConntrackStep>({ kind: 'conntrack', station, op: 'lookup', state, ...found }, after);
}

/** nf_conntrack_confirm: the flow's first packet has survived this machine, so its entry enters the table. */
export function confirm(walk: Walk, hook: HookName): void {
  const { skb } = walk;
  if (!skb.ct || skb.ct.confirmed || skb.ctDirection !== 'original') return;
  const entry = walk.conntrack.confirm(skb.ct);
  const station = { at: 'hook', hook } as const;
  const state = skb.ctState ?? 'NEW';
  walk.emit<ConntrackStep>(
    { kind: 'conntrack', station, op: 'confirm', state, entry },
    { ...skb, ct: entry },
  );
}
