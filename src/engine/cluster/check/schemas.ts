import {
  address,
  addressOrNone,
  bool,
  count,
  int,
  list,
  map,
  network,
  type ObjectSchema,
  object,
  oneOf,
  port,
  type Schema,
  type TextForm,
  text,
} from './schema';

/** Every field that the engine reads, kind by kind, under the API's own rules (pkg/apis/core/validation). */

const owner = object({ kind: text(), name: text() }, ['kind', 'name']);

const metadata = (form: TextForm): Schema =>
  object({
    name: text(form),
    generateName: text(),
    namespace: text('label'),
    labels: map,
    annotations: map,
    ownerReferences: list(owner),
  });

const protocol = oneOf('TCP', 'UDP', 'SCTP');
const policy = oneOf('Cluster', 'Local');

const service = object(
  {
    metadata: metadata('service-name'),
    spec: object({
      type: oneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
      selector: map,
      ports: list(
        object(
          {
            name: text('label'),
            protocol,
            port,
            targetPort: { kind: 'port-or-name' },
            nodePort: int(0, 65535),
          },
          ['port'],
        ),
      ),
      clusterIP: addressOrNone,
      clusterIPs: list(addressOrNone),
      ipFamilies: list(oneOf('IPv4', 'IPv6')),
      ipFamilyPolicy: oneOf('SingleStack', 'PreferDualStack', 'RequireDualStack'),
      externalIPs: list(address),
      externalName: text(),
      sessionAffinity: oneOf('None', 'ClientIP'),
      sessionAffinityConfig: object({ clientIP: object({ timeoutSeconds: int(1, 86400) }) }),
      externalTrafficPolicy: policy,
      internalTrafficPolicy: policy,
      healthCheckNodePort: int(0, 65535),
      loadBalancerIP: text(),
      loadBalancerSourceRanges: list(network),
      allocateLoadBalancerNodePorts: bool,
      publishNotReadyAddresses: bool,
    }),
    status: object({
      loadBalancer: object({
        ingress: list(object({ ip: address, hostname: text(), ipMode: oneOf('VIP', 'Proxy') })),
      }),
    }),
  },
  ['metadata', 'spec'],
);

const endpointSlice = object(
  {
    metadata: metadata('subdomain'),
    addressType: oneOf('IPv4', 'IPv6', 'FQDN'),
    endpoints: list(
      object(
        {
          addresses: list(text()),
          conditions: object({ ready: bool, serving: bool, terminating: bool }),
          nodeName: text(),
          zone: text(),
          hostname: text(),
          hints: object({ forZones: list(object({ name: text() }, ['name'])) }),
          targetRef: object({ kind: text(), namespace: text(), name: text() }),
        },
        ['addresses'],
      ),
    ),
    ports: list(object({ name: text(), port, protocol })),
  },
  ['metadata', 'addressType'],
);

const endpoints = object(
  {
    metadata: metadata('subdomain'),
    subsets: list(
      object({
        addresses: list(object({ ip: address, nodeName: text(), hostname: text() }, ['ip'])),
        notReadyAddresses: list(object({ ip: address, nodeName: text(), hostname: text() }, ['ip'])),
        ports: list(object({ name: text(), port, protocol }, ['port'])),
      }),
    ),
  },
  ['metadata'],
);

const node = object(
  {
    metadata: metadata('subdomain'),
    spec: object({ podCIDR: network, podCIDRs: list(network) }),
    status: object({ addresses: list(object({ type: text(), address: text() }, ['type', 'address'])) }),
  },
  ['metadata'],
);

const podSpec = object({
  nodeName: text(),
  nodeSelector: map,
  hostNetwork: bool,
  hostname: text('label'),
  subdomain: text('label'),
  containers: list(
    object({
      name: text(),
      image: text(),
      ports: list(object({ name: text('port-name'), containerPort: port, protocol }, ['containerPort'])),
    }),
  ),
});

const pod = object(
  {
    metadata: metadata('subdomain'),
    spec: podSpec,
    status: object({
      podIP: address,
      podIPs: list(object({ ip: address }, ['ip'])),
      hostIP: address,
      phase: text(),
      conditions: list(object({ type: text(), status: text() }, ['type', 'status'])),
    }),
  },
  ['metadata', 'spec'],
);

const selector = object({
  matchLabels: map,
  matchExpressions: list(
    object({ key: text(), operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'), values: list(text()) }, [
      'key',
      'operator',
    ]),
  ),
});

const workload = (needs: readonly string[]) =>
  object(
    {
      metadata: metadata('subdomain'),
      spec: object(
        {
          replicas: count,
          parallelism: count,
          completions: count,
          suspend: bool,
          serviceName: text(),
          selector,
          template: object({ metadata: object({ labels: map }), spec: podSpec }, ['spec']),
        },
        needs,
      ),
      status: object({ completionTime: text() }),
    },
    ['metadata', 'spec'],
  );

export interface ReadKind {
  readonly group: string;
  /** What `apiVersion` should say. */
  readonly apiVersion: string;
  readonly namespaced: boolean;
  readonly schema: ObjectSchema;
}

const core = (schema: ObjectSchema, namespaced = true): ReadKind => ({
  group: '',
  apiVersion: 'v1',
  namespaced,
  schema,
});
const grouped = (group: string, schema: ObjectSchema): ReadKind => ({
  group,
  apiVersion: `${group}/v1`,
  namespaced: true,
  schema,
});
const apps = grouped('apps', workload(['selector', 'template']));

export const READ_KINDS: Readonly<Record<string, ReadKind>> = {
  Service: core(service),
  Endpoints: core(endpoints),
  Pod: core(pod),
  Node: core(node, false),
  Namespace: core(object({ metadata: metadata('label') }, ['metadata']), false),
  EndpointSlice: grouped('discovery.k8s.io', endpointSlice),
  Deployment: apps,
  ReplicaSet: apps,
  StatefulSet: apps,
  DaemonSet: apps,
  Job: grouped('batch', workload(['template'])),
};
