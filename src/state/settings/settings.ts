import {
  type Cluster,
  NODE_SYSCTLS,
  PROXY_DEFAULTS,
  type ProxyConfig,
  parseCidr,
  usualMtu,
} from '../../engine';

/** A setting as it was entered. Texts are kept as typed, also where nothing can be made of them. */
export type SettingValue = boolean | string;

/** What can be set to what: a switch, one of a list, or a text with the check that it must pass. */
export type SettingSpec =
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | {
      readonly kind: 'text';
      readonly wrong: (text: string, cluster: Cluster) => SettingProblemCode | undefined;
    }
  /** What `iptables-save` has printed: pasted, never edited in place. */
  | { readonly kind: 'rules' };

export type SettingProblemCode =
  | 'mtu'
  | 'overlay-mtu'
  | 'networks'
  | 'bit'
  | 'interface'
  | 'bridge-missing'
  | 'prefix-missing';

const isNetwork = (text: string): boolean => text.includes('/') && parseCidr(text) !== undefined;
/** Networks as a list is written by hand: commas, blanks or both between them. */
export const listed = (text: string): readonly string[] => text.split(/[\s,]+/).filter(Boolean);
const networks = (text: string) => (listed(text).every(isNetwork) ? undefined : 'networks');
const bit = (text: string) => (/^\d{1,2}$/.test(text) && Number(text) <= 31 ? undefined : 'bit');
/** Linux: at most 15 bytes, no slash, no blank. */
const interfaceName = (text: string) => (/^[^\s/]{0,15}$/.test(text) ? undefined : 'interface');

/** IPv6 needs 1280. */
const mtu = (text: string) =>
  /^\d{4,5}$/.test(text) && Number(text) >= 1280 && Number(text) <= 65_535 ? undefined : 'mtu';

/** The VXLAN device takes no more than its outer packet leaves of the NIC's. */
const overlayMtu = (text: string, cluster: Cluster) =>
  mtu(text) ?? (Number(text) > usualMtu(cluster, 'vxlan') ? 'overlay-mtu' : undefined);

const flag = { kind: 'flag' } as const;

/** kube-proxy's settings on which rules depend, in the names of `ProxyConfig`. */
export const PROXY_SETTINGS = {
  clusterCIDR: { kind: 'text', wrong: networks },
  detectLocalMode: {
    kind: 'choice',
    choices: ['ClusterCIDR', 'NodeCIDR', 'BridgeInterface', 'InterfaceNamePrefix'],
  },
  bridgeInterface: { kind: 'text', wrong: interfaceName },
  interfaceNamePrefix: { kind: 'text', wrong: interfaceName },
  masqueradeAll: flag,
  masqueradeBit: { kind: 'text', wrong: bit },
  localhostNodePorts: flag,
  nodePortAddresses: { kind: 'text', wrong: networks },
  conntrackTCPLiberal: flag,
  netfilterAccounting: flag,
} as const satisfies Partial<Record<keyof ProxyConfig, SettingSpec>>;

/** How the Pod network is built. */
export const NETWORK_SETTINGS = {
  overlay: { kind: 'choice', choices: ['vxlan', 'host-gw'] },
  walkOuter: flag,
  podMtu: { kind: 'text', wrong: mtu },
  overlayMtu: { kind: 'text', wrong: overlayMtu },
  lanMtu: { kind: 'text', wrong: (text: string) => (text === '' ? undefined : mtu(text)) },
} as const satisfies Record<string, SettingSpec>;

/** What is true of one node, or of all. */
export const NODE_FACTS = {
  down: { kind: 'choice', choices: ['no', 'died', 'not-ready'] },
  kubeProxy: flag,
  ipForward: flag,
  rpFilter: { kind: 'choice', choices: ['0', '1', '2'] },
  routeLocalnet: flag,
  bridgeNfCallIptables: flag,
  hairpin: flag,
  defaultRoute: flag,
  tcpLoose: flag,
  forwardPolicy: { kind: 'choice', choices: ['ACCEPT', 'DROP'] },
  forwardRules: flag,
  overlayPort: { kind: 'choice', choices: ['open', 'input', 'firewall'] },
} as const satisfies Record<string, SettingSpec>;

/** What is true of one Pod. */
export const POD_FACTS = {
  ready: flag,
  listens: { kind: 'choice', choices: ['all', 'localhost', 'none'] },
} as const satisfies Record<string, SettingSpec>;

/** What is loaded on one node, in place of what kube-proxy and flannel would write there. */
export const NODE_RULES = { rules: { kind: 'rules' } } as const satisfies Record<string, SettingSpec>;

/** How to go on at something in a rule that cannot be evaluated (`Decision`). */
const GO_ON = {
  kind: 'choice',
  choices: ['match', 'no-match', 'continue', 'accept', 'drop', 'return'],
} as const;
export const GO_ON_PREFIX = 'goOn:';

export type ProxySettingId = keyof typeof PROXY_SETTINGS;
export type NetworkSettingId = keyof typeof NETWORK_SETTINGS;
export type NodeFactId = keyof typeof NODE_FACTS;
export type PodFactId = keyof typeof POD_FACTS;
/** `ipForward@worker`, `ready@default/web`; `ipForward@*` is for all nodes that do not say otherwise. */
export type SettingKey =
  | ProxySettingId
  | NetworkSettingId
  | `${NodeFactId | PodFactId}@${string}`
  | `rules@${string}`
  | GoOnKey;
/** `goOn:` and what `unknownKey` gives. */
export type GoOnKey = `goOn:${string}`;

export const goOnKey = (unknown: string): GoOnKey => `${GO_ON_PREFIX}${unknown}`;

/** Only what differs from what holds anyway. */
export type Settings = Readonly<Partial<Record<SettingKey, SettingValue>>>;

export const NO_SETTINGS: Settings = {};
export const ALL_NODES = '*';

/** They belong to no node. */
const FREE = { ...PROXY_SETTINGS, ...NETWORK_SETTINGS };

const SPECS: Readonly<Record<string, SettingSpec>> = {
  ...FREE,
  ...NODE_FACTS,
  ...POD_FACTS,
  ...NODE_RULES,
};

/** A setting and whose it is: a node's, a Pod's (`namespace/name`), or nobody's. */
export interface SettingParts {
  readonly id: string;
  readonly node?: string;
  readonly pod?: string;
}

export function partsOf(key: string): SettingParts {
  if (key.startsWith(GO_ON_PREFIX)) {
    const node = /^node\/([^|]*)/.exec(key.slice(GO_ON_PREFIX.length))?.[1];
    return { id: 'goOn', ...(node === undefined ? {} : { node }) };
  }
  const at = key.indexOf('@');
  if (at < 0) return { id: key };
  const [id, owner] = [key.slice(0, at), key.slice(at + 1)];
  return owner.includes('/') ? { id, pod: owner } : { id, node: owner };
}

/** Undefined where there is no such setting, or it does not belong to a node or Pod, or the other way round. */
export function specOf(key: string): SettingSpec | undefined {
  const { id, node, pod } = partsOf(key);
  if (id === 'goOn') return GO_ON;
  const ofNode = node === ALL_NODES ? NODE_FACTS : { ...NODE_FACTS, ...NODE_RULES };
  const specs = pod !== undefined ? POD_FACTS : node !== undefined ? ofNode : FREE;
  return Object.hasOwn(specs, id) ? SPECS[id] : undefined;
}

const LONGEST = 1000;
/** Some 10,000 rules. Longer ones fill what a browser keeps. */
export const LONGEST_RULES = 2_000_000;

/** Settings from a link or from storage: what is not known, or of another kind, is left out. */
export function readSettings(value: unknown): Settings {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return NO_SETTINGS;
  const found = Object.entries(value).filter(([key, entry]) => {
    const spec = specOf(key);
    if (spec?.kind === 'flag') return typeof entry === 'boolean';
    if (spec?.kind === 'choice') return spec.choices.includes(entry);
    const longest = spec?.kind === 'rules' ? LONGEST_RULES : LONGEST;
    return spec !== undefined && typeof entry === 'string' && entry.length <= longest;
  });
  return found.length === 0 ? NO_SETTINGS : Object.fromEntries(found);
}

const NODE_DEFAULTS: Readonly<Record<NodeFactId, SettingValue>> = {
  down: 'no',
  kubeProxy: true,
  ipForward: NODE_SYSCTLS.ipForward,
  rpFilter: String(NODE_SYSCTLS.rpFilter),
  routeLocalnet: NODE_SYSCTLS.routeLocalnet,
  bridgeNfCallIptables: NODE_SYSCTLS.bridgeNfCallIptables,
  hairpin: true,
  defaultRoute: true,
  tcpLoose: NODE_SYSCTLS.tcpLoose,
  forwardPolicy: 'ACCEPT',
  forwardRules: true,
  overlayPort: 'open',
};

/** As the text has the Pod, whatever else is wrong with it now. */
function podBase(id: PodFactId, name: string, { faulty, pods }: Cluster): SettingValue {
  if (id === 'listens') return 'all';
  const pod = (faulty?.settled.pods ?? pods).find((p) => `${p.namespace}/${p.name}` === name);
  return pod?.ready ?? true;
}

/** What holds where a setting is not changed here: what the manifests say, for a node what all nodes have, else the default. */
export function baseOf(key: SettingKey, settings: Settings, cluster: Cluster): SettingValue {
  const { id, node, pod } = partsOf(key);
  if (id === 'rules' || id === 'goOn') return '';
  if (pod !== undefined) return podBase(id as PodFactId, pod, cluster);
  if (node !== undefined) {
    const ofAll = node === ALL_NODES ? undefined : settings[`${id as NodeFactId}@${ALL_NODES}`];
    return ofAll ?? NODE_DEFAULTS[id as NodeFactId];
  }
  if (id === 'overlay') return 'vxlan';
  if (id === 'walkOuter') return false;
  if (id === 'lanMtu') return '';
  if (id === 'podMtu' || id === 'overlayMtu')
    return String(usualMtu(cluster, settings.overlay === 'host-gw' ? 'host-gw' : 'vxlan'));
  const given = cluster.proxy?.[id as keyof typeof cluster.proxy];
  if (given === undefined && id === 'clusterCIDR') return cluster.podNetworks.join(',');
  const value = given ?? PROXY_DEFAULTS[id as keyof typeof PROXY_DEFAULTS] ?? '';
  return typeof value === 'boolean' ? value : Array.isArray(value) ? value.join(', ') : String(value);
}

export const settingValue = (key: SettingKey, settings: Settings, cluster: Cluster): SettingValue =>
  settings[key] ?? baseOf(key, settings, cluster);

/** Why a setting cannot be used as it stands. kube-proxy would not start with it; here its base holds instead. */
export function settingProblem(
  key: SettingKey,
  settings: Settings,
  cluster: Cluster,
): SettingProblemCode | undefined {
  const value = settingValue(key, settings, cluster);
  const spec = specOf(key);
  if (spec?.kind === 'text' && typeof value === 'string') return spec.wrong(value.trim(), cluster);
  if (key !== 'detectLocalMode') return undefined;
  const lacks = (name: ProxySettingId) =>
    !settingValue(name, settings, cluster) || settingProblem(name, settings, cluster);
  if (value === 'BridgeInterface' && lacks('bridgeInterface')) return 'bridge-missing';
  if (value === 'InterfaceNamePrefix' && lacks('interfaceNamePrefix')) return 'prefix-missing';
  return undefined;
}

export type Fact = (id: NodeFactId) => SettingValue | undefined;

/** Whether a fact holds on a node, by its own setting or by that of all. Undefined: nobody has said anything. */
export const factOf =
  (settings: Settings, node: string): Fact =>
  (id) =>
    settings[`${id}@${node}`] ?? settings[`${id}@${ALL_NODES}`];

/** One setting changed; what equals its base is no change. `undefined` resets. */
export function withSetting(
  settings: Settings,
  key: SettingKey,
  value: SettingValue | undefined,
  cluster: Cluster,
): Settings {
  const { [key]: _, ...rest } = settings;
  if (value === undefined || value === baseOf(key, settings, cluster)) return rest;
  return { ...rest, [key]: value };
}

/** The facts of a node that are not as they are where nobody touched anything. */
export const faultsOf = (settings: Settings, node: string): readonly NodeFactId[] =>
  (Object.keys(NODE_FACTS) as NodeFactId[]).filter((id) => {
    const value = factOf(settings, node)(id);
    return value !== undefined && value !== NODE_DEFAULTS[id];
  });

/** The settings that somebody changed for a node or a Pod itself. */
export const changedOf = (settings: Settings, owner: string): readonly SettingKey[] =>
  (Object.keys(settings) as SettingKey[]).filter((key) => key.endsWith(`@${owner}`));
