import type { ClusterPod, HookName, Ip, MachineId } from '../../engine';
import type { SceneMode, Size } from '../model';
import type { Point, Rect } from '../plane/geometry';
import type { Journey } from '../way/journey';
import type { Lanes } from '../way/lanes';
import type { Anatomy, Levels } from './anatomy';

export type AddressKind = 'cluster' | 'node' | 'pod' | 'outside';

export interface AddressText {
  readonly text: string;
  readonly kind: AddressKind;
  /** Shape, where it is not that of the hue: host-network Pods have the Pod's glyph in the node's hue. */
  readonly glyph?: AddressKind;
}

export type PodRole = 'sender' | 'destination' | undefined;

export interface PodBox {
  /** `namespace/name`; `more` for the card that counts those not shown. */
  readonly key: string;
  /** Map coordinates. */
  readonly box: Rect;
  /** Two lines instead of three. */
  readonly low: boolean;
  readonly title: string;
  readonly fullName: string;
  readonly state: string;
  readonly faulty?: boolean;
  /** The state stands beside the name, as there is no room for it beside the address. */
  readonly raised?: boolean;
  readonly address: AddressText | undefined;
  readonly role: PodRole;
  /** Where the veth leaves; absent for host-network Pods and folded machines. */
  readonly veth?: number;
  readonly select?: { readonly namespace: string; readonly name: string };
}

export interface GateMark {
  readonly hook: HookName;
  readonly at: Point;
}

/** A node cut open. `x` is the wall's left edge on the Map; the anatomy's own coordinates start there. */
export interface OpenMachine {
  readonly id: MachineId;
  readonly name: string;
  readonly title: string;
  /** What stands beside the name: its Pod network, or what is wrong with it. */
  readonly note: string;
  readonly faulty: boolean;
  readonly x: number;
  readonly a: Anatomy;
  readonly wall: Rect;
  readonly pods: readonly PodBox[];
  readonly cni: AddressText | undefined;
  readonly vxlan: { readonly name: string; readonly address: AddressText | undefined } | undefined;
  readonly nic: AddressText | undefined;
  /** Gates in which the Service exists as rules. */
  readonly marks: readonly GateMark[];
  /** The way through `lo` is taken. */
  readonly loop: boolean;
}

export interface FoldedMachine {
  readonly id: MachineId;
  readonly v: Levels;
  readonly name: string;
  readonly title: string;
  readonly wall: Rect;
  readonly fault: string;
  readonly pods: readonly PodBox[];
  readonly nic: AddressText | undefined;
}

export interface GhostService {
  readonly key: string;
  readonly box: Rect;
  readonly title: string;
  /** Where it stands: at the left, and over each machine where not all are in sight at once. */
  readonly titles: readonly number[];
  readonly addresses: readonly AddressText[];
  /** All on one line, where height is short. */
  readonly slim: boolean;
  readonly line1: string;
  readonly line2: string;
  readonly dead: boolean;
  readonly namespace: string;
  readonly name: string;
}

export interface ClientBox {
  readonly id: MachineId;
  readonly box: Rect;
  /** Where the stem meets the LAN, lane 0. */
  readonly port: Point;
  readonly title: string;
  readonly address: AddressText | undefined;
}

/** A node of the crowd. */
export interface FarCell {
  readonly name: string;
  readonly box: Rect;
  readonly pods: readonly ClusterPod[];
  /** It stands open above, and left its place empty. */
  readonly away: boolean;
}

export interface FarGroup {
  /** Empty for nodes without a zone. */
  readonly zone: string;
  readonly nodes: number;
  readonly pods: number;
  readonly box: Rect;
}

/** The crowd under the machines. */
export interface FarPatch {
  readonly box: Rect;
  readonly walls: string;
  readonly dots: string;
}

export interface FarField {
  readonly box: Rect;
  /** Height of the heading at its top, and nearly of each group's. */
  readonly heading: number;
  /** None where there is one only. */
  readonly groups: readonly FarGroup[];
  readonly cells: readonly FarCell[];
  /**
   * The boxes of nodes and the dots of Pods, neighbours in one path: one for all would be drawn anew as a whole for
   * each tile of the screen, one for each node takes longer than that to keep.
   */
  readonly patches: readonly FarPatch[];
  /** The places that nodes left. */
  readonly slots: string;
  /** Pods that are told apart: endpoints of the Service, and those of them that are not ready. */
  readonly endpoints: string;
  readonly notReady: string;
  /** From dot to dot. */
  readonly pitch: number;
  /** Is it an endpoint of the Service? */
  isReady(ip: string): boolean;
  isNotReady(ip: string): boolean;
  readonly nodeCount: number;
  readonly podCount: number;
}

export interface Pipe {
  readonly wire: number;
  readonly trace: number;
  readonly points: readonly Point[];
}

export interface Layout {
  readonly mode: SceneMode;
  readonly size: Size;
  readonly v: Levels;
  /** The scale at which the Map is meant to be seen on this stage. */
  readonly scale: number;
  /** What the camera shows at rest. */
  readonly bounds: Rect;
  /** All there is, with the whole crowd. */
  readonly whole: Rect;
  readonly machines: readonly OpenMachine[];
  readonly folded: readonly FoldedMachine[];
  readonly ghosts: readonly GhostService[];
  /** What stands beside the machines: the client outside, the router, the load balancer; those that take part. */
  readonly clients: readonly ClientBox[];
  readonly lan: {
    readonly y: number;
    readonly x1: number;
    readonly x2: number;
    readonly title: string;
    /** Where the title begins. */
    readonly titleX: number;
  };
  readonly far: FarField | undefined;
  readonly journey: Journey;
  readonly lanes: Lanes;
  /** Free width between machines. */
  readonly gap: number;
  /** The card always stands between machines. */
  readonly lean: boolean;
  /** In a machine's air; in a gap between machines there is room for the tall one. */
  readonly envelope: Envelope;
  /** Widest and highest that the packet's card gets. */
  readonly card: Size;
}

export type KindOf = (ip: Ip) => AddressKind;

/** How the outer addresses stand: one under the other, or side by side where height is short. */
export type Envelope = 'tall' | 'flat';
