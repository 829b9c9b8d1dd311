import { type Decision, SETTING_PATHS } from '../../engine';
import { t, tCode } from '../../i18n';
import {
  type NetworkSettingId,
  type NodeFactId,
  type PodFactId,
  partsOf,
  type SettingKey,
  type SettingValue,
} from './settings';

/** As `sysctl` and flannel call them. */
const OTHERS: Readonly<
  Record<NodeFactId | PodFactId | NetworkSettingId | 'rules' | 'goOn' | 'netfilterAccounting', string>
> = {
  ipForward: 'net.ipv4.ip_forward',
  rpFilter: 'net.ipv4.conf.all.rp_filter',
  routeLocalnet: 'net.ipv4.conf.all.route_localnet',
  bridgeNfCallIptables: 'net.bridge.bridge-nf-call-iptables',
  hairpin: 'hairpinMode',
  defaultRoute: 'ip route default',
  tcpLoose: 'net.netfilter.nf_conntrack_tcp_loose',
  forwardPolicy: 'iptables -P FORWARD',
  forwardRules: '--iptables-forward-rules',
  overlayPort: 'udp/8472',
  down: 'state',
  kubeProxy: 'kube-proxy',
  rules: 'iptables-save',
  goOn: 'not evaluated',
  ready: 'Ready',
  listens: 'listens on',
  overlay: 'Backend.Type',
  walkOuter: 'walkOuter',
  podMtu: 'mtu of cni0, eth0',
  overlayMtu: 'mtu of flannel.1',
  lanMtu: 'mtu of the LAN',
  netfilterAccounting: 'nfacct',
};

/** What a setting is called where it is set: `iptables.masqueradeAll`, `net.ipv4.ip_forward`. */
export function settingName(key: SettingKey): string {
  const { id } = partsOf(key);
  if (Object.hasOwn(OTHERS, id)) return OTHERS[id as keyof typeof OTHERS];
  return (SETTING_PATHS[id as keyof typeof SETTING_PATHS] ?? [id]).join('.');
}

/** A value as it is shown: a word, where the setting has words of its own. */
export function valueName(key: SettingKey, value: SettingValue): string {
  if (typeof value === 'boolean') return t(value ? 'settings.on' : 'settings.off');
  if (value === '') return t('settings.empty');
  if (partsOf(key).id === 'rules') return t('settings.rules.lines', { count: value.split('\n').length });
  if (partsOf(key).id === 'goOn')
    return `${key.slice(key.lastIndexOf('|') + 1)}: ${t(`settings.goOn.${value as Decision}`)}`;
  return tCode(`settings.choice.${partsOf(key).id}.${value}`) ?? value;
}
