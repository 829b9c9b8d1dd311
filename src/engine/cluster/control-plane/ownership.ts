import type { ObjectRef, Pod, Workload } from '../api';
import { refKey } from '../api';
import type { Intake } from '../check/intake';
import type { Entry } from '../noter';
import { matchesSelector } from './labels';

/** Who makes Pods, and which Pods of the text each of them already has. */
export interface Ownership {
  /** Workloads that run their own Pods: all but ReplicaSets that belong to a Deployment of the text. */
  readonly makers: readonly Entry<Workload>[];
  /** By `refKey` of a maker: the Pods of the text that are its own, in order. */
  readonly pods: ReadonlyMap<string, readonly Entry<Pod>[]>;
  /** By `refKey` of a Deployment: its ReplicaSets in the text. */
  readonly children: ReadonlyMap<string, readonly Entry<Workload>[]>;
}

/**
 * As the controllers see it: an object with an owner belongs to it; one without is adopted by the first workload in the
 * text whose selector matches (controller_ref_manager.go, ClaimPods). An owner that the text lacks counts as none, so
 * that parts of a dump still fit together.
 */
export function settleOwnership({ workloads, pods }: Pick<Intake, 'workloads' | 'pods'>): Ownership {
  const byKey = new Map(workloads.map((entry) => [refKey(entry.ref), entry]));
  const parent = new Map<string, Entry<Workload>>();
  const children = new Map<string, Entry<Workload>[]>();
  for (const entry of workloads) {
    if (entry.ref.kind !== 'ReplicaSet') continue;
    const deployment =
      namedOwner(entry.object.metadata.ownerReferences, entry.ref, byKey) ?? adopter(entry, workloads);
    if (deployment?.ref.kind !== 'Deployment') continue;
    parent.set(refKey(entry.ref), deployment);
    append(children, refKey(deployment.ref), entry);
  }
  const makers = workloads.filter(({ ref }) => !parent.has(refKey(ref)));
  const own = new Map<string, Entry<Pod>[]>();
  for (const entry of pods) {
    const direct = namedOwner(entry.object.metadata.ownerReferences, entry.ref, byKey);
    const owner = direct ?? makers.find((maker) => adopts(maker, entry));
    if (owner) append(own, refKey((parent.get(refKey(owner.ref)) ?? owner).ref), entry);
  }
  return { makers, pods: own, children };
}

function namedOwner(
  owners: Pod['metadata']['ownerReferences'],
  { namespace = 'default' }: ObjectRef,
  byKey: ReadonlyMap<string, Entry<Workload>>,
): Entry<Workload> | undefined {
  for (const { kind, name } of owners ?? []) {
    const owner = byKey.get(refKey({ kind, namespace, name }));
    if (owner) return owner;
    // The ReplicaSet between may be left out of a dump; its name is the Deployment's and a hash.
    const stem = /^(.+)-[a-z0-9]+$/.exec(name)?.[1];
    const deployment = stem && byKey.get(refKey({ kind: 'Deployment', namespace, name: stem }));
    if (kind === 'ReplicaSet' && deployment) return deployment;
  }
  return undefined;
}

const adopter = (replicaSet: Entry<Workload>, workloads: readonly Entry<Workload>[]) =>
  workloads.find(
    ({ ref, object }) =>
      ref.kind === 'Deployment' &&
      ref.namespace === replicaSet.ref.namespace &&
      matchesSelector(object.spec.selector ?? {}, {
        ...replicaSet.object.spec.template.metadata?.labels,
        ...replicaSet.object.metadata.labels,
      }),
  );

function adopts({ ref, object }: Entry<Workload>, pod: Entry<Pod>): boolean {
  if (ref.namespace !== pod.ref.namespace) return false;
  if (!matchesSelector(object.spec.selector ?? {}, pod.object.metadata.labels ?? {})) return false;
  // A StatefulSet knows its Pods by name (stateful_set_utils.go, isMemberOf).
  return ref.kind !== 'StatefulSet' || ordinal(ref.name, pod.ref.name) !== undefined;
}

/** 2 for `web-2` of the StatefulSet `web`. */
export function ordinal(set: string, pod: string): number | undefined {
  const digits = pod.startsWith(`${set}-`) ? pod.slice(set.length + 1) : '';
  return /^(0|[1-9]\d*)$/.test(digits) ? Number(digits) : undefined;
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const existing = lists.get(key);
  if (existing) existing.push(value);
  else lists.set(key, [value]);
}
