import type { Move } from '../debugger';
import type { ChainName, Exchange, Grain, IpFamily, MachineId, Rule, TableName, TcpFlag } from '../engine';
import type { Breakpoint, Point } from './cursor/breakpoints';
import type { DocumentState, Stale } from './document/model';
import type { Changes, LastChange } from './history/model';
import type { ExchangeState, SendSettings, SentPacket, TrafficShown } from './session/model';
import type { SettingKey, Settings, SettingValue } from './settings/settings';

/** A rule as it is loaded on a node. */
export interface RulePlace {
  readonly machine: MachineId;
  readonly family: IpFamily;
  readonly table: TableName;
  readonly chain: ChainName;
  /** From 1. */
  readonly number: number;
  readonly rule: Rule;
}

/** A rule picked out by hand. It holds until the cursor, the node or the text moves on: see `heldChoice`. */
export interface RuleChoice extends RulePlace {
  /** Chosen among the rules; or from a line of the text, which then stays in view. */
  readonly from: 'rules' | 'text';
  readonly at: Pick<AppState, 'cluster' | 'exchange' | 'cursor' | 'rulesNode'>;
}

export type ThemeChoice = 'light' | 'dark' | 'system';
export type MapCommand = 'fit' | 'in' | 'out';

/** A node, or a Pod (`namespace/name`) on it. */
export interface MapPlace {
  readonly node: string;
  readonly pod?: string;
}

/** Something to tell once, above the stage. */
export type Notice =
  | { readonly kind: 'bad-link' }
  /** A link was opened over text of the user's own, which is kept. */
  | { readonly kind: 'kept-text' }
  /** What is shown does not fit into a link. */
  | { readonly kind: 'long-link' }
  | { readonly kind: 'storage-failed' }
  /** A part of the page did not come over the network; `what` is its name. */
  | { readonly kind: 'unfetched'; readonly what: string };

export interface CursorState {
  /** Index into `exchange.steps`. */
  readonly cursor: number;
  readonly grain: Grain;
  readonly playing: boolean;
  /** 1 is the pace of LOOK.md's motion table. */
  readonly speed: number;
}

export interface DebugState {
  /** In the order in which they were set. Part of the link, not of undo. */
  readonly breakpoints: readonly Breakpoint[];
  /** Where a breakpoint stopped last; it says something as long as the cursor stays there: `stoppedBy`. */
  readonly stopped: { readonly exchange: Exchange; readonly index: number; readonly by: Point } | undefined;
}

export interface ViewState {
  readonly change: LastChange | undefined;
  /** What the last change did; comes a moment later, and is absent where it did nothing. */
  readonly changes: Changes | undefined;
  /** Node chosen by hand in the Rules panel; undefined follows the packet. */
  readonly rulesNode: MachineId | undefined;
  /** Which of a dual-stack node's rules are shown then; undefined follows the packet. */
  readonly rulesFamily: IpFamily | undefined;
  readonly ruleChoice: RuleChoice | undefined;
  /** A one-off wish to see a panel, wherever it is folded away; `n` grows with each. */
  readonly reveal: {
    readonly n: number;
    readonly panel: 'editor' | 'rules' | 'settings' | 'traffic';
    /** Whose switches, among the settings. */
    readonly at?: MapPlace | undefined;
  };
  /** Many connections: whether their panel was opened, and what became of those of this packet. */
  readonly trafficOpen: boolean;
  readonly traffic: TrafficShown | undefined;
  /** An address that the user picked out: views may emphasise it. */
  readonly selectedAddress: string | undefined;
  /** An edit sends the packet into the world as it is, so that a flow outlives a change of the rules. */
  readonly keepSession: boolean;
  readonly theme: ThemeChoice;
  readonly singleKeys: boolean;
  /** A one-off order to the Map; `n` grows with each. */
  readonly mapCommand: { readonly n: number; readonly what: MapCommand };
  /** A one-off order to bring something into view; `n` grows with each. */
  readonly flight: { readonly n: number; readonly to: MapPlace | undefined };
  readonly notice: Notice | undefined;
  /** Which of the first minute's hints is shown, from 0. */
  readonly hint: number | undefined;
  /** They were seen to the end, or sent away: they do not come by themselves again. */
  readonly hinted: boolean;
  /** Texts that the user typed and that a link or a sample replaced, newest last. */
  readonly kept: readonly string[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface Actions {
  /** Applies a text: the picture changes if it can be read, and the current packet is sent anew. */
  setText(text: string): void;
  /** Changes one setting; `undefined` resets it. */
  setSetting(key: SettingKey, value: SettingValue | undefined): void;
  /** Takes over all settings at once. */
  setSettings(settings: Settings): void;
  loadSample(id: string): void;
  /** The current sample (or the first one) as it was delivered. */
  resetSample(): void;
  /** Changes what will be sent next, without sending. */
  setSend(part: Partial<SendSettings>): void;
  /** A new flow (new source port) in the world as it is. */
  sendNow(part?: Partial<SendSettings>): void;
  /** The same flow once more: conntrack remembers it. `flags` instead of those that TCP would send next. */
  sendAgain(flags?: readonly TcpFlag[]): void;
  setKeepSession(on: boolean): void;
  /** Lets world time pass, in seconds: conntrack entries expire. */
  advanceTime(seconds: number): void;
  /** Deletes a machine's conntrack entries, all or one; `state.world` has what is left. */
  deleteConntrack(machine: MachineId, id?: number): void;
  /** All counters begin anew, as `iptables -Z` has it. */
  zeroCounters(): void;
  /** Brings the panel that sends many connections into sight. */
  showTraffic(): void;
  undo(): void;
  redo(): void;
  /** To a step, wherever it is; playing goes on from there and stops at a breakpoint, and at the end. */
  seek(index: number): void;
  /** To the next or previous stop of the grain; stops playing. No wrap-around. */
  stepBy(direction: 1 | -1): void;
  seekStart(): void;
  seekEnd(): void;
  setGrain(grain: Grain): void;
  play(): void;
  pause(): void;
  setSpeed(speed: number): void;
  /** One move of the debugger; stops playing. */
  debugMove(move: Move, direction: 1 | -1): void;
  /** To the next or previous breakpoint, else to the end. */
  runToBreakpoint(direction: 1 | -1): void;
  /** Sets a breakpoint, or takes it away; `rules` are those of its chain, where it is a rule's. */
  toggleBreakpoint(point: Point, rules?: readonly Rule[]): void;
  /** The same at the rule at which the packet is. */
  breakHere(): void;
  /** By `pointKey`. */
  switchBreakpoint(key: string, on: boolean): void;
  removeBreakpoint(key: string): void;
  setRulesNode(node: MachineId | undefined): void;
  /** Picks a rule out where it is shown: the line that it came from is marked. */
  chooseRule(place: RulePlace): void;
  /** The same, and the text is brought into sight. */
  showOrigin(place: RulePlace): void;
  /** Opens a rule in the Rules panel, at its node. */
  showRule(place: RulePlace): void;
  /** Opens the settings at the switches of a node or a Pod. */
  showSwitches(at: MapPlace | undefined): void;
  selectAddress(ip: string | undefined): void;
  setTheme(theme: ThemeChoice): void;
  setSingleKeys(on: boolean): void;
  commandMap(what: MapCommand): void;
  /** Opens a node on the Map and brings it, or its Pod, into view. */
  flyTo(place: MapPlace): void;
  setNotice(notice: Notice | undefined): void;
  /** Shows a hint; `undefined` ends them for good. */
  showHint(hint: number | undefined): void;
  /** Brings back the newest of the kept texts. */
  restoreKept(): void;
  /** Takes over a decoded link. */
  openShared(shared: SharedState): void;
}

/** What a link carries. */
export interface SharedState {
  readonly text: string;
  readonly sample: string | undefined;
  /** Replayed in order from an empty world; the last one is the packet shown. */
  readonly session: readonly SentPacket[];
  readonly cursor: number;
  readonly grain: Grain;
  /** Absent in links of unchanged settings. */
  readonly settings?: Settings;
  /** Absent where kube-proxy runs everywhere. */
  readonly stale?: Stale;
  readonly breakpoints?: readonly Breakpoint[];
  readonly keepSession?: boolean;
}

export type AppState = DocumentState & ExchangeState & CursorState & DebugState & ViewState & Actions;
