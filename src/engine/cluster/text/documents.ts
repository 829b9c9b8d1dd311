import type { FieldPath, Note, SourceRange, SourceText } from '../model';
import { parseChunk, splitDocuments } from './chunks';
import type { ParsedDocument } from './chunks.types';
import { Lines } from './lines';

export type Data = Readonly<Record<string, unknown>>;

/** One object of the text, still as it was written. */
export interface RawObject {
  readonly value: Data;
  readonly range: SourceRange;
  /** The range of a field, key included, or of its nearest written ancestor. */
  locate(path: FieldPath): SourceRange;
  /** The same, beginning at the value. */
  locateValue(path: FieldPath): SourceRange;
}

export interface Documents {
  readonly objects: readonly RawObject[];
  readonly notes: readonly Note[];
  /** Some document could not be read, so that what it holds is not known. */
  readonly broken: boolean;
}

export const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Texts -> objects: YAML with any number of documents, JSON, lists within lists. */
export function readDocuments(sources: readonly SourceText[]): Documents {
  const objects: RawObject[] = [];
  const notes: Note[] = [];
  for (const source of sources) {
    const lines = new Lines(source.text);
    for (const chunk of splitDocuments(source.text)) {
      const rangeAt = (from: number, to: number): SourceRange => {
        const start = chunk.offset + from;
        return { source: source.name, ...lines.at(start), from: start, to: chunk.offset + to };
      };
      if (chunk.lacksLine)
        notes.push({
          severity: 'warning',
          code: 'yaml-no-separator',
          params: {},
          where: rangeAt(0, 'apiVersion'.length),
        });
      for (const doc of parseChunk(chunk.text)) {
        const first = doc.errors[0];
        if (first) {
          // What follows the first error of a document is mostly its echo.
          notes.push(syntaxNote(first, rangeAt));
        } else if (isData(doc.value)) {
          unfold(doc, doc.value, [], rangeAt, objects, notes);
        } else if (Array.isArray(doc.value)) {
          doc.value.forEach((item, i) => {
            if (isData(item)) unfold(doc, item, [i], rangeAt, objects, notes);
            else notes.push(notAnObject(doc, [i], rangeAt));
          });
        } else {
          notes.push(notAnObject(doc, [], rangeAt));
        }
      }
    }
  }
  return { objects, notes, broken: notes.some(({ severity }) => severity === 'error') };
}

type RangeAt = (from: number, to: number) => SourceRange;

/** A List's items, or the object itself. Items of typed lists (`ServiceList`) may leave out kind and apiVersion. */
function unfold(
  doc: ParsedDocument,
  value: Data,
  prefix: FieldPath,
  rangeAt: RangeAt,
  objects: RawObject[],
  notes: Note[],
): void {
  const { kind, apiVersion, items } = value;
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items)) {
    objects.push(rawObject(doc, value, prefix, rangeAt));
    return;
  }
  const inherited = kind === 'List' ? {} : { kind: kind.slice(0, -'List'.length), apiVersion };
  items.forEach((item, i) => {
    const path = [...prefix, 'items', i];
    if (isData(item)) unfold(doc, { ...inherited, ...item }, path, rangeAt, objects, notes);
    else notes.push(notAnObject(doc, path, rangeAt));
  });
}

function rawObject(doc: ParsedDocument, value: Data, prefix: FieldPath, rangeAt: RangeAt): RawObject {
  const locate = (path: FieldPath): SourceRange => {
    const { from, to } = doc.locate([...prefix, ...path]);
    return rangeAt(from, to);
  };
  return {
    value,
    get range() {
      return locate([]);
    },
    locate,
    locateValue: (path) => {
      const { value: from, to } = doc.locate([...prefix, ...path]);
      return rangeAt(from, Math.max(from, to));
    },
  };
}

const notAnObject = (doc: ParsedDocument, path: FieldPath, rangeAt: RangeAt): Note => {
  const { from, to } = doc.locate(path);
  return { severity: 'error', code: 'not-an-object', params: {}, where: rangeAt(from, to) };
};

const SYNTAX_CODES: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'yaml-bad-alias',
  BAD_DQ_ESCAPE: 'yaml-bad-escape',
  BAD_INDENT: 'yaml-bad-indent',
  BAD_SCALAR_START: 'yaml-bad-scalar-start',
  BLOCK_AS_IMPLICIT_KEY: 'yaml-nested-mapping',
  BLOCK_IN_FLOW: 'yaml-block-in-flow',
  DUPLICATE_KEY: 'yaml-duplicate-key',
  MISSING_CHAR: 'yaml-missing-char',
  MULTILINE_IMPLICIT_KEY: 'yaml-no-colon',
  TAB_AS_INDENT: 'yaml-tab',
  UNEXPECTED_TOKEN: 'yaml-unexpected',
};

function syntaxNote(error: ParsedDocument['errors'][number], rangeAt: RangeAt): Note {
  // The parser reports an unclosed `[` or `{` as bad indentation, since a deeper line would have continued it.
  const open = error.code === 'BAD_INDENT' && /^Flow /.test(error.detail);
  const code = open ? 'yaml-open-bracket' : (SYNTAX_CODES[error.code] ?? 'yaml-unreadable');
  return {
    severity: 'error',
    code,
    params: { detail: error.detail },
    where: rangeAt(error.from, Math.max(error.to, error.from)),
  };
}
