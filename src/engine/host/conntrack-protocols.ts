import type { Packet, TcpFlag } from '../net/packet';
import type { ConntrackEntry, ConntrackLookup, FlowState } from './model';

type Direction = ConntrackLookup['direction'];

/** In the kernel's order, in which the tables below count. */
const TCP_STATES = [
  undefined,
  'SYN_SENT',
  'SYN_RECV',
  'ESTABLISHED',
  'FIN_WAIT',
  'CLOSE_WAIT',
  'LAST_ACK',
  'TIME_WAIT',
  'CLOSE',
  'SYN_SENT2',
] as const satisfies readonly (FlowState | undefined)[];

type TcpKind = 'syn' | 'synack' | 'fin' | 'ack' | 'rst';

/** The state that follows on each of the ten: `G` lets the packet pass and changes nothing, `V` calls it INVALID. */
const TCP_NEXT: Readonly<Record<Direction, Readonly<Record<TcpKind, string>>>> = {
  original: {
    syn: '11GGGGG119',
    synack: 'VV2VVVVVV2',
    fin: 'VV4466678V',
    ack: '3V3355778V',
    rst: 'V888888888',
  },
  reply: { syn: 'V9VVVVV1V9', synack: 'V2GGGGGGG2', fin: 'VV4466678V', ack: 'VG2355778G', rst: 'V888888888' },
};

/**
 * Seconds for which an entry outlives its last packet (tcp_timeouts, sctp_timeouts in net/netfilter/), but for two that
 * kube-proxy sets (tcpEstablishedTimeout, tcpCloseWaitTimeout).
 */
const TIMEOUTS: Readonly<Record<FlowState, number>> = {
  SYN_SENT: 120,
  SYN_RECV: 60,
  ESTABLISHED: 86_400,
  FIN_WAIT: 120,
  CLOSE_WAIT: 3600,
  LAST_ACK: 30,
  TIME_WAIT: 120,
  CLOSE: 10,
  SYN_SENT2: 120,
  COOKIE_WAIT: 3,
  CLOSED: 10,
};
/** While data is not acknowledged, and for a flow that was picked up and not answered yet. */
const UNACKNOWLEDGED = 300;
const ICMP = 30;
const UDP = { once: 30, stream: 120, streamAfter: 2 } as const;

/** Which of the combinations that tcp_error lets pass this is; undefined for the others. */
function tcpKind(flags: readonly TcpFlag[]): TcpKind | undefined {
  const has = (flag: TcpFlag): boolean => flags.includes(flag);
  const [syn, ack, rst, fin] = [has('SYN'), has('ACK'), has('RST'), has('FIN')];
  if (rst) return syn || fin ? undefined : 'rst';
  if (syn) return fin ? undefined : ack ? 'synack' : 'syn';
  return fin ? (ack ? 'fin' : undefined) : ack ? 'ack' : undefined;
}

/**
 * The entry after one more packet of its flow; `invalid`: the packet does not fit, `over`: it ends the entry at once,
 * `reopened`: a new connection begins with it.
 */
export type Progress = ConntrackEntry | 'invalid' | 'over' | 'reopened';

/** nf_conntrack_handle_packet: what a packet makes of its flow. `now` in seconds of world time. */
export function progress(
  entry: ConntrackEntry,
  packet: Packet,
  direction: Direction,
  now: number,
  tcpLoose: boolean,
): Progress {
  switch (packet.proto) {
    case 'tcp':
      return tcpProgress(
        entry,
        tcpKind(packet.flags),
        packet.flags.includes('PSH'),
        direction,
        now,
        tcpLoose,
      );
    case 'udp': {
      const stream = entry.replied && now > entry.since + UDP.streamAfter;
      return {
        ...entry,
        assured: entry.assured || stream,
        expires: now + (stream ? UDP.stream : UDP.once),
      };
    }
    case 'sctp': {
      const { state: old } = entry;
      const opens = packet.chunk === 'INIT';
      if (!old && !opens) return 'invalid';
      if (old === 'CLOSED' && opens) return entry;
      const state = packet.chunk === 'INIT_ACK' || (opens && old) ? 'COOKIE_WAIT' : 'CLOSED';
      return { ...entry, state, expires: now + TIMEOUTS[state] };
    }
    default:
      return { ...entry, expires: now + ICMP };
  }
}

/** nf_conntrack_tcp_packet, without sequence numbers: every packet is in its window. */
function tcpProgress(
  entry: ConntrackEntry,
  kind: TcpKind | undefined,
  data: boolean,
  direction: Direction,
  now: number,
  tcpLoose: boolean,
): Progress {
  const { state: old, replied } = entry;
  if (!kind || (old === undefined && kind !== 'syn' && !tcpLoose)) return 'invalid';
  const memory = entry.tcp ?? { closing: false, last: '', unacked: '' };
  const last = `${direction} ${kind}`;
  const other = direction === 'reply' ? 'original' : 'reply';
  let next = TCP_NEXT[direction][kind][TCP_STATES.indexOf(old as (typeof TCP_STATES)[number])] ?? 'V';
  if (next === 'V') return 'invalid';
  if (next === '1' && (old === 'TIME_WAIT' || old === 'CLOSE')) {
    if (memory.closing || memory.last === `${direction} rst`) return 'reopened';
    next = 'G';
  }
  if (next === 'G') {
    // A SYN-ACK that answers a SYN which was let pass: both ends know better than we did.
    if (kind === 'synack' && memory.last === `${other} syn`) next = '2';
    else return { ...entry, tcp: { ...memory, last } };
  }
  // It answers a SYN, which was let pass, and not the last FIN (IP_CT_EXP_CHALLENGE_ACK).
  if (next === '7' && old === 'LAST_ACK' && memory.last === `${other} syn`)
    return { ...entry, tcp: { ...memory, last: '' } };
  if (!replied && kind === 'rst') return 'over';
  const state = TCP_STATES[Number(next)] as FlowState;
  const unacked = data ? direction : memory.unacked === direction ? direction : '';
  const closing = memory.closing || (state === 'FIN_WAIT' && old !== 'FIN_WAIT');
  const after = { ...entry, state, tcp: { closing, last, unacked } };
  if (!replied && kind === 'syn' && old === 'SYN_SENT') return after;
  const waits = unacked !== '' || (state === 'ESTABLISHED' && !replied);
  const assured =
    entry.assured || (replied && (old === 'SYN_RECV' || old === 'ESTABLISHED') && state === 'ESTABLISHED');
  const timeout =
    kind === 'rst'
      ? TIMEOUTS.CLOSE
      : Math.min(TIMEOUTS[state], waits ? UNACKNOWLEDGED : TIMEOUTS.ESTABLISHED);
  return { ...after, assured, expires: now + timeout };
}
