import { isPortUnreachable } from '../host/icmp';
import type { Machine } from '../host/model';
import type { Packet } from '../net/packet';
import type { Outcome, SendRequest } from './model';
import type { Emission, Fate } from './walk';

/** One leg of the exchange and what became of it: where it ended, and the packet as it was there. */
export interface LegEnd {
  readonly emission: Emission;
  /** The step that sent it. */
  readonly sent: number;
  readonly fate: Fate;
  readonly machine: Machine;
  readonly packet: Packet;
}

type Told = Pick<Outcome, 'deliveredTo' | 'sourceSeen' | 'drop' | 'answeredBy'>;

/** Who read the request and whom it took for its peer. */
function readBy(end: LegEnd | undefined): Told {
  if (end?.fate.kind !== 'delivered') return {};
  const { machine, packet, fate } = end;
  const owner = fate.owner === undefined ? {} : { owner: fate.owner };
  return {
    deliveredTo: { machine: machine.id, ...owner, ip: packet.dst, port: packet.dport },
    sourceSeen: { ip: packet.src, port: packet.sport },
  };
}

function deathOf(end: LegEnd | undefined): Told {
  if (end?.fate.kind !== 'dropped') return {};
  const { code, params } = end.fate;
  return { drop: { code, params, leg: end.emission.leg } };
}

/** What the calling program learns, read off the ends of all legs. */
export function outcomeOf(request: SendRequest, ends: readonly LegEnd[]): Outcome {
  const [first] = ends;
  const last = ends.at(-1);
  if (!first || !last) throw new Error('an exchange has at least its request');
  const death = ends.find((end) => end.fate.kind === 'dropped');
  const told = { ...readBy(first), ...deathOf(death) };
  const step = (death ?? last).fate.step;
  if (death?.fate.kind === 'dropped' && death.fate.code === 'not-evaluated') {
    return { code: 'not-evaluated', step, ...told };
  }
  if (last.fate.kind === 'delivered' && last.emission.leg !== 'request' && last.machine.id === request.from) {
    return heard(last, death?.fate.step ?? last.sent, told);
  }
  if (last === first && last.fate.kind === 'dropped' && failsAtOnce(request, last)) {
    return { code: 'unreachable', step, ...told };
  }
  if (request.oneWay && last === first && !death) return { code: 'answered', step, ...told };
  return { code: 'timeout', step, ...told };
}

function heard({ emission, fate, packet }: LegEnd, step: number, told: Told): Outcome {
  const answeredBy = packet.src;
  if (emission.what === 'answer') return { code: 'answered', step: fate.step, ...told };
  const refused = emission.what === 'rst' || isPortUnreachable(packet);
  return { code: refused ? 'refused' : 'unreachable', step, ...told, answeredBy };
}

/** The caller's own kernel says so, without any packet: no route, nobody at the next hop, a source it may not use. */
function failsAtOnce(request: SendRequest, { machine, fate }: LegEnd): boolean {
  if (fate.kind !== 'dropped' || machine.id !== request.from) return false;
  return fate.code === 'no-route' || fate.code === 'no-neighbour';
}
