import type { Cluster, ClusterPod, MachineId } from '../../engine';
import { addressWidth } from '../draw/mark';
import type { SceneLabels } from '../model';
import { rect } from '../plane/geometry';
import { estimate } from '../plane/measure';
import { cut, shortName } from '../plane/names';
import type { Journey } from '../way/journey';
import { type Anatomy, LABEL_SIZE, type Levels, RISER } from './anatomy';
import type { AddressText, PodBox, PodRole } from './layout.types';

export const podMachine = (pod: ClusterPod): MachineId => `pod/${pod.namespace}/${pod.name}` as MachineId;

const MARGIN = 15;
const GUTTER = 9;
/** With two rows, the veths of the upper one come down between the columns. */
const WIDE_GUTTER = 24;

/** Rows that this many Pods need. */
export const rowsFor = (pods: number): number => (pods > 2 ? 2 : 1);

export function roleOf(pod: ClusterPod, journey: Journey): PodRole {
  const id = podMachine(pod);
  if (id === journey.destination) return 'destination';
  return id === journey.sender ? 'sender' : undefined;
}

type Slot = ClusterPod | { readonly more: readonly ClusterPod[] } | undefined;

/**
 * Which Pod stands where. The sender keeps the left of the lower row and the destination its right, each above
 * the riser that its packets use; the others fill up; those that find no place are counted.
 *
 *     [2] [3]
 *     [0] [1]     veth, cni0
 */
export function arrange(
  pods: readonly ClusterPod[],
  journey: Journey,
  rows = rowsFor(pods.length),
): readonly Slot[] {
  const slots: Slot[] = new Array(rows * 2).fill(undefined);
  const involved = pods.filter((p) => journey.pods.has(podMachine(p)));
  const rest: ClusterPod[] = [];
  const place = (pod: ClusterPod, wanted: readonly number[]) => {
    const free = wanted.find((i) => i < slots.length && slots[i] === undefined);
    if (free === undefined) rest.push(pod);
    else slots[free] = pod;
  };
  for (const pod of involved) {
    const id = podMachine(pod);
    place(pod, id === journey.sender ? [0, 1, 2, 3] : [1, 0, 3, 2]);
  }
  const others = pods.filter((p) => !involved.includes(p));
  const free = slots.filter((s) => s === undefined).length;
  const shown = others.length + rest.length > free ? free - 1 : free;
  others.slice(0, shown).forEach((pod) => {
    place(pod, [0, 1, 2, 3]);
  });
  const hidden = [...rest, ...others.slice(shown)];
  if (hidden.length > 0) {
    const last = [3, 2, 1, 0].find((i) => i < slots.length && slots[i] === undefined);
    if (last !== undefined) slots[last] = { more: hidden };
  }
  return slots;
}

export interface PodTexts {
  readonly labels: SceneLabels;
  readonly address: (pod: ClusterPod) => AddressText | undefined;
}

/** Pods of an open machine whose wall stands at `x`. */
export function podBoxes(
  pods: readonly ClusterPod[],
  x: number,
  a: Anatomy,
  journey: Journey,
  texts: PodTexts,
): readonly PodBox[] {
  const gutter = a.podRows > 1 ? WIDE_GUTTER : GUTTER;
  const w = (a.w - 2 * MARGIN - gutter) / 2;
  const veths = [RISER, a.w - RISER, a.w / 2 - 6, a.w / 2 + 6];
  return arrange(pods, journey, Math.min(a.podRows, rowsFor(pods.length))).flatMap((slot, i): PodBox[] => {
    if (!slot) return [];
    const row = a.podRows - 1 - (i >> 1);
    const box = rect(x + MARGIN + (i % 2) * (w + gutter), a.podTop + row * (a.podH + a.v.podGap), w, a.podH);
    const veth = x + (veths[i] ?? RISER);
    return [boxOf(slot, box, veth, journey, texts, a.v)];
  });
}

export function boxOf(
  slot: ClusterPod | { readonly more: readonly ClusterPod[] },
  box: PodBox['box'],
  veth: number | undefined,
  journey: Journey,
  texts: PodTexts,
  v: Levels,
): PodBox {
  const inner = box.w - 20;
  const low = box.h < v.podH;
  const place = { box, low, ...(veth === undefined ? {} : { veth }) };
  if ('more' in slot) {
    const first = slot.more[0];
    const found = first && texts.address(first);
    const address = found && { ...found, text: slot.more.length > 1 ? `${found.text} …` : found.text };
    return {
      ...place,
      key: 'more',
      title: texts.labels.morePods(slot.more.length),
      fullName: slot.more.map((p) => p.name).join(', '),
      state: stateRoom(texts.labels.notInvolved, inner, low, address),
      address,
      role: undefined,
    };
  }
  const role = roleOf(slot, journey);
  const address = texts.address(slot);
  const { veth: _, ...hostPlace } = place;
  const faulty = texts.labels.podFault(slot) !== '';
  const short = shortState(slot, role, texts.labels);
  const beside = stateRoom(short, inner, low, address);
  // What is wrong with a Pod is never left out: the name gives way to it.
  const raised = low && beside === '' && (faulty || !slot.ready);
  const nameRoom = raised ? inner - estimate(short, LABEL_SIZE, faulty ? 'bold' : 'sans') - 8 : inner;
  return {
    ...(slot.hostNetwork ? hostPlace : place),
    key: `${slot.namespace}/${slot.name}`,
    title: shortName(slot.name, nameRoom, 11.5),
    fullName: `${slot.namespace}/${slot.name}`,
    state: raised ? short : low ? beside : stateText(slot, role, inner, texts.labels),
    ...(raised ? { raised } : {}),
    ...(faulty ? { faulty } : {}),
    address,
    role,
    select: { namespace: slot.namespace, name: slot.name },
  };
}

/** In a low box the state stands behind the address, if there is room for all of it. */
function stateRoom(text: string, width: number, low: boolean, address: AddressText | undefined): string {
  if (!low) return cut(text, width, LABEL_SIZE);
  const used = address ? addressWidth(address, LABEL_SIZE) + 10 : 0;
  return estimate(text, LABEL_SIZE, 'sans') <= width - used ? text : '';
}

function shortState(pod: ClusterPod, role: PodRole, labels: SceneLabels): string {
  const fault = labels.podFault(pod);
  if (fault) return fault;
  if (role === 'sender') return labels.sender;
  return pod.hostNetwork ? labels.hostNetwork : pod.ready ? labels.ready : labels.notReady;
}

/** Labels that a controller adds say nothing about what the Pod is for. */
const GENERATED =
  /(pod-template-hash|controller-revision-hash|statefulset\.kubernetes\.io|batch\.kubernetes\.io)/;

function stateText(pod: ClusterPod, role: PodRole, width: number, labels: SceneLabels): string {
  const fault = labels.podFault(pod);
  if (fault) return cut(fault, width, LABEL_SIZE);
  if (role === 'sender') return labels.sender;
  const state = pod.hostNetwork ? labels.hostNetwork : pod.ready ? labels.ready : labels.notReady;
  const label = Object.entries(pod.labels).find(([key]) => !GENERATED.test(key));
  const dot = ' • ';
  if (!label) return pod.ready && !pod.hostNetwork ? labels.notInvolved : state;
  const text = `${label[0].replace(/^.*\//, '')}=${label[1]}`;
  const room = width - estimate(dot + state, LABEL_SIZE, 'sans');
  return cut(text, room, LABEL_SIZE) + dot + state;
}

export function podsByNode(cluster: Cluster): ReadonlyMap<string, readonly ClusterPod[]> {
  const byNode = new Map<string, ClusterPod[]>();
  for (const pod of cluster.pods) {
    const list = byNode.get(pod.node) ?? [];
    list.push(pod);
    byNode.set(pod.node, list);
  }
  return byNode;
}
