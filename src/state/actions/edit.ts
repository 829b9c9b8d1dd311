import type { Exchange } from '../../engine';
import { carryCursor, clampCursor } from '../cursor/cursor';
import { cleaned } from '../document/cleanUdp';
import { placeOf, readDocument } from '../document/document';
import { editedLine } from '../document/editSpan';
import { eraOf, past } from '../document/eras';
import type { DocumentState } from '../document/model';
import { sampleById, sampleOf, samplePacket } from '../document/samples';
import { staleAfter } from '../document/stale';
import type { Undoable } from '../history/undoable';
import { opened } from '../initial';
import { substitute } from '../session/fallback';
import type { SentPacket } from '../session/model';
import { settingsOf } from '../session/packet';
import { flowOf, remember, replay, sendOne } from '../session/session';
import { NO_SETTINGS, type Settings, withSetting } from '../settings/settings';
import type { Actions, AppState } from '../types';

type Names =
  | 'setText'
  | 'setSetting'
  | 'setSettings'
  | 'loadSample'
  | 'resetSample'
  | 'openShared'
  | 'restoreKept';

type Place = Pick<DocumentState, 'cluster' | 'network' | 'stale'>;

const KEPT_LIMIT = 5;

/** Key strokes that follow each other faster than this are one edit. */
const BURST_MS = 1500;
/** On one line one may think longer between taking the old value away and writing the new one. */
const LINE_MS = 8000;

/** What the user typed goes on the pile before something else takes its place. */
export const keep = (kept: readonly string[], { text, typed }: Pick<AppState, 'text' | 'typed'>) =>
  typed && text.trim() !== '' && !kept.includes(text) ? [...kept, text].slice(-KEPT_LIMIT) : kept;

/** What changes the text. Each sends the current packet anew, into empty conntrack tables unless the session is kept. */
export function editActions(get: () => AppState, undoable: Undoable): Pick<Actions, Names> {
  /** Where the cursor last stood on an exchange: while an edit leaves nothing to send, it waits here. */
  let anchor: { exchange: Exchange; cursor: number } | undefined;

  /** The line within which the last edit stayed. */
  let line: number | undefined;

  function edited(text: string, sample: string | undefined): Partial<AppState> {
    const state = get();
    const document = readDocument(
      text,
      sampleOf(text, sample),
      true,
      state.settings,
      state,
      undefined,
      state.stale,
    );
    return document.broken ? document : resent(document);
  }

  /** What the last edit found, for those that follow it: a burst of them is one change of the rules. */
  let base:
    | {
        exchange: Exchange | undefined;
        found: Pick<AppState, 'session' | 'world' | 'counters' | 'cluster' | 'settings' | 'stale' | 'text'>;
      }
    | undefined;

  /** The flow of before, begun anew; or its next packet, into the world that it has left. */
  function played(place: Place, packet: SentPacket | undefined) {
    const state = get();
    const last = state.session.at(-1);
    if (!packet || packet !== last || !state.exchange) return replay(place, packet ? [packet] : []);
    if (!state.keepSession)
      return replay(
        place,
        flowOf(state.session)
          .slice(0, 1)
          .map(({ later: _, era: __, ...first }) => first),
      );
    const found = base?.exchange === state.exchange ? base.found : state;
    const { flags: _, ...again } = settingsOf(packet);
    const world = cleaned(found.world, found.cluster, place);
    const next = { ...again, sport: packet.sport };
    const sent = sendOne(place, { ...found, session: past(found.session, eraOf(found)), world }, next);
    if (sent.sendProblem) return { ...sent, session: found.session };
    base = { exchange: sent.exchange, found };
    return sent;
  }

  /** The packet of before, sent into the network of now. */
  function resent<D extends Place>(document: D): Partial<AppState> {
    const state = get();
    if (state.exchange) anchor = { exchange: state.exchange, cursor: state.cursor };
    const wanted = state.wanted ?? state.session.at(-1);
    const instead = wanted && substitute(document.cluster, document.network, wanted);
    const packet = instead ?? wanted;
    const after = played(document, packet);
    return {
      ...document,
      ...after,
      wanted: instead && wanted,
      send: instead || state.wanted ? settingsOf(packet ?? state.send) : state.send,
      history: remember(state.history, after.exchange),
      cursor: carryCursor(anchor?.exchange, anchor?.cursor ?? 0, after.exchange),
      playing: false,
      rulesNode:
        state.rulesNode && document.network.machines.has(state.rulesNode) ? state.rulesNode : undefined,
    };
  }

  function openSample(id: string | undefined, label: string): void {
    const sample = sampleById(id);
    const state = get();
    const document = readDocument(sample.yaml, sample.id, false, NO_SETTINGS);
    const next = opened(document, [samplePacket(sample)], state.history);
    const kept = keep(state.kept, state);
    undoable.change(label, { ...next, kept, cursor: 0, playing: false, rulesNode: undefined });
  }

  function apply(settings: Settings): void {
    const state = get();
    if (JSON.stringify(settings) === JSON.stringify(state.settings)) return;
    const stale = staleAfter(state, settings);
    const place = { stale, ...placeOf(state.cluster, settings, stale) };
    undoable.change('settings', { settings, ...resent(place) });
  }

  return {
    setText(text) {
      const { text: last, sample, broken } = get();
      if (text === last) return;
      const now = editedLine(last, text);
      const patience = now === undefined || now !== line ? BURST_MS : broken ? Infinity : LINE_MS;
      line = now;
      undoable.change('edit', edited(text, sample), undoable.idle() < patience);
    },
    setSetting(key, value) {
      const { settings, cluster } = get();
      apply(withSetting(settings, key, value, cluster));
    },
    setSettings: apply,
    loadSample: (id) => openSample(id, 'sample'),
    resetSample: () => openSample(get().sample, 'reset'),
    openShared(shared) {
      const state = get();
      const document = readDocument(
        shared.text,
        shared.sample,
        false,
        shared.settings ?? NO_SETTINGS,
        undefined,
        undefined,
        shared.stale,
      );
      const next = opened(document, shared.session, state.history);
      const kept = state.text === shared.text ? state.kept : keep(state.kept, state);
      undoable.change('link', {
        ...next,
        kept,
        cursor: clampCursor(next.exchange, shared.cursor),
        grain: shared.grain,
        breakpoints: shared.breakpoints ?? [],
        keepSession: shared.keepSession === true,
        playing: false,
        rulesNode: undefined,
        notice: kept === state.kept ? undefined : { kind: 'kept-text' },
      });
    },
    restoreKept() {
      const state = get();
      const text = state.kept.at(-1);
      if (text === undefined) return;
      const kept = keep(state.kept.slice(0, -1), state);
      undoable.change('restore', { ...edited(text, undefined), kept, notice: undefined });
    },
  };
}
