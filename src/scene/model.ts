import type { Cluster, ClusterPod, Exchange, MachineId, Network } from '../engine';

/** By zone, or all in one row by name. */
export type Grouping = 'zone' | 'name';

export type SceneMode = 'full' | 'embed' | 'phone';

/** All text of the Map that is not a name, an address or the kernel's own word; already translated. */
export interface SceneLabels {
  readonly lang: string;
  readonly outside: string;
  readonly router: string;
  readonly balancer: string;
  readonly service: string;
  readonly ghostLine1: string;
  readonly ghostLine2: string;
  readonly noEndpoints: string;
  readonly refuses: string;
  readonly anyNode: string;
  readonly sender: string;
  readonly ready: string;
  readonly notReady: string;
  readonly notInvolved: string;
  readonly hostNetwork: string;
  readonly route: string;
  readonly host: string;
  readonly bridge: string;
  /** An ICMP error that a host writes. */
  readonly icmpReply: string;
  readonly folded: string;
  readonly openIt: string;
  readonly outer: string;
  readonly inner: string;
  readonly noMatch: string;
  readonly endpointDot: string;
  readonly notReadyDot: string;
  readonly otherDot: string;
  /** What is wrong with a node, with a Pod, in two or three words; empty where nothing is. */
  nodeFault(name: string): string;
  podFault(pod: ClusterPod): string;
  morePods(n: number): string;
  otherNodes(nodes: number, pods: number): string;
  /** Heading of a zone; the name is empty for nodes that tell none. */
  zone(name: string, nodes: number, pods: number): string;
  /** The packet's end in a word or two: REJECT, DROP, no route. */
  death(stepIndex: number): string;
  /** The packet died with the address of a Service still on it. */
  readonly notRewritten: string;
  /** Name of the way that the keyboard goes along. */
  readonly stations: string;
  /** A place on it; `on` is empty for what is a machine itself. */
  station(what: string, on: string, stepIndex: number): string;
  /** A machine that is folded. */
  openStation(name: string): string;
  /** A machine that was opened by hand. */
  closeStation(name: string): string;
  /** What the step says, for whoever does not see the picture. */
  step(stepIndex: number): string;
}

export interface SceneModel {
  readonly cluster: Cluster;
  readonly network: Network;
  readonly exchange: Exchange | undefined;
  /** Where the cursor rests at the chosen grain. */
  readonly stops: readonly number[];
  readonly cursor: number;
  readonly mode: SceneMode;
  readonly reducedMotion: boolean;
  readonly labels: SceneLabels;
  /** How many nodes are sorted. */
  readonly grouping?: Grouping;
  /** Steps that bear a number beside the trail, from 1, as soon as they are reached. */
  readonly markers?: readonly number[];
}

/** What a person pointed at. */
export type Selection =
  | { readonly kind: 'pod'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'service'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'machine'; readonly id: MachineId };

/** A node, or a Pod (`namespace/name`) on it. */
export interface Place {
  readonly node: string;
  readonly pod?: string | undefined;
}

export interface SceneCallbacks {
  /** The playhead came to rest on, or passed, this step. */
  onStep(index: number): void;
  /** Playing reached the last step. */
  onEnd?(): void;
  onSelect?(what: Selection): void;
  /** A person moved the camera, or let it follow the packet again. */
  onTaken?(taken: boolean): void;
  /** In a large cluster: how many nodes stand open, and how many are in the crowd. */
  onCrowd?(open: number, far: number): void;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The Map, as whoever hosts it drives it. */
export interface Scene {
  /** Shows this; a moved cursor is glided to when it is one stop away, else jumped to. */
  update(model: SceneModel): void;
  /** Jumps to a playhead, whole or in between. */
  seek(playhead: number): void;
  play(): void;
  pause(): void;
  setSpeed(factor: number): void;
  /** Everything in view; once more, and the camera follows again. */
  fit(): void;
  /** The camera follows the packet again. */
  follow(): void;
  /** Opens the node, and brings it or its Pod into view. */
  flyTo(place: Place): void;
  zoomBy(factor: number): void;
  destroy(): void;
}
