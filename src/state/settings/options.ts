import type {
  Cluster,
  Decision,
  NetworkOptions,
  NodeOptions,
  PodFacts,
  ProxyConfig,
  StoppedProxy,
} from '../../engine';
import { rulesetsOf } from '../document/pastedRules';
import {
  type Fact,
  factOf,
  GO_ON_PREFIX,
  listed,
  NODE_FACTS,
  NODE_RULES,
  POD_FACTS,
  PROXY_SETTINGS,
  type ProxySettingId,
  partsOf,
  type Settings,
  type SettingValue,
  settingProblem,
} from './settings';

/** The value of a setting in the form that kube-proxy's configuration has it. */
export function configured(id: ProxySettingId, value: SettingValue): unknown {
  if (typeof value === 'boolean') return value;
  if (id === 'masqueradeBit') return Number(value);
  if (id === 'nodePortAddresses') return listed(value);
  return id === 'clusterCIDR' ? listed(value).join(',') : value.trim();
}

/** Settings that differ and can be used, as `ProxyConfig` has them. */
export function proxyOptions(settings: Settings, cluster: Cluster): Partial<ProxyConfig> {
  const ids = Object.keys(PROXY_SETTINGS) as ProxySettingId[];
  const usable = ids.flatMap((id) => {
    const value = settings[id];
    if (value === undefined || settingProblem(id, settings, cluster)) return [];
    return [[id, configured(id, value)] as const];
  });
  return Object.fromEntries(usable);
}

/** Without what nobody has set. */
const given = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

function nodeOptions(fact: Fact, stopped: () => StoppedProxy, pasted: SettingValue | undefined): NodeOptions {
  const rpFilter = fact('rpFilter');
  const sysctls = given({
    ipForward: fact('ipForward'),
    rpFilter: rpFilter === undefined ? undefined : Number(rpFilter),
    routeLocalnet: fact('routeLocalnet'),
    bridgeNfCallIptables: fact('bridgeNfCallIptables'),
    tcpLoose: fact('tcpLoose'),
  });
  const [down, port] = [fact('down'), fact('overlayPort')];
  return {
    sysctls,
    ...given({
      rules: rulesetsOf(pasted),
      hairpin: fact('hairpin'),
      defaultRoute: fact('defaultRoute'),
      forwardPolicy: fact('forwardPolicy'),
      forwardRules: fact('forwardRules'),
      down: down === 'no' ? undefined : down,
      overlayBlocked: port === 'open' ? undefined : port,
      stopped: fact('kubeProxy') === false ? stopped() : undefined,
    }),
  } as NodeOptions;
}

function podFacts(settings: Settings): Readonly<Record<string, PodFacts>> {
  const facts: Record<string, PodFacts> = {};
  for (const [key, value] of Object.entries(settings)) {
    const { id, pod } = partsOf(key);
    if (pod !== undefined && value !== 'all') facts[pod] = { ...facts[pod], [id]: value };
  }
  return facts;
}

/** What was chosen for rules that cannot be evaluated. */
function choices(settings: Settings): NetworkOptions['unknown'] {
  const made = Object.entries(settings).filter(([key]) => key.startsWith(GO_ON_PREFIX));
  if (made.length === 0) return undefined;
  return Object.fromEntries(made.map(([key, value]) => [key.slice(GO_ON_PREFIX.length), value as Decision]));
}

/**
 * Settings as the engine takes them; what is wrong is left out. `seen`: what kube-proxy has seen last on a node where
 * it has stopped.
 */
export function networkOptions(
  settings: Settings,
  cluster: Cluster,
  seen: (node: string) => StoppedProxy = () => ({}),
): NetworkOptions {
  const keys = Object.keys(settings);
  if (keys.length === 0) return {};
  const has = (facts: object) =>
    keys.some((key) => key.includes('@') && Object.hasOwn(facts, partsOf(key).id));
  const nodes = () =>
    cluster.nodes.map(
      ({ name }) =>
        [name, nodeOptions(factOf(settings, name), () => seen(name), settings[`rules@${name}`])] as const,
    );
  const unknown = choices(settings);
  return {
    proxy: proxyOptions(settings, cluster),
    ...(settings.overlay === 'host-gw' ? { overlay: 'host-gw' } : {}),
    ...(settings.walkOuter === true ? { walkOuter: true } : {}),
    ...mtuOptions(settings, cluster),
    ...(has(NODE_FACTS) || has(NODE_RULES) ? { nodes: Object.fromEntries(nodes()) } : {}),
    ...(has(POD_FACTS) ? { pods: podFacts(settings) } : {}),
    ...(unknown ? { unknown } : {}),
  };
}

function mtuOptions(settings: Settings, cluster: Cluster): Pick<NetworkOptions, 'mtu'> {
  const given = (name: 'pod' | 'overlay' | 'lan') => {
    const key = `${name}Mtu` as const;
    const value = settings[key];
    return value && !settingProblem(key, settings, cluster) ? { [name]: Number(value) } : {};
  };
  const mtu = { ...given('pod'), ...given('overlay'), ...given('lan') };
  return Object.keys(mtu).length === 0 ? {} : { mtu };
}
