import { UNSPECIFIED } from '../host/addresses';
import { ECHO, icmpOf } from '../host/icmp';
import type { Machine } from '../host/model';
import { selectSource } from '../host/route';
import { familyOf } from '../net/ip';
import type { Packet, TcpFlag } from '../net/packet';
import { tupleOf } from '../net/tuple';
import type { SendRequest } from './model';

const DEFAULT_TTL = 64;

/** Which flags TCP sends next: SYN to open a flow, data once it has been answered. */
const flagsOf = (known: boolean): readonly TcpFlag[] => (known ? ['PSH', 'ACK'] : ['SYN']);

/**
 * The packet that a program's connect() or sendto() makes. Its source is the routing's choice; a machine that has no
 * route has none to give, and sends nothing.
 */
export function requestPacket(
  machine: Machine,
  request: SendRequest,
  known: (tuple: ReturnType<typeof tupleOf>) => boolean,
): Packet {
  const { to, proto, sport } = request;
  const family = familyOf(to.ip);
  const ping = proto === 'icmp' || proto === 'icmpv6';
  const packet: Packet = {
    family,
    src: selectSource(machine, to.ip) ?? UNSPECIFIED[family],
    dst: to.ip,
    ttl: request.ttl ?? DEFAULT_TTL,
    proto: ping ? icmpOf(family) : proto,
    sport: ping ? 0 : sport,
    dport: ping ? 0 : to.port,
    flags: [],
    ...(ping ? { icmp: { type: ECHO[family].request, code: 0, id: sport } } : {}),
  };
  if (proto !== 'tcp') return packet;
  return { ...packet, flags: request.flags ?? flagsOf(known(tupleOf(packet))) };
}
