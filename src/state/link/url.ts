import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import type { Grain } from '../../engine';
import { readBreakpoints, writeBreakpoints } from '../cursor/breakpoints';
import { type EraRow, readEras, writeEras } from '../document/eras';
import { SAMPLES, samplePacket } from '../document/samples';
import { readStale, type StaleRow, writeStale } from '../document/stale';
import { type Row, readRow, writeRow } from '../session/packetRow';
import { readSettings, type Settings } from '../settings/settings';
import type { SharedState } from '../types';

/** Format of the link; a reader that does not know the number says so. */
export const LINK_VERSION = 1;
const PREFIX = `s${LINK_VERSION}=`;

/** More than this inflated is not a cluster somebody typed: a guard against deflate bombs. */
const MAX_BYTES = 8_000_000;

interface Wire {
  readonly t: string;
  readonly s?: string;
  readonly p: readonly Row[];
  readonly c: number;
  readonly g: Grain;
  /** Settings that were changed. */
  readonly o?: Settings;
  /** What stopped kube-proxies saw last. */
  readonly k?: readonly StaleRow[];
  /** Breakpoints, where there are any. */
  readonly b?: readonly string[];
  /** Documents of before, into which the first packets were sent. */
  readonly e?: readonly EraRow[];
  /** The session is kept through edits. */
  readonly x?: true;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

/** Throws when the data is damaged, ends early or grows beyond `MAX_BYTES`. */
function inflateGuarded(deflated: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const inflate = new Inflate((chunk) => {
    size += chunk.length;
    if (size > MAX_BYTES) throw new RangeError('too large');
    chunks.push(chunk);
  });
  // In pieces, so that the guard is asked before all is inflated.
  for (let at = 0; at < deflated.length; at += 16_384) {
    inflate.push(deflated.subarray(at, at + 16_384), at + 16_384 >= deflated.length);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

const hasAny = (settings: Settings = {}): boolean => Object.keys(settings).length > 0;

/** The part of a link after `#`: `s1=` and base64url of deflated JSON. */
export function encodeShared(shared: SharedState): string {
  const eras = writeEras(shared.session, shared.text);
  const wire: Wire = {
    t: shared.text,
    ...(shared.sample === undefined ? {} : { s: shared.sample }),
    p: shared.session.map(writeRow),
    c: shared.cursor,
    g: shared.grain,
    ...(hasAny(shared.settings) ? { o: shared.settings } : {}),
    ...(shared.stale?.size ? { k: writeStale(shared.stale, shared.text) } : {}),
    ...(shared.breakpoints?.length ? { b: writeBreakpoints(shared.breakpoints) } : {}),
    ...(eras.length > 0 ? { e: eras } : {}),
    ...(shared.keepSession ? { x: true } : {}),
  };
  return PREFIX + toBase64Url(deflateSync(strToU8(JSON.stringify(wire)), { level: 9 }));
}

export type Decoded =
  | { readonly kind: 'none' }
  | { readonly kind: 'bad'; readonly why: 'version' | 'damaged' | 'sample' }
  | { readonly kind: 'state'; readonly shared: SharedState };

/** `sample=hairpin`: a sample as it is delivered, its packet at its first step. */
function decodeSample(id: string): Decoded {
  const sample = SAMPLES.find((s) => s.id === id);
  if (!sample) return { kind: 'bad', why: 'sample' };
  const { yaml: text } = sample;
  return {
    kind: 'state',
    shared: { text, sample: id, session: [samplePacket(sample)], cursor: 0, grain: 'rule' },
  };
}

/** Reads `location.hash`. A hash that is no link of ours is `none`; one that cannot be read is `bad`. Never throws. */
export function decodeShared(hash: string): Decoded {
  const text = hash.startsWith('#') ? hash.slice(1) : hash;
  const [, id] = /^sample=([\w-]*)$/.exec(text) ?? [];
  if (id !== undefined) return decodeSample(id);
  const head = /^s(\d+)=/.exec(text);
  if (!head) return { kind: 'none' };
  if (!text.startsWith(PREFIX)) return { kind: 'bad', why: 'version' };
  try {
    const bytes = inflateGuarded(fromBase64Url(text.slice(PREFIX.length)));
    const shared = readWire(JSON.parse(strFromU8(bytes)));
    return shared ? { kind: 'state', shared } : { kind: 'bad', why: 'damaged' };
  } catch {
    return { kind: 'bad', why: 'damaged' };
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** A link comes from anywhere: nothing in it is believed before it was looked at. */
function readWire(value: unknown): SharedState | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { t, s, p, c, g, o, k, b, e, x } = value as Record<string, unknown>;
  if (typeof t !== 'string' || !Array.isArray(p) || !isCount(c)) return undefined;
  if (s !== undefined && typeof s !== 'string') return undefined;
  if (g !== 'hop' && g !== 'chain' && g !== 'rule') return undefined;
  const session = p.map(readRow);
  if (!session.every((packet) => packet !== undefined)) return undefined;
  const settings = readSettings(o);
  const breakpoints = readBreakpoints(b);
  const stale = readStale(k, t);
  return {
    text: t,
    sample: s,
    session: readEras(e, session, t),
    cursor: c,
    grain: g,
    ...(hasAny(settings) ? { settings } : {}),
    ...(stale.size > 0 ? { stale } : {}),
    ...(breakpoints.length > 0 ? { breakpoints } : {}),
    ...(x === true ? { keepSession: true } : {}),
  };
}
