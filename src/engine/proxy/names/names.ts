import { type ChainName, chainName } from '../../netfilter/model';
import { base32Prefix } from './base32';
import { sha256 } from './sha256';

/** 16 characters that stand for a text in chain names: base32 of its SHA-256 (kube-proxy's portProtoHash). */
export function chainHash(text: string): string {
  return base32Prefix(sha256(text));
}

/** Namespace/name, plus `:port` only where the port has a name (proxy.ServicePortName.String). */
export function servicePortName(namespace: string, name: string, port: string): string {
  return port === '' ? `${namespace}/${name}` : `${namespace}/${name}:${port}`;
}

/** The chains that one service port can have; they share one hash. */
export interface ServicePortChains {
  /** KUBE-SVC: all endpoints, for traffic policy Cluster. */
  readonly cluster: ChainName;
  /** KUBE-SVL: endpoints on this node, for traffic policy Local. */
  readonly local: ChainName;
  /** KUBE-EXT: what came to an address outside of the cluster. */
  readonly external: ChainName;
  /** KUBE-FW: what came to a load balancer with source ranges. */
  readonly firewall: ChainName;
}

/** `protocol` in lower case. */
export function servicePortChains(servicePort: string, protocol: string): ServicePortChains {
  const hash = chainHash(servicePort + protocol);
  return {
    cluster: chainName(`KUBE-SVC-${hash}`),
    local: chainName(`KUBE-SVL-${hash}`),
    external: chainName(`KUBE-EXT-${hash}`),
    firewall: chainName(`KUBE-FW-${hash}`),
  };
}

/** KUBE-SEP: `endpoint` is `ip:port` as in the EndpointSlice, `[ip]:port` for IPv6. */
export function endpointChain(servicePort: string, protocol: string, endpoint: string): ChainName {
  return chainName(`KUBE-SEP-${chainHash(servicePort + protocol + endpoint)}`);
}

/** Is this a chain that belongs to one service port or endpoint, and may go with it? */
export function isServicePortChain(name: string): boolean {
  return /^KUBE-(?:SVC|SVL|EXT|FW|SEP)-/.test(name);
}
