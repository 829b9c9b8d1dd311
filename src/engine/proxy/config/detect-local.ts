import type { IpFamily } from '../../net/address';
import type { Match } from '../../netfilter/model';
import { firstCidr } from '../sloppy';
import type { ProxyConfig } from './config';

/** How kube-proxy tells a packet that comes from a Pod: from one of this node, or (ClusterCIDR) of any. */
export interface LocalDetector {
  readonly ifLocal: Match;
  readonly ifNotLocal: Match;
  /** The setting that it was made from. */
  readonly setting: 'clusterCIDR' | 'podCIDR' | 'bridgeInterface' | 'interfaceNamePrefix';
}

type Setting = LocalDetector['setting'];

/** Undefined where nothing is detected: mode none, or the mode's own setting has nothing for the family. */
export function localDetector(config: ProxyConfig, family: IpFamily): LocalDetector | undefined {
  switch (config.detectLocalMode) {
    case 'ClusterCIDR':
      return byNetwork('clusterCIDR', config.clusterCIDR, family);
    case 'NodeCIDR':
      return byNetwork('podCIDR', config.podCIDR, family);
    case 'BridgeInterface':
      return byInterface('bridgeInterface', config.bridgeInterface);
    case 'InterfaceNamePrefix':
      return byInterface(
        'interfaceNamePrefix',
        config.interfaceNamePrefix && `${config.interfaceNamePrefix}+`,
      );
    case 'none':
      return undefined;
  }
}

/** The network stands in the rules as it was written (NewDetectLocalByCIDR). */
function byNetwork(setting: Setting, list: string | undefined, family: IpFamily): LocalDetector | undefined {
  const found = firstCidr(list, family);
  if (found === undefined) return undefined;
  const match = (negate: boolean): Match => ({ kind: 'source', ...found, negate });
  return { setting, ifLocal: match(false), ifNotLocal: match(true) };
}

function byInterface(setting: Setting, name: string | undefined): LocalDetector | undefined {
  if (!name) return undefined;
  const match = (negate: boolean): Match => ({ kind: 'in-interface', name, negate });
  return { setting, ifLocal: match(false), ifNotLocal: match(true) };
}
