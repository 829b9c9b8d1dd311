import {
  type Cidr,
  cidrContains,
  familyOf,
  type Ip,
  ipToBigInt,
  networkAddress,
  nthAddress,
} from '../../net';
import type { ClusterNode } from '../model';
import { type Notes, named } from '../noter';
import { podIpsOf } from './families';
import { sizeOf } from './networks';
import type { PlannedPod } from './plannedPod';

/** Number 0 is flannel.1's, 1 is cni0's. */
const FIRST = 2;

/**
 * Gives every Pod its addresses: those that the text gives, else from its node's share, upward from .2 or from the
 * highest one that is given there, as a CNI's host-local allocator goes on after the address it gave last.
 *
 * Numbers go to groups (workloads, single Pods) in stripes, in the text's order, so that one replica more takes a number
 * of its own group's stripe and nobody else's. With groups a, b, c (stripes are 4 wide):
 *
 *     .2 a  .3 b  .4 c  .5 -   .6 a  .7 b  .8 c  .9 -   .10 a …
 *
 * Where the share is too small for that, the next free number is taken.
 */
export function addressPods(
  pods: readonly PlannedPod[],
  places: ReadonlyMap<PlannedPod, ClusterNode>,
  groups: readonly string[],
  notes: Notes,
): ReadonlyMap<PlannedPod, readonly Ip[]> {
  const taken = new Map<Ip, string>();
  for (const { name, ips } of new Set(places.values())) for (const ip of ips) taken.set(ip, name);
  const addresses = new Map<PlannedPod, Ip[]>();
  for (const pod of pods) {
    const node = places.get(pod);
    if (node)
      addresses.set(
        pod,
        pod.object.spec.hostNetwork ? hostIps(pod, node, notes) : givenIps(pod, node, taken, notes),
      );
  }
  const rank = new Map(groups.map((group, k) => [group, k]));
  const stripe = 2 ** Math.ceil(Math.log2(Math.max(1, groups.length)));
  const turns = new Map<string, number>();
  const waiting: { pod: PlannedPod; share: Cidr; turn: number; group: number }[] = [];
  for (const pod of pods) {
    const node = places.get(pod);
    if (!node || pod.object.spec.hostNetwork) continue;
    const own = addresses.get(pod) ?? [];
    for (const share of node.podCidrs) {
      if (own.some((ip) => familyOf(ip) === familyOf(share))) continue;
      const key = `${share} ${pod.group}`;
      const turn = turns.get(key) ?? 0;
      turns.set(key, turn + 1);
      waiting.push({ pod, share, turn, group: rank.get(pod.group) ?? 0 });
    }
  }
  waiting.sort((a, b) => a.turn - b.turn || a.group - b.group);
  const nextTurn = new Map<string, number>();
  const starts = new Map<Cidr, number>();
  for (const { share } of waiting) if (!starts.has(share)) starts.set(share, firstNumber(share, taken));
  const full = new Map<string, { readonly pod: PlannedPod; readonly share: Cidr }>();
  for (const { pod, share, group } of waiting) {
    const key = `${share} ${pod.group}`;
    const slots = slotsOf(share);
    const stripes = { start: starts.get(share) ?? 0, group, width: stripe };
    const { ip, turn } = freeIp(share, slots, stripes, nextTurn.get(key) ?? 0, taken);
    nextTurn.set(key, turn + 1);
    if (ip === undefined) {
      full.set(`${share} ${pod.written.ref.kind} ${named(pod.written.ref)}`, { pod, share });
      continue;
    }
    taken.set(ip, `${pod.namespace}/${pod.name}`);
    addresses.get(pod)?.push(ip);
  }
  for (const { pod, share } of full.values())
    notes.add('warning', 'pod-no-address', pod.written, [], {
      cidr: share,
      pod: `${pod.namespace}/${pod.name}`,
    });
  for (const [pod, ips] of addresses) {
    const order = places.get(pod)?.podCidrs.map(familyOf) ?? [];
    ips.sort((a, b) => order.indexOf(familyOf(a)) - order.indexOf(familyOf(b)));
  }
  return addresses;
}

/** How many Pods a share has room for. The last address of an IPv4 share is its broadcast address. */
const slotsOf = (share: Cidr): number =>
  Math.min(sizeOf(share) - FIRST - (familyOf(share) === 4 ? 1 : 0), 65_534);

/** The first slot above all that are taken; 0 where that leaves nothing. */
function firstNumber(share: Cidr, taken: ReadonlyMap<Ip, string>): number {
  const base = ipToBigInt(networkAddress(share));
  let next = 0;
  for (const ip of taken.keys())
    if (cidrContains(share, ip)) next = Math.max(next, Number(ipToBigInt(ip) - base) - FIRST + 1);
  return next < slotsOf(share) ? next : 0;
}

function freeIp(
  share: Cidr,
  slots: number,
  { start, group, width }: { readonly start: number; readonly group: number; readonly width: number },
  from: number,
  taken: ReadonlyMap<Ip, string>,
): { ip?: Ip; turn: number } {
  for (let turn = from; start + group + turn * width < slots; turn++) {
    const ip = nthAddress(share, FIRST + start + group + turn * width);
    if (!taken.has(ip)) return { ip, turn };
  }
  for (let n = 0; n < slots; n++) {
    const ip = nthAddress(share, FIRST + ((start + group + n) % slots));
    if (!taken.has(ip)) return { ip, turn: Math.ceil(slots / width) };
  }
  return { turn: from };
}

/** A host-network Pod has its node's addresses, whatever is written. */
function hostIps({ object, entry }: PlannedPod, node: ClusterNode, notes: Notes): Ip[] {
  for (const ip of podIpsOf(object))
    if (entry && !node.ips.includes(ip))
      notes.add('warning', 'pod-host-ip', entry, ['status', 'podIP'], { ip, node: node.name });
  return [...node.ips];
}

function givenIps(
  { object, entry, namespace, name }: PlannedPod,
  node: ClusterNode,
  taken: Map<Ip, string>,
  notes: Notes,
): Ip[] {
  const kept: Ip[] = [];
  for (const ip of podIpsOf(object)) {
    if (!entry || kept.some((other) => familyOf(other) === familyOf(ip))) continue;
    const path = ['status', object.status?.podIPs?.length ? 'podIPs' : 'podIP'];
    const other = taken.get(ip);
    if (other !== undefined) {
      notes.add('error', 'pod-ip-clash', entry, path, { ip, other });
      continue;
    }
    if (!node.podCidrs.some((share) => cidrContains(share, ip)))
      notes.add('warning', 'pod-ip-outside-node', entry, path, {
        ip,
        node: node.name,
        cidr: node.podCidrs.join(', '),
        pod: named({ kind: 'Pod', namespace, name }),
      });
    taken.set(ip, `${namespace}/${name}`);
    kept.push(ip);
  }
  return kept;
}
