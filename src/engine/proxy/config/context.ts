import type { Node } from '../../cluster/api';
import type { Ip, IpFamily } from '../../net/address';
import type { ProxyConfig } from './config';
import { type LocalDetector, localDetector } from './detect-local';
import { type NodePortAddresses, nodePortAddresses, primaryNodeIP } from './node-ports';

/** All that rules depend on besides Services and EndpointSlices. */
export interface ProxyContext {
  readonly config: ProxyConfig;
  readonly family: IpFamily;
  readonly nodeIP: Ip;
  /** The node's topology.kubernetes.io/zone label. */
  readonly zone: string | undefined;
  readonly detector: LocalDetector | undefined;
  readonly nodePorts: NodePortAddresses;
  /** The bit that asks for masquerading, as a number. */
  readonly masqueradeMark: number;
}

export function proxyContext(config: ProxyConfig, nodes: readonly Node[]): ProxyContext {
  const family = config.ipFamily === 'IPv4' ? 4 : 6;
  const node = nodes.find(({ metadata }) => metadata.name === config.nodeName);
  return {
    config,
    family,
    nodeIP: primaryNodeIP(config, family),
    zone: node?.metadata.labels?.['topology.kubernetes.io/zone'],
    detector: localDetector(config, family),
    nodePorts: nodePortAddresses(config, family),
    masqueradeMark: 2 ** config.masqueradeBit,
  };
}
