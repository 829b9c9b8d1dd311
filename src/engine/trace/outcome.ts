import { type Errno, icmpErrno, isPortUnreachable } from '../host/icmp';
import type { Machine, MachineId } from '../host/model';
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

type Told = Pick<Outcome, 'deliveredTo' | 'sourceSeen' | 'drop' | 'answeredBy' | 'connected'>;
type Dropped = LegEnd & { readonly fate: Extract<Fate, { kind: 'dropped' }> };

const isDropped = (end: LegEnd): end is Dropped => end.fate.kind === 'dropped';

/** Who read the request and whom it took for its peer. */
function readBy(end: LegEnd): Told {
  if (end.fate.kind !== 'delivered') return {};
  const { machine, packet, fate } = end;
  const owner = fate.owner === undefined ? {} : { owner: fate.owner };
  return {
    deliveredTo: { machine: machine.id, ...owner, ip: packet.dst, port: packet.dport },
    sourceSeen: { ip: packet.src, port: packet.sport },
  };
}

/** What the calling program learns, read off the ends of all legs. `connected`: its socket was, before the first. */
export function outcomeOf(
  { from, proto }: SendRequest,
  ends: readonly LegEnd[],
  connected: boolean,
): Outcome {
  const [first] = ends;
  const last = ends.at(-1);
  if (!first || !last) throw new Error('an exchange has at least its request');
  const heard = ends.filter(
    ({ fate, emission, machine }) =>
      fate.kind === 'delivered' && emission.leg !== 'request' && machine.id === from,
  );
  const stood = connected || heard.some(({ packet: { flags } }) => flags.includes('SYN'));
  const valid = ends.slice(
    Math.max(
      0,
      ends.findLastIndex(({ emission }) => emission.again),
    ),
  );
  const death = valid.find(isDropped);
  const told: Told = {
    connected: stood || undefined,
    ...readBy(ends.findLast(({ emission: { again, leg } }) => again && leg === 'request') ?? first),
    ...(death && { drop: { code: death.fate.code, params: death.fate.params, leg: death.emission.leg } }),
  };
  const step = (death ?? last).fate.step;
  if (death?.fate.code === 'not-evaluated') return { code: 'not-evaluated', step, ...told };
  const answer = death ? heard.find((end) => end === last) : heard.at(-1);
  // A socket that is connected takes ICMP errors for passing troubles (tcp_v4_err), and goes on trying.
  if (answer && !(stood && answer.packet.icmp))
    return answered(answer, death?.fate.step ?? answer.sent, told);
  const errno = isDropped(last) && last === first ? failsAtOnce(last, from) : undefined;
  if (errno) return { code: 'unreachable', errno, step, ...told };
  if (!death) return { code: 'delivered', step, ...told };
  const waits = proto === 'tcp' || proto === 'sctp';
  return { code: 'timeout', ...(waits && { errno: 'ETIMEDOUT' }), step, ...told };
}

function answered({ emission, fate, packet }: LegEnd, step: number, told: Told): Outcome {
  const answeredBy = packet.src;
  if (emission.what === 'answer') return { code: 'answered', step: fate.step, ...told };
  if (emission.what === 'rst') {
    // A SYN is refused with RST and ACK; a bare RST answers what belongs to a connection (tcp_v4_send_reset).
    const reset = told.connected || (packet.proto === 'tcp' && !packet.flags.includes('ACK'));
    return {
      code: 'refused',
      errno: reset ? 'ECONNRESET' : 'ECONNREFUSED',
      step,
      ...told,
      answeredBy,
    };
  }
  const code = isPortUnreachable(packet) ? 'refused' : 'unreachable';
  return { code, errno: icmpErrno(packet), step, ...told, answeredBy };
}

/**
 * The caller's own kernel says so, without any packet: no route, nobody at the next hop; and what its own rules drop
 * may not be sent, of which TCP's and SCTP's timers know nothing.
 */
function failsAtOnce({ machine, fate, packet }: Dropped, from: MachineId): Errno | undefined {
  // A tunnel takes every packet.
  if (machine.id !== from || packet.vxlan) return undefined;
  if (fate.code === 'no-route') return 'ENETUNREACH';
  if (fate.code === 'no-neighbour') return 'EHOSTUNREACH';
  const byRule = fate.code === 'rule-drop' || fate.code === 'policy-drop';
  const { station } = fate;
  const leaving = station.at === 'hook' && (station.hook === 'output' || station.hook === 'postrouting');
  return byRule && leaving && packet.proto !== 'tcp' && packet.proto !== 'sctp' ? 'EPERM' : undefined;
}
