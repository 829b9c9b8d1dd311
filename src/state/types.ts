import type { Move } from '../debugger';
import type {
  ChainName,
  Cluster,
  Counters,
  Exchange,
  Grain,
  IpFamily,
  MachineId,
  Network,
  Note,
  Rule,
  TableName,
  TcpFlag,
  WorldState,
} from '../engine';
import type { Traffic } from '../engine/many';
import type { Breakpoint, Point } from './cursor/breakpoints';
import type { Era } from './document/eras';
import type { Stale } from './document/stale';
import type { Changes } from './history/changeGroups';
import type { SettingKey, Settings, SettingValue } from './settings/settings';

/** What the user asked to send, as written; resolved against the cluster at each send. */
export interface SendSettings {
  /** Machine id; a host-network Pod is its node's id plus `#namespace/name`. */
  readonly from: string;
  /** As `resolveTarget` reads it: `svc/NS/NAME:PORT`, `IP:PORT`, a DNS name with a port. */
  readonly to: string;
  readonly proto: SendProto;
  /** Feeds every random choice; shown to the user. */
  readonly seed: number;
  /** `ip:port` of the endpoint that the statistic rules are made to choose. */
  readonly force?: string | undefined;
  /** Name of the node that a load balancer is made to choose. */
  readonly via?: string | undefined;
  /** TCP: from the handshake to the last acknowledgement. */
  readonly conversation?: boolean | undefined;
  /** The receiver stays silent. */
  readonly oneWay?: boolean | undefined;
  /** Bytes, from the IP header on, of packets with data. */
  readonly size?: number | undefined;
  readonly ttl?: number | undefined;
  /** Instead of those that TCP would send next. */
  readonly flags?: readonly TcpFlag[] | undefined;
}

export type SendProto = 'tcp' | 'udp' | 'sctp' | 'icmp';

/**
 * What is done between two packets: time passes; conntrack entries of a machine are deleted, all or one; all counters
 * begin anew; so many connections like the packet are sent, where 0 says that those before are forgotten.
 */
export type WorldAction =
  | { readonly wait: number }
  | { readonly forget: MachineId; readonly id?: number | undefined }
  | { readonly zero: true }
  | { readonly traffic: number };

/** One packet as it was sent: enough to send it again. */
export interface SentPacket extends SendSettings {
  /** Source port: the same one again is the same flow. */
  readonly sport: number;
  /** What was done after it, before the next one. */
  readonly later?: readonly WorldAction[] | undefined;
  /** Absent where it was sent into the document of now. */
  readonly era?: Era | undefined;
}

/** Why nothing could be sent: a code and its parameters, the sentence is made in i18n. */
export interface SendProblem {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

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

export interface DocumentState {
  readonly text: string;
  readonly notes: readonly Note[];
  /** The text cannot be read; `cluster` is the last one that could. */
  readonly broken: boolean;
  readonly cluster: Cluster;
  readonly network: Network;
  /** Id of the sample that the text began as. */
  readonly sample: string | undefined;
  /** The user changed it since it was opened: it must not get lost. */
  readonly typed: boolean;
  /** Those that differ from what holds anyway; they belong to the document as its text does. */
  readonly settings: Settings;
  /** What kube-proxy saw last where it has stopped. */
  readonly stale: Stale;
}

export interface ExchangeState {
  readonly send: SendSettings;
  readonly sendProblem: SendProblem | undefined;
  /** Everything sent since conntrack was empty, oldest first; the last one made `exchange`. */
  readonly session: readonly SentPacket[];
  /** The packet that was asked for, while another one is sent because its sender is not in the cluster. */
  readonly wanted: SentPacket | undefined;
  readonly world: WorldState;
  /** What the rules have counted since conntrack was empty, or since they were zeroed. */
  readonly counters: Counters;
  /** Earlier exchanges, oldest first; the current one is its last element. */
  readonly history: readonly Exchange[];
  readonly exchange: Exchange | undefined;
}

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

/** Connections of one packet, as far as they have been sent. */
export interface TrafficShown {
  /** The packet that they are like; another one, or another network, begins anew. */
  readonly of: Exchange;
  readonly result: Traffic;
  /** How many are wanted in all, while some are still to be sent. */
  readonly wanted: number | undefined;
  /** conntrack entries that each machine has gained. */
  readonly flows: ReadonlyMap<MachineId, number>;
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
