import type { IpFamily, MachineId, NetworkOptions, Protocol, TcpFlag } from '../../src/engine';

/** A packet to send, named so that it means the same after the cluster has shrunk. */
export interface Shot {
  readonly from: MachineId;
  readonly to: { readonly ip: string; readonly port: number };
  readonly proto: Protocol;
  readonly sport: number;
  readonly ttl?: number;
  readonly flags?: readonly TcpFlag[];
  readonly oneWay?: boolean;
  /** The end of the flow comes from its server, whose process closes. */
  readonly byServer?: boolean;
  /** TCP from the first to the last packet. */
  readonly conversation?: boolean;
  /** Bytes from the IP header on, of a datagram, a ping, or a segment with data. */
  readonly size?: number;
  /** From this packet on, the cluster is this one: rules change, conntrack stays. */
  readonly objects?: readonly Manifest[];
  /** Before this packet, conntrack forgets everything. */
  readonly forget?: boolean;
}

/** Kubernetes objects as they would stand in a manifest. */
export type Manifest = {
  readonly kind: string;
  readonly metadata: { readonly name: string } & Record<string, unknown>;
} & Record<string, unknown>;

/** Everything that a run depends on. */
export interface Scenario {
  readonly name: string;
  /** Of all packets, and of the addresses that the namespaces get. */
  readonly family: IpFamily;
  readonly objects: readonly Manifest[];
  readonly options: NetworkOptions;
  /** Rules beside kube-proxy's and flannel's, by node name, as iptables-save writes them. */
  readonly extra?: Readonly<Record<string, string>>;
  /** How the rules are printed for loading. */
  readonly style: 'save' | 'restore';
  readonly shots: readonly Shot[];
}
