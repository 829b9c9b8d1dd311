import { type Cluster, type ProxySettings, printProxyConfiguration } from '../../engine';
import { configured, proxyOptions } from '../../state/settings/options';
import {
  PROXY_SETTINGS,
  type ProxySettingId,
  type Settings,
  settingValue,
  withSetting,
} from '../../state/settings/settings';

const IDS = Object.keys(PROXY_SETTINGS) as ProxySettingId[];
/** No field of the file. */
const NOT_WRITTEN: ReadonlySet<ProxySettingId> = new Set(['netfilterAccounting']);

function entryOf(value: unknown): boolean | string | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** Takes over what a KubeProxyConfiguration says; what it does not say is reset. */
export function takeConfiguration(given: ProxySettings, settings: Settings, cluster: Cluster): Settings {
  return IDS.filter((id) => !NOT_WRITTEN.has(id)).reduce(
    (all, id) => withSetting(all, id, entryOf(given[id as keyof ProxySettings]), cluster),
    settings,
  );
}

/** What kube-proxy runs with, as the file that would say so; empty interface names are left out. */
export function writeConfiguration(settings: Settings, cluster: Cluster): string {
  const usable = proxyOptions(settings, cluster);
  const entries = IDS.flatMap((id) => {
    if (NOT_WRITTEN.has(id)) return [];
    const base = settingValue(id, {}, cluster);
    const value = usable[id] ?? configured(id, base);
    return value === '' && id !== 'clusterCIDR' ? [] : [[id, value] as const];
  });
  return printProxyConfiguration({ mode: 'iptables', ...Object.fromEntries(entries) });
}
