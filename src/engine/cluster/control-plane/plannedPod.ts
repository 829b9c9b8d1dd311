import type { ObjectRef, Pod } from '../api';
import type { Entry } from '../noter';

/** A Pod that shall exist, before it has a node and addresses. */
export interface PlannedPod {
  readonly object: Pod;
  readonly namespace: string;
  readonly name: string;
  /** Present where the Pod stands in the text. */
  readonly entry?: Entry<Pod>;
  /** Where to say something about it: the Pod itself, or the workload that makes it. */
  readonly written: Entry<unknown>;
  readonly owner?: ObjectRef;
  /** The owner's key, or the Pod's own: Pods of one group are spread over the nodes. */
  readonly group: string;
  /** DaemonSets choose the node themselves. */
  readonly node?: string;
}
