import { affinity } from './affinity';
import { articleClusterIp } from './article-clusterip';
import { articleNodePort } from './article-nodeport';
import { brokenSelector, noEndpoints } from './dead-ends';
import { dualStack } from './dual-stack';
import { hairpin } from './hairpin';
import { headless } from './headless';
import type { Sample } from './sample';

export type { Sample, Telling } from './sample';

/** The first one opens when nothing else is asked for. */
export const SAMPLES: readonly Sample[] = [
  articleClusterIp,
  articleNodePort,
  affinity,
  hairpin,
  headless,
  dualStack,
  noEndpoints,
  brokenSelector,
];
export { tellingStep } from './telling';
