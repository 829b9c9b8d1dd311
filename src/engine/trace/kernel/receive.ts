import type { Fate, Walk } from '../walk';
import { balance } from './balance';
import { forward } from './forward';
import { runHook } from './hook';
import { localIn } from './local-in';
import { routeInput } from './route';

/** ip_rcv: a packet has come in by an interface of this machine. */
export function receive(walk: Walk): Fate {
  const { machine } = walk;
  const balanced = machine.balances && balance(walk, machine, machine.balances);
  if (balanced) return balanced;
  return runHook(walk, 'prerouting') ?? route(walk);
}

/** ip_rcv_finish, where the packet has no route yet. */
export function route(walk: Walk): Fate {
  const decision = routeInput(walk);
  if (decision === 'local') return localIn(walk);
  return decision === 'forward' ? forward(walk) : decision;
}

/** A packet that came round by lo: its route, its flow and what nat decided are still known from OUTPUT. */
export function receiveLoopback(walk: Walk): Fate {
  return runHook(walk, 'prerouting') ?? localIn(walk);
}
