import type { ClusterNode, ClusterPod } from '../../cluster/model';
import type { Ip, IpFamily } from '../../net/address';
import { cidrContains, familyOf, ip, nthAddress, prefixLength } from '../../net/ip';
import type { Protocol } from '../../net/packet';
import { type Machine, machineId, type Route, type Socket } from '../model';
import { PLAIN_SYSCTLS } from './defaults';
import { connectedRoutes, DEFAULT_ROUTE, HOST_BITS, loopback, vethName } from './parts';

export const podMachineId = (pod: { readonly namespace: string; readonly name: string }) =>
  machineId(`pod/${pod.namespace}/${pod.name}`);
export const nodeMachineId = (name: string) => machineId(`node/${name}`);
export const podKey = (pod: { readonly namespace: string; readonly name: string }) =>
  `${pod.namespace}/${pod.name}`;

const LOCALHOST = ip('127.0.0.1');

/** What a Pod's process listens on. A targetPort says only that someone expects a listener there. */
export function podSockets(pod: ClusterPod): readonly Socket[] {
  return pod.listens.map((l) => ({
    proto: l.proto.toLowerCase() as Protocol,
    port: l.port,
    ...(pod.listening === 'localhost' ? { address: LOCALHOST } : {}),
    owner: podKey(pod),
    assumed: l.because === 'targetPort',
  }));
}

/** The bridge's address on the Pod's node: the first of the node's range. */
export function bridgeAddress(node: ClusterNode, family: IpFamily): Ip | undefined {
  const range = node.podCidrs.find((c) => familyOf(c) === family);
  return range && nthAddress(range, 1);
}

/** A Pod with a network namespace of its own: eth0 is a veth whose other end is a port of the node's bridge. */
export function podMachine(pod: ClusterPod, node: ClusterNode, mtu: number): Machine {
  const addresses = pod.ips.map((address) => {
    const range = node.podCidrs.find((c) => cidrContains(c, address));
    return { ip: address, prefix: range ? prefixLength(range) : HOST_BITS[familyOf(address)] };
  });
  const gateways = pod.ips.flatMap((address): Route[] => {
    const via = bridgeAddress(node, familyOf(address));
    return via ? [{ dst: DEFAULT_ROUTE[familyOf(address)], via, dev: 'eth0', onlink: true }] : [];
  });
  return {
    id: podMachineId(pod),
    kind: 'pod',
    name: pod.name,
    interfaces: [
      loopback,
      {
        name: 'eth0',
        kind: 'veth',
        addresses,
        mtu,
        peer: { machine: nodeMachineId(node.name), interface: vethName(pod.namespace, pod.name) },
      },
    ],
    routes: [...connectedRoutes('eth0', addresses), ...gateways],
    sysctls: PLAIN_SYSCTLS,
    sockets: podSockets(pod),
    ruleset: () => undefined,
    ...(node.down ? { down: true } : {}),
  };
}
