import { readBreakpoints, writeBreakpoints } from './cursor/breakpoints';
import { readEras, writeEras } from './document/eras';
import type { Stale } from './document/model';
import { readStale, writeStale } from './document/stale';
import type { SentPacket } from './session/model';
import { readRow } from './session/packetRow';
import { readSettings, type Settings } from './settings/settings';
import type { AppState, ThemeChoice } from './types';

/** The little of `localStorage` that is used. Private windows and full disks make it throw. */
export type KeyValue = Pick<Storage, 'getItem' | 'setItem'>;

const DOCUMENT = 'hopscope.document';
const PREFERENCES = 'hopscope.preferences';

export interface StoredDocument {
  readonly text: string;
  /** The last text that could be read, where `text` cannot. */
  readonly good?: string;
  readonly sample?: string;
  readonly typed: boolean;
  readonly kept: readonly string[];
  readonly session: readonly SentPacket[];
  readonly cursor: number;
  readonly grain: AppState['grain'];
  readonly settings: Settings;
  readonly stale: Stale;
  /** As `writeBreakpoints` has them. */
  readonly breakpoints?: readonly string[];
  readonly keepSession?: boolean;
  /** The link of this state as it was last written: tells a reload from somebody else's link. */
  readonly hash: string;
}

export interface StoredPreferences {
  readonly theme: ThemeChoice;
  readonly singleKeys: boolean;
  readonly speed: number;
  readonly hinted: boolean;
}

/** An object as it was stored; undefined where there is none, or it cannot be read. */
export function readStored(storage: KeyValue, key: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? 'null');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** False where the storage is full or forbidden. */
export function writeStored(storage: KeyValue, key: string, value: unknown): boolean {
  try {
    storage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export const saveDocument = (storage: KeyValue, stored: StoredDocument): boolean =>
  writeStored(storage, DOCUMENT, {
    ...stored,
    stale: writeStale(stored.stale, stored.text),
    session: stored.session.map(({ era: _, ...packet }) => packet),
    eras: writeEras(stored.session, stored.text),
  });
export const savePreferences = (storage: KeyValue, stored: StoredPreferences): boolean =>
  writeStored(storage, PREFERENCES, stored);

/** A stored packet is looked at as one in a link is. */
const packetOf = (value: unknown): SentPacket[] => {
  const p = (value ?? {}) as Partial<SentPacket>;
  const packet = readRow([p.from, p.to, p.proto, p.sport, p.seed, p.force, p]);
  return packet ? [packet] : [];
};

/** Whatever can be made of what is stored; only a text is indispensable. */
export function loadDocument(storage: KeyValue): StoredDocument | undefined {
  const found = readStored(storage, DOCUMENT);
  if (typeof found?.text !== 'string') return undefined;
  const { text, good, sample, typed, kept, session, cursor, grain, settings, stale } = found;
  const { breakpoints, hash, eras, keepSession } = found;
  return {
    text,
    ...(typeof good === 'string' ? { good } : {}),
    ...(typeof sample === 'string' ? { sample } : {}),
    typed: typed !== false,
    kept: Array.isArray(kept) ? kept.filter((k) => typeof k === 'string') : [],
    session: readEras(eras, Array.isArray(session) ? session.flatMap(packetOf) : [], text),
    cursor: typeof cursor === 'number' ? cursor : 0,
    grain: grain === 'hop' || grain === 'chain' ? grain : 'rule',
    settings: readSettings(settings),
    stale: readStale(stale, text),
    breakpoints: writeBreakpoints(readBreakpoints(breakpoints)),
    keepSession: keepSession === true,
    hash: typeof hash === 'string' ? hash : '',
  };
}

export function loadPreferences(storage: KeyValue): Partial<StoredPreferences> {
  const found = readStored(storage, PREFERENCES) ?? {};
  const { theme, singleKeys, speed, hinted } = found;
  return {
    ...(theme === 'light' || theme === 'dark' ? { theme } : {}),
    ...(typeof singleKeys === 'boolean' ? { singleKeys } : {}),
    ...(typeof speed === 'number' && speed > 0 ? { speed } : {}),
    ...(hinted === true ? { hinted } : {}),
  };
}
