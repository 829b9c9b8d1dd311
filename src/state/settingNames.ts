import { SETTING_PATHS } from '../engine';
import { type NodeFactId, partsOf, type SettingKey } from './settings';

/** As `sysctl` and flannel call them. */
const OTHERS: Readonly<Record<NodeFactId | 'overlay' | 'walkOuter' | 'netfilterAccounting', string>> = {
  ipForward: 'net.ipv4.ip_forward',
  rpFilter: 'net.ipv4.conf.all.rp_filter',
  routeLocalnet: 'net.ipv4.conf.all.route_localnet',
  bridgeNfCallIptables: 'net.bridge.bridge-nf-call-iptables',
  hairpin: 'hairpinMode',
  defaultRoute: 'ip route default',
  overlay: 'Backend.Type',
  walkOuter: 'walkOuter',
  netfilterAccounting: 'nfacct',
};

/** What a setting is called where it is set: `iptables.masqueradeAll`, `net.ipv4.ip_forward`. */
export function settingName(key: SettingKey): string {
  const { id } = partsOf(key);
  if (Object.hasOwn(OTHERS, id)) return OTHERS[id as keyof typeof OTHERS];
  return (SETTING_PATHS[id as keyof typeof SETTING_PATHS] ?? [id]).join('.');
}
