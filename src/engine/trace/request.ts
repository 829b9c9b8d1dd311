import { LOOPBACK_ADDRESS, UNSPECIFIED } from '../host/addresses';
import { ECHO, icmpOf } from '../host/icmp';
import type { Machine } from '../host/model';
import { selectSource } from '../host/route';
import { familyOf } from '../net/ip';
import type { Packet, TcpFlag } from '../net/packet';
import { tupleKey, tupleOf } from '../net/tuple';
import { mtuTowards, withData } from './kernel/mtu';
import type { LiveWorld } from './live';
import type { SendRequest } from './model';

const DEFAULT_TTL = 64;

/** Which flags TCP sends next: SYN to connect, data once the socket is connected. */
const flagsOf = (connected: boolean): readonly TcpFlag[] => (connected ? ['PSH', 'ACK'] : ['SYN']);

/**
 * The packet that a program's connect() or sendto() makes. Its source is the routing's choice; a machine that has no route
 * has none to give, and sends nothing. Who names no address calls itself (ip_route_output_key_hash_rcu, tcp_v6_connect).
 */
export function requestPacket(live: LiveWorld, machine: Machine, request: SendRequest): Packet {
  const { to, proto, sport } = request;
  const family = familyOf(to.ip);
  const dst = to.ip === UNSPECIFIED[family] ? LOOPBACK_ADDRESS[family] : to.ip;
  const ping = proto === 'icmp' || proto === 'icmpv6';
  const packet: Packet = {
    family,
    src: selectSource(machine, dst) ?? UNSPECIFIED[family],
    dst,
    ttl: request.ttl ?? DEFAULT_TTL,
    proto: ping ? icmpOf(family) : proto,
    sport: ping ? 0 : sport,
    dport: ping ? 0 : to.port,
    flags: [],
    ...(ping ? { icmp: { type: ECHO[family].request, code: 0, id: sport } } : {}),
  };
  const { size } = request;
  if (proto === 'sctp') return { ...packet, chunk: 'INIT' };
  const limit = mtuTowards(live, machine, dst);
  if (proto !== 'tcp') return size === undefined ? packet : withData(packet, size, limit);
  const longest = live.connectionsOf(machine.id).get(tupleKey(tupleOf(packet)));
  const flags = request.flags ?? flagsOf(longest !== undefined);
  const segment = { ...packet, flags };
  return size !== undefined && flags.includes('PSH')
    ? withData(segment, size, Math.min(longest ?? limit, limit))
    : segment;
}
