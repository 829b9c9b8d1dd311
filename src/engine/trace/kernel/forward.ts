import type { TtlStep } from '../step';
import type { Fate, Walk } from '../walk';
import { runHook } from './hook';
import { icmpError } from './icmp';
import { tooBig } from './mtu';
import { postrouting } from './postrouting';

const here = { at: 'routing', when: 'input' } as const;

/** ip_forward: one less to live, then FORWARD. Who has no life left is reported from here, before any rule. */
export function forward(walk: Walk): Fate {
  const { skb } = walk;
  const { ttl } = skb.packet;
  if (ttl <= 1) return walk.drop(here, 'ttl-exceeded', { ttl }, icmpError(walk, 'time-exceeded'));
  const held = tooBig(walk, skb.oif ?? 'lo', here);
  if (held) return held;
  const packet = { ...skb.packet, ttl: ttl - 1 };
  walk.emit<TtlStep>({ kind: 'ttl', station: here }, { ...skb, packet });
  return runHook(walk, 'forward') ?? postrouting(walk);
}
