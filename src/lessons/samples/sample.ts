/** Which moment of an exchange a sample is about: the first step that is one of these, else its last. */
export type Telling = 'dnat' | 'snat' | 'drop' | 'encap' | 'hairpin' | 'affinity' | 'deliver';

/** A cluster to begin with, and the packet that it is about. */
export interface Sample {
  /** Stable: it stands in links. */
  readonly id: string;
  /** English name for menus. */
  readonly title: string;
  /** What there is to see, in a sentence. */
  readonly about: string;
  readonly telling: Telling;
  /** The text; made when it is first asked for where it is long. */
  readonly yaml: string;
  readonly send: {
    /** Machine id: `pod/NS/NAME`, `node/NAME`, `outside`. */
    readonly from: string;
    /** As `resolveTarget` reads it. */
    readonly to: string;
    readonly proto: 'tcp' | 'udp';
    /** Feeds the random choices; another one than the usual where the packet is to take a certain way. */
    readonly seed?: number;
  };
}
