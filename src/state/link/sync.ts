import { writeBreakpoints } from '../cursor/breakpoints';
import { rulesRead } from '../document/pastedRules';
import { type KeyValue, saveDocument, savePreferences } from '../storage';
import type { AppStore } from '../store';
import type { AppState, SharedState } from '../types';
import { decodeShared, encodeShared } from './url';

/** Longer hashes are refused by chat programs and some servers' logs: then the address stays as it is. */
export const LINK_LIMIT = 60_000;
const DELAY_MS = 400;

export const sharedOf = (state: AppState): SharedState => ({
  text: state.text,
  sample: state.sample,
  session: state.session,
  cursor: state.cursor,
  grain: state.grain,
  settings: state.settings,
  stale: state.stale,
  breakpoints: state.breakpoints,
  keepSession: state.keepSession,
});

/** The window, as far as it is needed here. */
export interface Surroundings {
  readonly storage: KeyValue | undefined;
  hash(): string;
  replaceHash(hash: string): void;
}

const WATCHED = [
  'text',
  'sample',
  'settings',
  'stale',
  'session',
  'cursor',
  'grain',
  'breakpoints',
  'keepSession',
  'kept',
  'theme',
  'singleKeys',
  'speed',
  'hinted',
] as const;

/**
 * Keeps address and storage up to date: a moment after the last change, never while playing, and at once by
 * `flush` when the page is left. Returns what the window's events need.
 */
export function keepInSync(store: AppStore, around: Surroundings) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let good = store.getState().broken ? undefined : store.getState().text;
  let failed = false;

  /** While a packet plays the address stays; what was typed is saved all the same. */
  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const state = store.getState();
    if (!state.playing) {
      const encoded = encodeShared(sharedOf(state));
      if (encoded.length <= LINK_LIMIT) around.replaceHash(`#${encoded}`);
    }
    if (around.storage) save(state, around.storage);
  }

  function save(state: AppState, storage: KeyValue): void {
    const { text, sample, typed, settings, stale, kept, session, cursor, grain } = state;
    const { theme, singleKeys, speed, hinted } = state;
    const saved = saveDocument(storage, {
      text,
      ...(state.broken && good !== undefined ? { good } : {}),
      ...(sample === undefined ? {} : { sample }),
      typed,
      kept,
      session,
      cursor,
      grain,
      settings,
      stale,
      breakpoints: writeBreakpoints(state.breakpoints),
      keepSession: state.keepSession,
      hash: around.hash(),
    });
    savePreferences(storage, { theme, singleKeys, speed, hinted });
    if (!saved && !failed) store.setState({ notice: { kind: 'storage-failed' } });
    failed = !saved;
  }

  const stop = store.subscribe((state, before) => {
    if (!state.broken) good = state.text;
    const changed = WATCHED.filter((key) => state[key] !== before[key]);
    const onlyPlaying = state.playing && changed.every((key) => key === 'cursor');
    if (onlyPlaying || (changed.length === 0 && state.playing === before.playing)) return;
    clearTimeout(timer);
    timer = setTimeout(flush, DELAY_MS);
  });

  return {
    stop() {
      clearTimeout(timer);
      stop();
    },
    /** Writes now if something is waiting. */
    leave() {
      if (timer !== undefined) flush();
    },
    /** The user put another link into the address bar; `then` once it is open. */
    hashChanged(then = () => {}) {
      const link = decodeShared(around.hash());
      if (link.kind === 'state') {
        const { shared } = link;
        const open = () => {
          store.getState().openShared(shared);
          then();
        };
        const wait = rulesRead(shared);
        if (wait) wait.then(open, open);
        else open();
      }
      if (link.kind === 'bad') store.setState({ notice: { kind: 'bad-link' } });
    },
  };
}
