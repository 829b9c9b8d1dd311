import type { ObjectRef } from './api';
import type { FieldPath, Note, NoteSeverity } from './model';
import type { NoteCode } from './noteCodes';
import type { RawObject } from './text/documents';
import { pathText } from './text/path';

/** An object that passed its schema, with where it stands. */
export interface Entry<T> {
  readonly object: T;
  readonly ref: ObjectRef;
  readonly raw: RawObject;
}

/** Collects notes; the stages of loading share one. */
export class Notes {
  readonly all: Note[] = [];

  add(
    severity: NoteSeverity,
    code: NoteCode,
    entry: { readonly ref?: ObjectRef; readonly raw: RawObject },
    path: FieldPath,
    params: Readonly<Record<string, string | number>> = {},
  ): void {
    this.all.push({
      severity,
      code,
      params: {
        ...(entry.ref ? { kind: entry.ref.kind, object: named(entry.ref) } : {}),
        ...(path.length > 0 ? { path: pathText(path) } : {}),
        ...params,
      },
      where: path.length > 0 ? entry.raw.locateValue(path) : firstLine(entry.raw),
      ...(entry.ref ? { object: entry.ref } : {}),
      ...(path.length > 0 ? { path: pathText(path) } : {}),
    });
  }
}

/** `default/nginx-svc`, `worker`. */
export const named = (ref: ObjectRef): string =>
  ref.namespace === undefined ? ref.name : `${ref.namespace}/${ref.name}`;

/** A note about a whole object points at its kind: to underline all of it would help nobody. */
const firstLine = (raw: RawObject) => (raw.value.kind === undefined ? raw.range : raw.locate(['kind']));
