import type { Service } from '../api';
import type { ClusterPod } from '../model';
import { selects } from './labels';

/** Pods by namespace and label, so that a Service's selector looks at few of them. */
export class PodIndex {
  private readonly byLabel = new Map<string, ClusterPod[]>();

  constructor(pods: readonly ClusterPod[]) {
    for (const pod of pods)
      for (const [key, value] of Object.entries(pod.labels)) {
        const at = `${pod.namespace}/${key}=${value}`;
        const list = this.byLabel.get(at);
        if (list) list.push(pod);
        else this.byLabel.set(at, [pod]);
      }
  }

  /** The Pods that a Service picks, in the order of the cluster; none without a selector. */
  selected({ metadata, spec }: Service): readonly ClusterPod[] {
    let fewest: readonly ClusterPod[] | undefined;
    for (const [key, value] of Object.entries(spec.selector ?? {})) {
      const list = this.byLabel.get(`${metadata.namespace ?? 'default'}/${key}=${value}`) ?? [];
      if (!fewest || list.length < fewest.length) fewest = list;
    }
    const picks = selects(spec.selector);
    return (fewest ?? []).filter(({ labels }) => picks(labels));
  }
}
