import type { SentPacket } from '../session/model';
import { readSettings, type Settings } from '../settings/settings';
import { readDocument } from './document';
import type { DocumentState, Era } from './model';
import { readStale, type StaleRow, writeStale } from './stale';

type Place = Pick<DocumentState, 'cluster' | 'network' | 'stale'>;

/** The document that this cluster was made of: of a text that cannot be read, the last one that could. */
export const eraOf = ({ cluster, settings, stale }: Pick<DocumentState, 'cluster' | keyof Era>): Era => ({
  text: cluster.texts?.[0]?.text ?? '',
  settings,
  stale,
});

/** A session whose document is edited: its packets remember the one that they were sent into. */
export const past = (session: readonly SentPacket[], era: Era): readonly SentPacket[] =>
  session.map((packet) => (packet.era ? packet : { ...packet, era }));

const places = new WeakMap<Era, Place>();

/** Cluster and network of then. */
export function placeIn(era: Era): Place {
  const { text, settings, stale } = era;
  const place =
    places.get(era) ?? readDocument(text, undefined, false, settings, undefined, undefined, stale);
  places.set(era, place);
  return place;
}

/** So many packets, in the order of the session, were sent into this document; 0 stands for the text of now. */
export type EraRow = readonly [
  packets: number,
  text: string | 0,
  settings: Settings,
  stale: readonly StaleRow[],
];

/** The packets of now come last and need no row. */
export function writeEras(session: readonly SentPacket[], now: string): readonly EraRow[] {
  const rows: { readonly era: Era; count: number }[] = [];
  for (const { era } of session) {
    const last = rows.at(-1);
    if (era && last?.era === era) last.count++;
    else if (era) rows.push({ era, count: 1 });
  }
  return rows.map(({ era: { text, settings, stale }, count }) => [
    count,
    text === now ? 0 : text,
    settings,
    writeStale(stale, text),
  ]);
}

/** From a link or from storage: the session with its eras; what cannot be read is left out. */
export function readEras(value: unknown, session: readonly SentPacket[], now: string): SentPacket[] {
  const eras: Era[] = [];
  for (const row of Array.isArray(value) ? (value as unknown[]) : []) {
    if (!Array.isArray(row)) continue;
    const [count, own, settings, stale] = row as unknown[];
    const text = own === 0 ? now : own;
    if (typeof text !== 'string' || !Number.isSafeInteger(count)) continue;
    const era = { text, settings: readSettings(settings), stale: readStale(stale, text) };
    for (let i = 0; i < (count as number) && eras.length < session.length; i++) eras.push(era);
  }
  return session.map((packet, i) => {
    const era = eras[i];
    return era ? { ...packet, era } : packet;
  });
}
