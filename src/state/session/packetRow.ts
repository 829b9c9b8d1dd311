import { machineId, type TcpFlag } from '../../engine';
import type { SendProto, SentPacket, WorldAction } from './model';

/** What of a packet is seldom set. */
interface More {
  readonly via?: string | undefined;
  readonly size?: number | undefined;
  readonly ttl?: number | undefined;
  readonly flags?: readonly TcpFlag[] | undefined;
  readonly oneWay?: true;
  readonly conversation?: true;
  readonly later?: readonly WorldAction[] | undefined;
}

/** A packet in a link. */
export type Row = readonly [
  from: string,
  to: string,
  proto: string,
  sport: number,
  seed: number,
  force?: string | null,
  more?: More,
];

const PROTOS: readonly string[] = ['tcp', 'udp', 'sctp', 'icmp'] satisfies SendProto[];
const FLAGS: readonly string[] = ['SYN', 'ACK', 'RST', 'FIN', 'PSH'] satisfies TcpFlag[];

export function writeRow(packet: SentPacket): Row {
  const { from, to, proto, sport, seed, force, via, size, ttl, flags, later, oneWay, conversation } = packet;
  const more: More = {
    via,
    size,
    ttl,
    flags,
    later,
    ...(oneWay ? { oneWay } : {}),
    ...(conversation ? { conversation } : {}),
  };
  const row = [from, to, proto, sport, seed] as const;
  if (Object.values(more).some((value) => value !== undefined)) return [...row, force ?? null, more];
  return force === undefined ? row : [...row, force];
}

const isCount = (value: unknown, most = Number.MAX_SAFE_INTEGER): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most;

/** Undefined where it is no packet of ours; an option that cannot be is left out. */
export function readRow(value: unknown): SentPacket | undefined {
  if (!Array.isArray(value)) return undefined;
  const [from, to, proto, sport, seed, force, more] = value as unknown[];
  if (typeof from !== 'string' || typeof to !== 'string' || !PROTOS.includes(proto as string))
    return undefined;
  if (!isCount(sport, 65_535) || !isCount(seed)) return undefined;
  if (force !== undefined && force !== null && typeof force !== 'string') return undefined;
  return {
    from,
    to,
    proto: proto as SendProto,
    sport,
    seed,
    ...(typeof force === 'string' ? { force } : {}),
    ...(typeof more === 'object' && more !== null ? readMore(more) : {}),
  };
}

function readMore(more: object): Partial<SentPacket> {
  const { via, size, ttl, flags, oneWay, conversation, later } = more as Readonly<Record<string, unknown>>;
  const actions = Array.isArray(later) ? later.flatMap(readAction).slice(0, 64) : [];
  return {
    ...(typeof via === 'string' ? { via } : {}),
    ...(isCount(size, 65_535) ? { size } : {}),
    ...(isCount(ttl, 255) && ttl > 0 ? { ttl } : {}),
    ...(Array.isArray(flags) && flags.every((flag) => FLAGS.includes(flag)) ? { flags } : {}),
    ...(oneWay === true ? { oneWay } : {}),
    ...(conversation === true ? { conversation } : {}),
    ...(actions.length > 0 ? { later: actions } : {}),
  };
}

function readAction(value: unknown): WorldAction[] {
  const { wait, forget, id, zero, traffic } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (isCount(wait)) return [{ wait }];
  if (zero === true) return [{ zero }];
  if (isCount(traffic)) return [{ traffic }];
  if (typeof forget !== 'string') return [];
  return [{ forget: machineId(forget), ...(isCount(id) ? { id } : {}) }];
}
