/** A cluster to begin with, and the packet that it is about. */
export interface Sample {
  /** Stable: it stands in links. */
  readonly id: string;
  /** English name for menus. */
  readonly title: string;
  readonly yaml: string;
  readonly send: {
    /** Machine id: `pod/NS/NAME`, `node/NAME`, `outside`. */
    readonly from: string;
    /** As `resolveTarget` reads it. */
    readonly to: string;
    readonly proto: 'tcp' | 'udp';
  };
}
