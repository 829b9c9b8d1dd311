import type { ChainDiff, Comparison, NodeDiff } from '../../compare';
import type { IpFamily } from '../../engine';
import type { DocumentState } from '../document/model';
import type { ExchangeState } from '../session/model';

/** One side of a change. */
export type ChangeSide = Pick<
  DocumentState & ExchangeState,
  'text' | 'sample' | 'settings' | 'cluster' | 'network' | 'exchange'
>;

/** The last thing that was done to the network: an edit, a sample, a setting. Both sides are also in the undo stack. */
export interface LastChange {
  /** What was done, as undo calls it. */
  readonly label: string;
  readonly before: ChangeSide;
  readonly after: ChangeSide;
  /** `before` once it was taken back. */
  readonly at: 'before' | 'after';
}

/** How many chains and rules came, went, or are other ones now. Rules of whole chains are counted too. */
export interface Tally {
  readonly chainsAdded: number;
  readonly chainsRemoved: number;
  readonly added: number;
  readonly removed: number;
  readonly rewritten: number;
  readonly policies: number;
}

/** Nodes on which the same happened. */
export interface ChangeGroup {
  readonly nodes: readonly string[];
  readonly family: IpFamily;
  /** Did the nodes themselves come or go? */
  readonly change: NodeDiff['change'];
  readonly chains: readonly ChainDiff[];
  readonly tally: Tally;
}

/** What the last change did to rules and to the packet's way. */
export interface Changes {
  readonly of: LastChange;
  /** The one of most nodes first. */
  readonly groups: readonly ChangeGroup[];
  /** Rules in all groups, each counted once, and policies. */
  readonly count: number;
  /** How many nodes were compared, and how many there are. */
  readonly nodes: { readonly compared: number; readonly all: number };
  /** Absent where one of the two sides had nothing to send. */
  readonly comparison?: Comparison;
}
