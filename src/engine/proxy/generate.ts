import type { EndpointSlice, Node, Service } from '../cluster/api';
import { type ChainName, chainName, type Ruleset, type Table, type TableName } from '../netfilter/model';
import type { ProxyConfig } from './config';
import { type ProxyContext, proxyContext } from './context';
import { type EndpointInfo, endpointsOf, serviceOfSlice } from './endpoints';
import {
  FIXED_NAT_CHAINS,
  fixedFilterChains,
  forwardRules,
  localnetGuard,
  masqueradeRules,
  nodePortJumps,
} from './iptables/fixed';
import { type PayloadTable, tableOf } from './iptables/payload';
import { type ServicePortRules, servicePortRules } from './iptables/service-port';
import { type Jump, jumpsOf } from './jumps';
import { isServicePortChain } from './names';
import { planServicePort } from './plan';
import { type ServicePortInfo, servicePorts } from './services';

/** The objects that kube-proxy watches. They are taken as immutable: a change is a new object. */
export interface ProxyObjects {
  readonly services: readonly Service[];
  readonly endpointSlices: readonly EndpointSlice[];
  readonly nodes: readonly Node[];
}

/** What one full sync of kube-proxy does to the node. */
export interface ProxyRules {
  /** The payload of iptables-restore: tables filter and nat, regular chains only. */
  readonly ruleset: Ruleset;
  /** In the order of insertion; each goes to the front of its chain. */
  readonly jumps: readonly Jump[];
}

/** Above this many endpoints in all, per-endpoint rules go without comments (largeClusterEndpointsThreshold). */
const LARGE_CLUSTER = 1000;

/**
 * The rules of one node in one family (Proxier.syncProxyRules of v1.30, a full sync). Services are written in the
 * order of their names, so that the same objects always give the same text.
 *
 * @throws RangeError for mode nftables, which is not generated.
 */
export function generateRules(objects: ProxyObjects, config: ProxyConfig): ProxyRules {
  if (config.mode !== 'iptables') throw new RangeError(`${config.mode} mode is not supported yet`);
  const context = proxyContext(config, objects.nodes);
  const units = serviceUnits(objects, context);
  const tables = new Map<TableName, Table>();
  for (const payload of [filterPayload(units, context), natPayload(units, context)]) {
    tables.set(payload.name, tableOf(payload));
  }
  return { ruleset: { family: context.family, tables }, jumps: jumpsOf(config) };
}

function serviceUnits(objects: ProxyObjects, context: ProxyContext): ServicePortRules[] {
  const slices = slicesByService(objects.endpointSlices);
  const ports: { port: ServicePortInfo; endpoints: EndpointInfo[] }[] = [];
  let total = 0;
  for (const service of sortedServices(objects.services)) {
    for (const port of servicePorts(service, context.family)) {
      const of = slices.get(`${port.ref.namespace}/${port.ref.name}`) ?? [];
      const endpoints = endpointsOf(port, of, context.family, context.config.nodeName);
      total += endpoints.length;
      ports.push({ port, endpoints });
    }
  }
  const comments = total <= LARGE_CLUSTER;
  return ports.map(({ port, endpoints }) =>
    servicePortRules(planServicePort(port, endpoints, context.zone), context, comments),
  );
}

function slicesByService(slices: readonly EndpointSlice[]): Map<string, EndpointSlice[]> {
  const grouped = new Map<string, EndpointSlice[]>();
  for (const slice of slices) {
    const service = serviceOfSlice(slice);
    if (service === undefined) continue;
    const group = grouped.get(service);
    if (group) group.push(slice);
    else grouped.set(service, [slice]);
  }
  return grouped;
}

/** By `namespace/name`; of two with the same name the last one counts, as an update would. */
function sortedServices(services: readonly Service[]): Service[] {
  const byName = new Map<string, Service>();
  for (const service of services) {
    byName.set(`${service.metadata.namespace || 'default'}/${service.metadata.name}`, service);
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, service]) => service);
}

function filterPayload(units: readonly ServicePortRules[], context: ProxyContext): PayloadTable {
  return {
    name: 'filter',
    chains: fixedFilterChains(context),
    runs: [...localnetGuard(context), ...units.flatMap((unit) => unit.filter), forwardRules(context)],
    deletes: [],
  };
}

function natPayload(units: readonly ServicePortRules[], context: ProxyContext): PayloadTable {
  const active = [...FIXED_NAT_CHAINS, ...units.flatMap((unit) => unit.natChains)];
  const stale = staleChains(context.config.existingNATChains, active);
  return {
    name: 'nat',
    chains: [...active, ...stale],
    runs: [...masqueradeRules(context), ...units.flatMap((unit) => unit.nat), nodePortJumps(context)],
    deletes: stale,
  };
}

/** Chains of service ports and endpoints that are gone. Declaring one flushes it; then it can be deleted. */
function staleChains(existing: readonly string[], active: readonly ChainName[]): ChainName[] {
  if (existing.length === 0) return [];
  const kept = new Set<string>(active);
  return [...new Set(existing)].filter((name) => isServicePortChain(name) && !kept.has(name)).map(chainName);
}
