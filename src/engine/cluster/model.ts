import type { Cidr, Ip } from '../net/address';
import type { EndpointSlice, Node, ObjectRef, Pod, Service, ServiceProtocol } from './api';
import type { ClusterFaults, Listening, NodeDown } from './faults.types';

/** One text as the user gave it: an editor buffer or a file. */
export interface SourceText {
  /** File name, shown before line and column. */
  readonly name: string;
  readonly text: string;
}

/** A stretch of a source text. Lines and columns count from 1, offsets from 0 in UTF-16 units; `to` is exclusive. */
export interface SourceRange {
  readonly source: string;
  readonly line: number;
  readonly column: number;
  readonly from: number;
  readonly to: number;
}

export type FieldPath = readonly (string | number)[];

/** Where an object stands in the text, and where each of its fields does. */
export interface ObjectSource {
  readonly ref: ObjectRef;
  readonly range: SourceRange;
  /** The range of a field, or of its nearest ancestor that is written in the text. */
  locate(path: FieldPath): SourceRange;
  /** The range of a field that is itself written in the text. */
  find(path: FieldPath): SourceRange | undefined;
  /** The innermost field that begins at or before an offset of the source; empty where none does. */
  fieldAt(offset: number): FieldPath;
}

export type NoteSeverity = 'error' | 'warning' | 'info';

/** Something to tell about the text. The sentence is made elsewhere from `code` and `params`. */
export interface Note {
  readonly severity: NoteSeverity;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly where?: SourceRange;
  readonly object?: ObjectRef;
  /** `spec.ports[0].targetPort` */
  readonly path?: string;
}

export interface Listener {
  readonly proto: ServiceProtocol;
  readonly port: number;
  readonly name?: string;
  /** `containerPort`, or the targetPort of a Service that selects the Pod: an assumption worth saying. */
  readonly because: 'containerPort' | 'targetPort';
}

export interface ClusterPod {
  readonly object: Pod;
  readonly namespace: string;
  readonly name: string;
  readonly node: string;
  /** One address a family, the primary first. Host-network Pods have their node's. */
  readonly ips: readonly Ip[];
  readonly hostNetwork: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly ready: boolean;
  readonly listens: readonly Listener[];
  /** A fault: its processes listen on 127.0.0.1 only, or not at all. */
  readonly listening?: Listening;
  /** The workload that made it, or counts it as its own. */
  readonly owner?: ObjectRef;
  /** Written in the text, or derived from a workload. */
  readonly given: boolean;
}

export interface ClusterNode {
  readonly object: Node;
  readonly name: string;
  /** InternalIPs, the primary first. */
  readonly ips: readonly Ip[];
  readonly podCidrs: readonly Cidr[];
  readonly zone?: string;
  readonly given: boolean;
  /** A fault: nothing on it answers. */
  readonly down?: NodeDown;
  /** A fault: kube-proxy writes no rules here any more. */
  readonly proxyStopped?: boolean;
}

/**
 * kube-proxy's settings as a KubeProxyConfiguration gives them, in the names of `ProxyConfig`. What it does not say is
 * absent.
 */
export interface ProxySettings {
  readonly mode?: 'iptables';
  /** May be empty: then no traffic is told to come from a Pod. */
  readonly clusterCIDR?: string;
  readonly detectLocalMode?: 'ClusterCIDR' | 'NodeCIDR' | 'BridgeInterface' | 'InterfaceNamePrefix';
  readonly bridgeInterface?: string;
  readonly interfaceNamePrefix?: string;
  readonly masqueradeAll?: boolean;
  readonly masqueradeBit?: number;
  readonly localhostNodePorts?: boolean;
  readonly nodePortAddresses?: readonly string[];
  readonly conntrackTCPLiberal?: boolean;
}

/** What the control plane has settled: every object placed, addressed and defaulted. */
export interface Cluster {
  readonly nodes: readonly ClusterNode[];
  readonly pods: readonly ClusterPod[];
  /** As the API server would store them: defaulted, with clusterIPs and node ports. Sorted by namespace and name. */
  readonly services: readonly Service[];
  /** Given ones and those derived from selectors. */
  readonly endpointSlices: readonly EndpointSlice[];
  readonly namespaces: readonly string[];
  /** Per family; IPv4 first. */
  readonly podNetworks: readonly Cidr[];
  readonly serviceNetworks: readonly Cidr[];
  /** The node network, with the outside client's address in it. */
  readonly lan: {
    readonly networks: readonly Cidr[];
    readonly gateways: readonly Ip[];
    /** Where a load balancer in front of the cluster would stand. */
    readonly balancers?: readonly Ip[];
  };
  readonly outside: { readonly ips: readonly Ip[] };
  /** By `refKey`; only objects that stand in the text. */
  readonly sources: ReadonlyMap<string, ObjectSource>;
  /** kube-proxy's settings, where the text holds its configuration. */
  readonly proxy?: ProxySettings;
  /** What the cluster was read from. */
  readonly texts?: readonly SourceText[];
  /** What fails besides, and the cluster in which nothing of it does. Absent where nothing fails. */
  readonly faulty?: { readonly settled: Cluster; readonly by: ClusterFaults };
}

export interface LoadResult {
  /** Absent when the text cannot be read at all (an `error` note says where). */
  readonly cluster?: Cluster;
  readonly notes: readonly Note[];
}
