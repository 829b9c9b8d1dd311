import { affinity } from './affinity';
import { articleClusterIp } from './article-clusterip';
import { articleNodePort } from './article-nodeport';
import { brokenSelector, noEndpoints } from './dead-ends';
import { dualStack } from './dual-stack';
import { hairpin } from './hairpin';
import { headless } from './headless';
import { large } from './large';
import { loadBalancerCluster, loadBalancerLocal } from './load-balancer';
import type { Sample } from './sample';

export type { Sample, Telling } from './sample';

/** The first one opens when nothing else is asked for. */
export const SAMPLES: readonly Sample[] = [
  articleClusterIp,
  articleNodePort,
  loadBalancerCluster,
  loadBalancerLocal,
  affinity,
  noEndpoints,
  brokenSelector,
  hairpin,
  headless,
  dualStack,
  large,
];
export { tellingStep } from './telling';
