import type {
  Chain,
  ChainName,
  Cluster,
  Exchange,
  HookName,
  IpFamily,
  Machine,
  Ruleset,
  Service,
} from '../../engine';

/** Addresses under which a Service can be called. */
function addressesOf(service: Service): readonly string[] {
  const { spec, status } = service;
  const ips = spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : []);
  const ingress = status?.loadBalancer?.ingress?.flatMap((i) => (i.ip ? [i.ip] : [])) ?? [];
  return [...ips, ...ingress, ...(spec.externalIPs ?? [])].filter((ip) => ip !== 'None');
}

export const hasAddress = (service: Service): boolean => addressesOf(service).length > 0;

/** The Service that a request is meant for: by its own address, or by a node port. */
export function serviceOf(cluster: Cluster, exchange: Exchange | undefined): Service | undefined {
  if (!exchange) return undefined;
  const { ip, port } = exchange.request.to;
  const own = cluster.services.find((s) => addressesOf(s).includes(ip));
  if (own) return own;
  const isNode = cluster.nodes.some((n) => n.ips.includes(ip));
  return isNode ? cluster.services.find((s) => s.spec.ports?.some((p) => p.nodePort === port)) : undefined;
}

/** Ready endpoints, over all slices of the Service. */
export function endpointsOf(
  cluster: Cluster,
  service: Service,
): { readonly ready: Set<string>; readonly notReady: Set<string> } {
  const ready = new Set<string>();
  const notReady = new Set<string>();
  for (const slice of cluster.endpointSlices) {
    if (slice.metadata.namespace !== service.metadata.namespace) continue;
    if (slice.metadata.labels?.['kubernetes.io/service-name'] !== service.metadata.name) continue;
    for (const e of slice.endpoints ?? []) {
      for (const ip of e.addresses) (e.conditions?.ready === false ? notReady : ready).add(ip);
    }
  }
  return { ready, notReady };
}

/**
 * The hooks from whose base chains a rule for this Service's address can be reached: read off the rules
 * themselves, so that the marks on the gates say what is loaded on this machine.
 */
export function hooksWithRules(machine: Machine, family: IpFamily, service: Service): readonly HookName[] {
  const ruleset = machine.ruleset(family);
  const ips = addressesOf(service);
  if (!ruleset || ips.length === 0) return [];
  const hooks = new Set<HookName>();
  for (const table of ruleset.tables.values()) {
    const hits = chainsWith(table.chains, ips);
    if (hits.size === 0) continue;
    for (const chain of table.chains.values()) {
      if (chain.base && reaches(chain, hits, table.chains)) hooks.add(chain.base.hook);
    }
  }
  return [...hooks];
}

type Chains = NonNullable<ReturnType<Ruleset['tables']['get']>>['chains'];

function chainsWith(chains: Chains, ips: readonly string[]): Set<ChainName> {
  const hits = new Set<ChainName>();
  for (const chain of chains.values()) {
    const hit = chain.rules.some((rule) =>
      rule.matches.some(
        (m) => m.kind === 'destination' && !m.negate && ips.includes(m.cidr.replace(/\/\d+$/, '')),
      ),
    );
    if (hit) hits.add(chain.name);
  }
  return hits;
}

/** Dispatch chains stand two jumps deep at most; a Service's own chains need no search. */
function reaches(from: Chain, hits: ReadonlySet<ChainName>, chains: Chains): boolean {
  const seen = new Set<ChainName>();
  const queue = [from.name];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (hits.has(name)) return true;
    if (seen.has(name) || seen.size > 64) continue;
    seen.add(name);
    for (const rule of chains.get(name)?.rules ?? []) {
      if (rule.target?.kind === 'jump' || rule.target?.kind === 'goto') queue.push(rule.target.chain);
    }
  }
  return false;
}
