import type { Ip } from '../net/address';
import { cidrContains } from '../net/ip';
import type { Packet } from '../net/packet';
import { tupleKey, tupleOf } from '../net/tuple';
import type { Machine } from './model';

/** 32-bit FNV-1a. */
export function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** The far tunnel end for a next hop: what flannel writes as ARP and FDB entries. */
export function tunnelEnd(machine: Machine, nextHop: Ip): Ip | undefined {
  return machine.vtep?.find((v) => cidrContains(v.network, nextHop))?.remote;
}

const FLOW_PORTS = { from: 32768, to: 60999 } as const;

/**
 * The packet that carries another one. Its source port is a hash of the inner flow, so that all packets of a flow take
 * one way through the underlay (udp_flow_src_port; the kernel's hash is salted, ours is not).
 */
export function encapsulate(inner: Packet, tunnel: { vni: number; port: number }, src: Ip, dst: Ip): Packet {
  const spread = hash32(tupleKey(tupleOf(inner))) % (FLOW_PORTS.to - FLOW_PORTS.from + 1);
  return {
    family: src.includes(':') ? 6 : 4,
    src,
    dst,
    ttl: 64,
    proto: 'udp',
    sport: FLOW_PORTS.from + spread,
    dport: tunnel.port,
    flags: [],
    vxlan: { vni: tunnel.vni, inner },
  };
}
