import type { Pod, Workload } from '../api';
import { refKey } from '../api';
import type { Intake } from '../check/intake';
import type { ClusterNode } from '../model';
import { type Entry, type Notes, named } from '../noter';
import { nameSuffix } from './hash';
import { matchesSelector } from './labels';
import { type Ownership, ordinal, settleOwnership } from './ownership';
import { eligibleNodes } from './placement';
import type { PlannedPod } from './plannedPod';
import { isFinished, isPending, isReady, isTerminating } from './readiness';

/** The Pods of the text, and those that its workloads make besides. */
export function planPods(intake: Intake, nodes: readonly ClusterNode[], notes: Notes): PlannedPod[] {
  const alive = intake.pods.filter((entry) => {
    const finished = isFinished(entry.object);
    if (finished || isPending(entry.object))
      notes.add('info', finished ? 'pod-finished' : 'pod-pending', entry, ['status', 'phase']);
    return !finished;
  });
  const workloads = intake.workloads.filter((entry) => isValid(entry, notes));
  const ownership = settleOwnership({ workloads, pods: alive });
  const surplus = new Set<Entry<Pod>>();
  const planned: PlannedPod[] = [];
  const ownerOf = new Map<Entry<Pod>, Entry<Workload>>();
  const names = new Set(alive.map(({ ref }) => named(ref)));
  for (const maker of ownership.makers) {
    const own = ownership.pods.get(refKey(maker.ref)) ?? [];
    for (const pod of own) ownerOf.set(pod, maker);
    const active = own.filter(({ object }) => !isTerminating(object));
    for (const pod of tooMany(maker, active)) {
      surplus.add(pod);
      notes.add('warning', 'pod-surplus', pod, [], { owner: maker.ref.kind, ownerName: maker.ref.name });
    }
    for (const pod of made(maker, active, ownership, nodes)) {
      if (names.has(`${pod.namespace}/${pod.name}`)) continue;
      names.add(`${pod.namespace}/${pod.name}`);
      planned.push(pod);
    }
  }
  for (const entry of alive) {
    // Its owner counts it all the same.
    if (surplus.has(entry) || isPending(entry.object)) continue;
    const owner = ownerOf.get(entry)?.ref;
    planned.push({
      object: entry.object,
      namespace: entry.ref.namespace ?? 'default',
      name: entry.ref.name,
      entry,
      written: entry,
      ...(owner ? { owner } : {}),
      group: refKey(owner ?? entry.ref),
    });
  }
  return planned;
}

/** The API server's own check (validation.go, ValidatePodTemplateSpecForReplicaSet and its like). */
function isValid(entry: Entry<Workload>, notes: Notes): boolean {
  const { kind, spec } = entry.object;
  if (kind === 'Job') return true;
  const { matchLabels, matchExpressions } = spec.selector ?? {};
  if (Object.keys(matchLabels ?? {}).length + (matchExpressions ?? []).length === 0) {
    notes.add('error', 'selector-empty', entry, ['spec', 'selector']);
    return false;
  }
  if (matchesSelector(spec.selector ?? {}, spec.template.metadata?.labels ?? {})) return true;
  notes.add('error', 'selector-not-template', entry, ['spec', 'selector']);
  return false;
}

/** How many Pods a workload wants; DaemonSets count nodes instead. */
function wanted({ object: { kind, spec, status } }: Entry<Workload>): number {
  if (kind !== 'Job') return spec.replicas ?? 1;
  if (spec.suspend || status?.completionTime !== undefined) return 0;
  return Math.min(spec.parallelism ?? 1, spec.completions ?? Number.POSITIVE_INFINITY);
}

/** Given Pods beyond the number wanted: unready ones first, then the last written. */
function tooMany(maker: Entry<Workload>, active: readonly Entry<Pod>[]): readonly Entry<Pod>[] {
  const { kind, name } = maker.ref;
  const count = wanted(maker);
  if (kind === 'DaemonSet') return [];
  if (kind === 'StatefulSet') return active.filter(({ ref }) => (ordinal(name, ref.name) ?? 0) >= count);
  const kept = [...active].sort((a, b) => Number(isReady(b.object)) - Number(isReady(a.object)));
  return kept.slice(count);
}

function made(
  maker: Entry<Workload>,
  active: readonly Entry<Pod>[],
  ownership: Ownership,
  nodes: readonly ClusterNode[],
): readonly PlannedPod[] {
  const { kind, name, namespace = 'default' } = maker.ref;
  const seed = refKey(maker.ref);
  const missing = Math.max(0, wanted(maker) - active.length);
  switch (kind) {
    case 'StatefulSet': {
      const set = Array.from({ length: wanted(maker) }, (_, i) => `${name}-${i}`);
      const have = new Set(active.map(({ ref }) => ref.name));
      return set
        .filter((pod) => !have.has(pod))
        .map((pod) =>
          fromTemplate(maker, pod, {
            labels: {
              'statefulset.kubernetes.io/pod-name': pod,
              'apps.kubernetes.io/pod-index': pod.slice(name.length + 1),
            },
            spec: { hostname: pod, subdomain: maker.object.spec.serviceName ?? '' },
          }),
        );
    }
    case 'DaemonSet': {
      const covered = new Set(active.map(({ object }) => object.spec.nodeName));
      return eligibleNodes(maker.object.spec.template.spec, nodes)
        .filter((node) => !covered.has(node.name))
        .map((node) =>
          fromTemplate(maker, `${name}-${nameSuffix(`${seed}/${node.name}`, 5)}`, { node: node.name }),
        );
    }
    case 'Deployment': {
      const hash = templateHash(maker, active, ownership.children.get(seed) ?? []);
      return Array.from({ length: missing }, (_, i) =>
        fromTemplate(maker, `${name}-${hash}-${nameSuffix(`${seed}/${namespace}/${i}`, 5)}`, {
          labels: { 'pod-template-hash': hash },
          parent: { kind: 'ReplicaSet', name: `${name}-${hash}` },
        }),
      );
    }
    default: {
      const labels: Readonly<Record<string, string>> =
        kind === 'Job' ? { 'job-name': name, 'batch.kubernetes.io/job-name': name } : {};
      return Array.from({ length: missing }, (_, i) =>
        fromTemplate(maker, `${name}-${nameSuffix(`${seed}/${i}`, 5)}`, { labels }),
      );
    }
  }
}

/**
 * A Deployment's hash as the text already shows it (a Pod's label or name, a ReplicaSet's name), else one of its own.
 * The real one follows the template; this one stays, so that an edit of the template moves nothing.
 */
function templateHash(
  { ref }: Entry<Workload>,
  pods: readonly Entry<Pod>[],
  children: readonly Entry<Workload>[],
): string {
  const shape = new RegExp(`^${ref.name.replaceAll('.', '\\.')}-([a-z0-9]{5,10})(-[a-z0-9]{5})?$`);
  for (const pod of pods) {
    const hash = pod.object.metadata.labels?.['pod-template-hash'] ?? shape.exec(pod.ref.name)?.[1];
    if (hash !== undefined) return hash;
  }
  const newest = [...children].sort(
    (a, b) => (b.object.spec.replicas ?? 1) - (a.object.spec.replicas ?? 1),
  )[0];
  return (newest && shape.exec(newest.ref.name)?.[1]) ?? nameSuffix(refKey(ref), 10);
}

function fromTemplate(
  maker: Entry<Workload>,
  name: string,
  more: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly spec?: { readonly hostname: string; readonly subdomain: string };
    readonly node?: string;
    readonly parent?: { readonly kind: string; readonly name: string };
  },
): PlannedPod {
  const { ref, object } = maker;
  const { template } = object.spec;
  const namespace = ref.namespace ?? 'default';
  return {
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...template.metadata,
        name,
        namespace,
        labels: { ...template.metadata?.labels, ...more.labels },
        ownerReferences: [more.parent ?? { kind: ref.kind, name: ref.name }],
      },
      spec: { ...template.spec, ...more.spec },
    },
    namespace,
    name,
    written: maker,
    owner: ref,
    group: refKey(ref),
    ...(more.node === undefined ? {} : { node: more.node }),
  };
}
