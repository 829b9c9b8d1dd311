import type { EndpointSlice, Service } from '../../cluster/api';
import { serviceOfSlice } from './endpoints';
import { externalPolicyLocal } from './service-fields';

/**
 * Does a kube-proxy that runs on this node call it healthy for a Service? With externalTrafficPolicy Local its health
 * check node port answers 200 only where a ready endpoint is on the node (hcInstance.ServeHTTP in
 * pkg/proxy/healthcheck/service_health.go), one with a port (EndpointsMap.LocalReadyEndpoints); with Cluster any node does.
 */
export function passesHealthCheck(
  service: Service,
  slices: readonly EndpointSlice[],
  nodeName: string,
): boolean {
  if (!externalPolicyLocal(service)) return true;
  const { namespace = 'default', name } = service.metadata;
  return slices.some(
    (slice) =>
      serviceOfSlice(slice) === `${namespace}/${name}` &&
      slice.ports?.some(({ port }) => port) &&
      slice.endpoints?.some((e) => e.nodeName === nodeName && (e.conditions?.ready ?? true)),
  );
}
