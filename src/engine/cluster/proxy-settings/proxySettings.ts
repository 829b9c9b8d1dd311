import { parseCidr } from '../../net';
import type { ObjectRef } from '../api';
import { checkObject } from '../check/check';
import type { FieldPath, ProxySettings } from '../model';
import type { NoteCode } from '../noteCodes';
import type { Notes } from '../noter';
import { type Data, isData, type RawObject } from '../text/documents';
import { NETWORK_WORDS, OTHER_FIELDS, PROXY_SCHEMA, SETTING_PATHS, UNSIMULATED_FIELDS } from './proxySchema';

const API_VERSION = 'kubeproxy.config.k8s.io/v1alpha1';
const KIND = 'KubeProxyConfiguration';

/** There is one configuration for all nodes, as kubeadm and its like install it. */
export const PROXY_REF: ObjectRef = { kind: KIND, name: 'kube-proxy' };

type Say = (
  severity: 'error' | 'warning' | 'info',
  code: NoteCode,
  path: FieldPath,
  params?: Readonly<Record<string, string | number>>,
) => void;

/** The settings of a KubeProxyConfiguration. What is wrong, or has no effect here, is left out and noted at its line. */
export function readProxySettings(raw: RawObject, notes: Notes): ProxySettings {
  const say: Say = (severity, code, path, params) =>
    notes.add(severity, code, { raw, ref: PROXY_REF }, path, params);
  const { kind, apiVersion } = raw.value;
  if (kind !== undefined && apiVersion !== API_VERSION) {
    const code = apiVersion === undefined ? 'missing-api-version' : 'unknown-api-version';
    say('warning', code, ['kind'], { kind: KIND, value: String(apiVersion), wanted: API_VERSION });
  }
  const { value = {}, findings } = checkObject(PROXY_SCHEMA, raw.value);
  for (const { severity, code, path, params, effect } of findings)
    if (!isOther(path)) say(severity, code, path, { ...params, ...(effect ? { context: effect } : {}) });
  sayUnsimulated(raw.value, new Set(findings.map(({ path }) => String(path[0]))), say);
  return settingsOf(value, say);
}

/** A name that resembles a field of the schema, but is one of its own: nothing is misspelt. */
const isOther = (path: FieldPath): boolean =>
  path.length === 1 &&
  (OTHER_FIELDS.has(String(path[0])) || Object.hasOwn(UNSIMULATED_FIELDS, String(path[0])));

function sayUnsimulated(value: Data, said: ReadonlySet<string>, say: Say): void {
  for (const [key, entry] of Object.entries(value)) {
    if (OTHER_FIELDS.has(key) || Object.hasOwn(PROXY_SCHEMA.fields, key)) continue;
    const idle = Object.hasOwn(UNSIMULATED_FIELDS, key) ? UNSIMULATED_FIELDS[key] : undefined;
    if (!idle && !said.has(key)) say('warning', 'unknown-proxy-setting', [key], { field: key });
    else if (idle && !idle.includes(entry) && !isEmpty(entry))
      say('info', 'unsimulated-proxy-setting', [key], { field: key, value: shown(entry) });
  }
}

const isEmpty = (value: unknown): boolean =>
  value === null || (isData(value) && Object.keys(value).length === 0);

const shown = (value: unknown): string => (typeof value === 'object' ? '…' : String(value));

function settingsOf(value: Data, say: Say): ProxySettings {
  const settings: Record<string, unknown> = {};
  for (const [setting, path] of Object.entries(SETTING_PATHS)) {
    let found: unknown = value;
    for (const key of path) found = isData(found) ? found[String(key)] : undefined;
    // kubeadm writes every field: empty text asks for the default, but for an empty clusterCIDR.
    if (found !== undefined && (found !== '' || setting === 'clusterCIDR')) settings[setting] = found;
  }
  if (settings.mode !== undefined && settings.mode !== 'iptables') {
    say('warning', 'unsimulated-proxy-mode', ['mode'], { value: String(settings.mode) });
    delete settings.mode;
  }
  checkNetworks(settings, say);
  checkDetection(settings, say);
  return settings;
}

const isNetwork = (text: string): boolean => text.includes('/') && parseCidr(text) !== undefined;

function checkNetworks(settings: Record<string, unknown>, say: Say): void {
  const { clusterCIDR, nodePortAddresses } = settings as ProxySettings;
  if (clusterCIDR && !clusterCIDR.split(',').every((part) => isNetwork(part.trim()))) {
    say('error', 'bad-cidr', ['clusterCIDR'], { value: clusterCIDR, context: 'field' });
    delete settings.clusterCIDR;
  }
  settings.nodePortAddresses = nodePortAddresses?.filter((text, i) => {
    const path = ['nodePortAddresses', i];
    if (isNetwork(text)) return true;
    if (NETWORK_WORDS.has(text)) say('info', 'unsimulated-proxy-setting', path, { field: text, value: text });
    else say('error', 'bad-cidr', path, { value: text, context: 'item' });
    return false;
  });
  if (nodePortAddresses === undefined) delete settings.nodePortAddresses;
}

/** kube-proxy does not start in a mode that lacks its interface (validation.go, validateDetectLocalConfiguration). */
function checkDetection(settings: Record<string, unknown>, say: Say): void {
  const { detectLocalMode: mode, bridgeInterface, interfaceNamePrefix } = settings as ProxySettings;
  const lacks = (field: 'bridgeInterface' | 'interfaceNamePrefix') => {
    say('error', 'missing', ['detectLocalMode'], { path: `detectLocal.${field}`, context: 'field' });
    delete settings.detectLocalMode;
  };
  if (mode === 'BridgeInterface' && !bridgeInterface) lacks('bridgeInterface');
  if (mode === 'InterfaceNamePrefix' && !interfaceNamePrefix) lacks('interfaceNamePrefix');
}
