import { cidr } from '../../net';

/** Networks of a cluster whose text does not say otherwise. IPv6 is there only for those who ask for it. */
export const DEFAULTS = {
  pods: { 4: cidr('10.244.0.0/16'), 6: cidr('fd00:10:244::/56') },
  /** For more nodes than the networks above have room for. */
  manyPods: { 4: cidr('10.128.0.0/9'), 6: cidr('fd00:10:244::/48') },
  /** The share of one node. */
  nodePrefix: { 4: 24, 6: 64 },
  services: { 4: cidr('10.96.0.0/12'), 6: cidr('fd00:10:96::/112') },
  lan: { 4: cidr('192.168.0.0/24'), 6: cidr('fd00:192:168::/64') },
  manyNodes: { 4: cidr('192.168.0.0/16'), 6: cidr('fd00:192:168::/64') },
  /** Nodes' host numbers begin here: 192.168.0.11. */
  firstNode: 11,
  nodePorts: { from: 30000, to: 32767 },
  nodeNames: ['node-1', 'node-2'],
} as const;
