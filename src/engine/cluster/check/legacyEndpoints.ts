import type { Endpoint, EndpointSlice, ObjectMeta, ServiceProtocol } from '../api';
import type { Entry } from '../noter';

interface LegacyAddress {
  readonly ip: string;
  readonly nodeName?: string;
  readonly hostname?: string;
}

/** The old kind `Endpoints`. kube-proxy does not read it; a controller copies what was written by hand into slices. */
export interface LegacyEndpoints {
  readonly metadata: ObjectMeta;
  readonly subsets?: readonly {
    readonly addresses?: readonly LegacyAddress[];
    readonly notReadyAddresses?: readonly LegacyAddress[];
    readonly ports?: readonly {
      readonly name?: string;
      readonly port: number;
      readonly protocol?: ServiceProtocol;
    }[];
  }[];
}

/** As the endpointslicemirroring controller does it: one slice a subset and family. */
export function mirrorEndpoints({ object, ref }: Entry<LegacyEndpoints>): readonly EndpointSlice[] {
  const slices: EndpointSlice[] = [];
  for (const [i, { addresses = [], notReadyAddresses = [], ports = [] }] of (
    object.subsets ?? []
  ).entries()) {
    for (const addressType of ['IPv4', 'IPv6'] as const) {
      const endpoints = [
        ...addresses.map((address) => endpoint(address, true)),
        ...notReadyAddresses.map((address) => endpoint(address, false)),
      ].filter(({ addresses: [ip = ''] }) => ip.includes(':') === (addressType === 'IPv6'));
      if (endpoints.length === 0) continue;
      slices.push({
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {
          name: `${ref.name}-${i}-${addressType.toLowerCase()}`,
          namespace: ref.namespace ?? 'default',
          labels: {
            'kubernetes.io/service-name': ref.name,
            'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
          },
        },
        addressType,
        endpoints,
        ports: ports.map(({ name = '', port, protocol = 'TCP' }) => ({ name, port, protocol })),
      });
    }
  }
  return slices;
}

const endpoint = ({ ip, nodeName, hostname }: LegacyAddress, ready: boolean): Endpoint => ({
  addresses: [ip],
  conditions: { ready },
  ...(nodeName === undefined ? {} : { nodeName }),
  ...(hostname === undefined ? {} : { hostname }),
});
