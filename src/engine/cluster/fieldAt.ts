import type { ObjectRef } from './api';
import type { Cluster, FieldPath, ObjectSource, SourceText } from './model';

/** A field of an object, as a place in the text means it. */
export interface FieldPlace {
  readonly object: ObjectRef;
  /** Empty: the object as a whole. */
  readonly path: FieldPath;
}

/**
 * The field that a line is about, or the one at a column of it; both count from 1. In front of a line's first word it
 * is that word's. Undefined for blank lines, comments, and lines of objects that are not read. Without `source` the
 * first text is meant.
 */
export function fieldAt(cluster: Cluster, line: number, column = 1, source?: string): FieldPlace | undefined {
  const text = source === undefined ? cluster.texts?.[0] : cluster.texts?.find(({ name }) => name === source);
  const offset = text && offsetOf(text, line, column);
  if (!text || offset === undefined) return undefined;
  const found = objectAt(cluster, text, offset);
  return found && { object: found.ref, path: found.fieldAt(offset) };
}

/** Where the line's content begins, behind blanks and the dashes of list entries, or the column if that is later. */
function offsetOf({ text }: SourceText, line: number, column: number): number | undefined {
  let start = 0;
  for (let n = 1; n < line; n++) {
    start = text.indexOf('\n', start) + 1;
    if (start === 0) return undefined;
  }
  const end = text.indexOf('\n', start);
  const content = text.slice(start, end < 0 ? text.length : end);
  const [blank = ''] = /^\s*(?:-(?:\s+|$))*/.exec(content) ?? [];
  const first = content[blank.length];
  if (first === undefined || first === '#' || content.startsWith('---')) return undefined;
  return start + Math.min(Math.max(column - 1, blank.length), content.trimEnd().length - 1);
}

/** The last object that begins before the offset, if it reaches at least into its line. */
function objectAt(
  { sources }: Cluster,
  { name, text }: SourceText,
  offset: number,
): ObjectSource | undefined {
  let nearest: ObjectSource | undefined;
  for (const source of sources.values()) {
    const { range } = source;
    if (range.source !== name || range.from > offset) continue;
    if (!nearest || range.from > nearest.range.from) nearest = source;
  }
  if (!nearest || text.slice(nearest.range.to, offset).includes('\n')) return undefined;
  return nearest;
}
