import { parseIp } from '../../net';
import type { EndpointSlice, Pod, Service } from '../api';
import type { ClusterPod, Listener } from '../model';
import type { PodIndex } from './podIndex';
import { targetPortOf } from './slices';

/** The containerPorts of a Pod: what it says of itself. */
export function declaredListeners({ spec }: Pod): readonly Listener[] {
  return (spec.containers ?? []).flatMap(({ ports = [] }) =>
    ports.map(({ containerPort, protocol = 'TCP', name }) => ({
      proto: protocol,
      port: containerPort,
      ...(name === undefined ? {} : { name }),
      because: 'containerPort' as const,
    })),
  );
}

/**
 * Adds what Services and slices take for granted: that a Pod which they send traffic to listens on their port. An
 * assumption, marked as one.
 */
export function withAssumedListeners(
  pods: readonly ClusterPod[],
  index: PodIndex,
  services: readonly Service[],
  slices: readonly EndpointSlice[],
): readonly ClusterPod[] {
  const assumed = new Map<ClusterPod, Listener[]>();
  const assume = (pod: ClusterPod, proto: Listener['proto'], port: number) => {
    const same = (l: Listener) => l.port === port && l.proto === proto;
    const own = assumed.get(pod) ?? [];
    if (pod.listens.some(same) || own.some(same)) return;
    assumed.set(pod, [...own, { proto, port, because: 'targetPort' }]);
  };
  for (const service of services) {
    if (service.spec.type === 'ExternalName') continue;
    for (const pod of index.selected(service))
      for (const servicePort of service.spec.ports ?? []) {
        const port = targetPortOf(servicePort, pod);
        if (port !== undefined) assume(pod, servicePort.protocol ?? 'TCP', port);
      }
  }
  const byIp = new Map(
    pods.filter((pod) => !pod.hostNetwork).flatMap((pod) => pod.ips.map((ip) => [ip, pod] as const)),
  );
  for (const { endpoints = [], ports = [] } of slices)
    for (const { addresses } of endpoints) {
      const ip = parseIp(addresses[0] ?? '');
      const pod = ip && byIp.get(ip);
      if (pod)
        for (const { port, protocol = 'TCP' } of ports) if (port !== undefined) assume(pod, protocol, port);
    }
  return pods.map((pod) => {
    const more = assumed.get(pod);
    return more ? { ...pod, listens: [...pod.listens, ...more] } : pod;
  });
}
