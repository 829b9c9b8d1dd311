import type { Fate, Walk } from '../walk';
import { runHook } from './hook';
import { transmit } from './wire';

/** ip_output: POSTROUTING, conntrack's confirmation, then out to the neighbour that the route names. */
export function postrouting(walk: Walk): Fate {
  return (
    runHook(walk, 'postrouting') ?? transmit(walk, walk.skb.oif ?? 'lo', walk.nextHop ?? walk.skb.packet.dst)
  );
}
