import { chainName } from '../../netfilter/model';

/** Chains that exist whatever the cluster holds. */
export const KUBE_SERVICES = chainName('KUBE-SERVICES');
export const KUBE_EXTERNAL_SERVICES = chainName('KUBE-EXTERNAL-SERVICES');
export const KUBE_NODEPORTS = chainName('KUBE-NODEPORTS');
export const KUBE_FORWARD = chainName('KUBE-FORWARD');
export const KUBE_PROXY_FIREWALL = chainName('KUBE-PROXY-FIREWALL');
export const KUBE_POSTROUTING = chainName('KUBE-POSTROUTING');
export const KUBE_MARK_MASQ = chainName('KUBE-MARK-MASQ');
/** kubelet makes it too; kube-proxy fills it where it opened node ports on localhost. */
export const KUBE_FIREWALL = chainName('KUBE-FIREWALL');
