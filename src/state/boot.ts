import { keep } from './actions/edit';
import { readBreakpoints } from './cursor/breakpoints';
import { clampCursor } from './cursor/cursor';
import { readDocument } from './document/document';
import { rulesRead } from './document/pastedRules';
import { sampleById, samplePacket } from './document/samples';
import { opened } from './initial';
import { decodeShared } from './link/url';
import { NO_SETTINGS } from './settings/settings';
import { type KeyValue, loadDocument, loadPreferences, type StoredDocument } from './storage';
import type { AppStore } from './store';
import type { AppState } from './types';

/** What the page began with. `storage` is absent in an embed: it must not touch the reader's own work. */
export interface BootFrom {
  readonly hash: string;
  readonly storage?: KeyValue | undefined;
}

function fromStored(stored: StoredDocument): Partial<AppState> {
  const document = readDocument(
    stored.text,
    stored.sample,
    stored.typed,
    stored.settings,
    undefined,
    stored.good,
    stored.stale,
  );
  const session = stored.session.length > 0 ? stored.session : [samplePacket(sampleById(stored.sample))];
  const next = opened(document, session);
  return {
    ...next,
    kept: stored.kept,
    cursor: clampCursor(next.exchange, stored.cursor),
    grain: stored.grain,
    breakpoints: readBreakpoints(stored.breakpoints),
    keepSession: stored.keepSession === true,
  };
}

/** Rules of real nodes that have to be read before `boot` can show them. Undefined: it can begin at once. */
export function beforeBoot({ hash, storage }: BootFrom): Promise<unknown> | undefined {
  const link = decodeShared(hash);
  const linked = link.kind === 'state' ? link.shared : undefined;
  const stored = storage && loadDocument(storage);
  const waits = [rulesRead(linked), rulesRead(stored)].filter((wait) => wait !== undefined);
  return waits.length === 0 ? undefined : Promise.allSettled(waits);
}

/**
 * Opens the link, else what was typed here last, else leaves the first sample. A link that this browser wrote itself
 * (a reload) gives way to the stored text, which may be newer. A bad link leaves everything as stored.
 * The hints come by themselves until they were seen, but never over what somebody else's link is to show.
 */
export function boot(store: AppStore, { hash, storage }: BootFrom): void {
  const stored = storage && loadDocument(storage);
  if (storage) store.setState(loadPreferences(storage));
  const link = decodeShared(hash);
  const isReload = stored !== undefined && hash !== '' && stored.hash === hash;
  if (stored && (link.kind !== 'state' || isReload)) store.setState(fromStored(stored));
  if (link.kind === 'bad') store.setState({ notice: { kind: 'bad-link' } });
  const own = link.kind === 'none' || isReload;
  if (storage && own && !store.getState().hinted) store.setState({ hint: 0 });
  if (link.kind !== 'state' || isReload) return;

  const { shared } = link;
  const sameText = stored?.text === shared.text;
  const document = readDocument(
    shared.text,
    shared.sample,
    sameText && stored.typed,
    shared.settings ?? NO_SETTINGS,
    undefined,
    undefined,
    shared.stale,
  );
  const next = opened(document, shared.session);
  const before = stored?.kept ?? [];
  const kept = stored && !sameText ? keep(before, stored) : before;
  store.setState({
    ...next,
    kept,
    cursor: clampCursor(next.exchange, shared.cursor),
    grain: shared.grain,
    breakpoints: shared.breakpoints ?? [],
    keepSession: shared.keepSession === true,
    notice: kept === before ? undefined : { kind: 'kept-text' },
  });
}
