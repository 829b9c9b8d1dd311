import { articleClusterIp } from './article-clusterip';
import { articleNodePort } from './article-nodeport';
import type { Sample } from './sample';

export type { Sample } from './sample';

/** The first one opens when nothing else is asked for. */
export const SAMPLES: readonly Sample[] = [articleClusterIp, articleNodePort];
