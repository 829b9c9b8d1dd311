import { sloppyCidr } from '../sloppy';
import { PROXY_DEFAULTS, type ProxyConfig } from './config';

export interface ConfigProblem {
  readonly field: keyof ProxyConfig;
  /** What was found, as text. */
  readonly value: string;
  /** What is allowed, in the notation of the field. */
  readonly allowed: string;
}

const CHOICES = {
  mode: ['iptables', 'nftables'],
  ipFamily: ['IPv4', 'IPv6'],
  detectLocalMode: ['ClusterCIDR', 'NodeCIDR', 'BridgeInterface', 'InterfaceNamePrefix', 'none'],
} as const;

const TEXTS = ['nodeName', 'podCIDR', 'clusterCIDR', 'bridgeInterface', 'interfaceNamePrefix'] as const;

/** What kube-proxy would refuse to start with, or could not have meant; empty for a usable configuration. */
export function configProblems(config: ProxyConfig): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const expect = (ok: boolean, field: keyof ProxyConfig, allowed: string) => {
    if (!ok) problems.push({ field, value: JSON.stringify(config[field]), allowed });
  };
  for (const [field, values] of Object.entries(CHOICES) as [keyof typeof CHOICES, readonly string[]][]) {
    expect(values.includes(config[field]), field, values.join(' | '));
  }
  for (const field of TEXTS) {
    expect(config[field] === undefined || typeof config[field] === 'string', field, 'text');
  }
  for (const [field, usual] of Object.entries(PROXY_DEFAULTS) as [keyof typeof PROXY_DEFAULTS, unknown][]) {
    const value: unknown = config[field];
    if (typeof usual === 'boolean') expect(typeof value === 'boolean', field, 'true | false');
    if (Array.isArray(usual))
      expect(
        Array.isArray(value) && value.every((item) => typeof item === 'string'),
        field,
        'a list of texts',
      );
  }
  const bit = config.masqueradeBit;
  expect(Number.isInteger(bit) && bit >= 0 && bit <= 31, 'masqueradeBit', '0-31');
  if (Array.isArray(config.nodePortAddresses)) {
    expect(
      config.nodePortAddresses.every((text) => typeof text !== 'string' || sloppyCidr(text) !== undefined),
      'nodePortAddresses',
      'networks such as 192.168.0.0/16',
    );
  }
  return problems;
}
