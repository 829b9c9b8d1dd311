import type {
  Cluster,
  ClusterNode,
  ClusterPod,
  Ip,
  IpFamily,
  Machine,
  MachineId,
  Service,
} from '../../engine';
import { point, rect } from '../plane/geometry';
import { estimate } from '../plane/measure';
import { cut } from '../plane/names';
import type { Journey } from '../way/journey';
import { type Anatomy, gateBox, gateLabel, LABEL_SIZE, type Levels, wallBottom } from './anatomy';
import type { AddressText, FoldedMachine, GateMark, KindOf, OpenMachine } from './layout.types';
import { boxOf, type PodTexts, podBoxes, podMachine } from './layout-pods';
import { FOLDED_WIDTH } from './layout-width';
import { hooksWithRules } from './service';

export const nodeMachine = (name: string): MachineId => `node/${name}` as MachineId;

export interface MachineContext {
  readonly cluster: Cluster;
  readonly machines: ReadonlyMap<MachineId, Machine>;
  readonly journey: Journey;
  readonly family: IpFamily;
  readonly service: Service | undefined;
  readonly kindOf: KindOf;
  readonly texts: PodTexts;
}

const familyOf = (ip: string): IpFamily => (ip.includes(':') ? 6 : 4);
export const ofFamily = <T extends string>(ips: readonly T[], family: IpFamily): T | undefined =>
  ips.find((ip) => familyOf(ip) === family) ?? ips[0];

export function addressText(ip: Ip | undefined, kindOf: KindOf): AddressText | undefined {
  return ip === undefined ? undefined : { text: ip, kind: kindOf(ip) };
}

function deviceAddress(
  machine: Machine | undefined,
  kind: string,
  c: MachineContext,
): AddressText | undefined {
  const device = machine?.interfaces.find((i) => i.kind === kind);
  return addressText(ofFamily(device?.addresses.map((a) => a.ip) ?? [], c.family), c.kindOf);
}

export function openMachine(
  node: ClusterNode,
  pods: readonly ClusterPod[],
  x: number,
  a: Anatomy,
  c: MachineContext,
): OpenMachine {
  const id = nodeMachine(node.name);
  const machine = c.machines.get(id);
  const vxlan = machine?.interfaces.find((i) => i.kind === 'vxlan');
  const cidr = ofFamily(node.podCidrs, c.family);
  const fault = c.texts.labels.nodeFault(node.name);
  const note = fault || (cidr ? `podCIDR ${cidr}` : '');
  const nameRoom = a.w - 40 - estimate(note, LABEL_SIZE, fault ? 'bold' : 'sans');
  return {
    id,
    name: node.name,
    title: cut(node.name, nameRoom, 13, 'bold'),
    note,
    faulty: fault !== '',
    x,
    a,
    wall: rect(x, a.wallTop, a.w, wallBottom(a.v) - a.wallTop),
    pods: podBoxes(pods, x, a, c.journey, c.texts),
    cni: deviceAddress(machine, 'bridge', c),
    vxlan: vxlan && { name: vxlan.name, address: deviceAddress(machine, 'vxlan', c) },
    nic: addressText(ofFamily(node.ips, c.family), c.kindOf),
    marks: c.service && machine ? marks(machine, a, c.service, c.family) : [],
    loop: c.journey.legs.some((l) =>
      l.vertices.some((v) => v.at === 'key' && v.key === 'loOut' && v.pass.machine === id),
    ),
  };
}

/** On the gate's corner: left for the gates on the road, right for OUTPUT, whose left is the leader's way. */
function marks(machine: Machine, a: Anatomy, service: Service, family: IpFamily): readonly GateMark[] {
  return hooksWithRules(machine, family, service).map((hook) => {
    const box = gateBox(a, hook);
    // Under the name of POSTROUTING, which hangs low where height is short.
    const low = gateLabel(a, 'postrouting').at.y + 7;
    const at = hook === 'output' ? point(box.x + box.w, Math.max(box.y, low)) : point(box.x, box.y);
    return { hook, at };
  });
}

const FOLDED_PODS = 2;

/** Upper edge of a folded machine's wall. */
export function foldedTop(pods: number, podH: number, v: Levels): number {
  const list = Math.min(pods, FOLDED_PODS) * (podH + v.podGap);
  return v.nicY - 50 - list - 22 - v.nameH;
}

/** A node that no packet visits: its Pods and its NIC, on the same LAN line. */
export function foldedMachine(
  node: ClusterNode,
  pods: readonly ClusterPod[],
  x: number,
  podH: number,
  v: Levels,
  c: MachineContext,
): FoldedMachine {
  const w = FOLDED_WIDTH;
  const shown = pods.length > FOLDED_PODS ? FOLDED_PODS - 1 : FOLDED_PODS;
  const slots = [
    ...pods.slice(0, shown),
    ...(pods.length > shown ? [{ more: pods.slice(shown) }] : []),
  ] as const;
  const top = foldedTop(pods.length, podH, v);
  const boxes = slots.map((slot, i) =>
    boxOf(
      slot,
      rect(x + 15, top + v.nameH + 22 + i * (podH + v.podGap), w - 30, podH),
      undefined,
      c.journey,
      c.texts,
      v,
    ),
  );
  return {
    id: nodeMachine(node.name),
    v,
    name: node.name,
    title: cut(node.name, w - 30, 13, 'bold'),
    wall: rect(x, top, w, wallBottom(v) - top),
    fault: c.texts.labels.nodeFault(node.name),
    pods: boxes,
    nic: addressText(ofFamily(node.ips, c.family), c.kindOf),
  };
}

export function hostOf(cluster: Cluster): (machine: MachineId) => MachineId {
  const nodes = new Map(cluster.pods.map((p) => [podMachine(p), nodeMachine(p.node)]));
  return (machine) => nodes.get(machine) ?? machine;
}
