import type { FieldPath, SourceRange } from '../model';
import { isData, type RawObject } from './documents';

const sameRange = (a: SourceRange, b: SourceRange): boolean => a.from === b.from && a.to === b.to;

/**
 * The range of a field that stands in the text itself; undefined for one that was left out, or that an alias or a
 * list's own kind stands for.
 */
export function writtenRange(raw: RawObject, path: FieldPath): SourceRange | undefined {
  let value: unknown = raw.value;
  for (const key of path) value = childOf(value, key);
  if (value === undefined) return undefined;
  const range = raw.locate(path);
  return path.length > 0 && sameRange(range, raw.locate(path.slice(0, -1))) ? undefined : range;
}

const childOf = (value: unknown, key: string | number): unknown =>
  Array.isArray(value) ? value[Number(key)] : isData(value) ? value[key] : undefined;

const keysOf = (value: unknown): readonly (string | number)[] =>
  Array.isArray(value) ? value.map((_, i) => i) : isData(value) ? Object.keys(value) : [];

/** The innermost field that begins at or before an offset of the source; the empty path before the first one. */
export function pathAt(raw: RawObject, offset: number): FieldPath {
  let path: FieldPath = [];
  let value: unknown = raw.value;
  let own = raw.range;
  for (;;) {
    let nearest: { readonly key: string | number; readonly range: SourceRange } | undefined;
    for (const key of keysOf(value)) {
      const range = raw.locate([...path, key]);
      if (range.from > offset || sameRange(range, own)) continue;
      if (!nearest || range.from > nearest.range.from) nearest = { key, range };
    }
    if (!nearest) return path;
    path = [...path, nearest.key];
    value = childOf(value, nearest.key);
    own = nearest.range;
  }
}
