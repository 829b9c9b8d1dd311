import type { IpFamily } from '../../src/engine';

/** What the random rules of one node may speak of. */
export interface Vocabulary {
  readonly family: IpFamily;
  readonly addresses: readonly string[];
  readonly networks: readonly string[];
  readonly devices: readonly string[];
  readonly ports: readonly number[];
  /** `ip:port`, for DNAT. */
  readonly endpoints: readonly string[];
  /** The node's own address, for SNAT. */
  readonly own: string;
}
