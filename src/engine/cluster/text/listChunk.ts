import type { FieldPath } from '../model';
import type { ParsedDocument, Stretch } from './chunks.types';

interface Pieces {
  /** The document with nothing under `items:`. */
  readonly frame: string;
  /** Where the items stood, and how long they were. */
  readonly from: number;
  readonly length: number;
  readonly items: readonly { readonly offset: number; readonly text: string }[];
}

/**
 * A List as kubectl prints it (`items:` and its dashes at the left margin), cut into its items, so that an edit of a
 * large dump parses one item only. Undefined for other documents, and where an anchor may tie items together.
 */
export function cutList(text: string): Pieces | undefined {
  const items = /^items:[ \t]*\r?\n(?=- )/m.exec(text);
  if (!items || /(^|[\s[{,])[&*][A-Za-z0-9]/.test(text)) return undefined;
  const from = items.index + items[0].length;
  const end = /^[^-\s#]/gm;
  end.lastIndex = from;
  const to = end.exec(text)?.index ?? text.length;
  const body = text.slice(from, to);
  const starts = [...body.matchAll(/^- /gm)].map(({ index }) => index);
  if (starts.length < 2) return undefined;
  return {
    frame: text.slice(0, from) + text.slice(to),
    from,
    length: to - from,
    items: starts.map((start, i) => ({
      offset: from + start,
      text: body.slice(start, starts[i + 1] ?? body.length),
    })),
  };
}

/** Puts the pieces together again; undefined where one of them is no proper piece: then the whole must be parsed. */
export function joinList(
  { frame, from, length, items }: Pieces,
  parse: (text: string) => readonly ParsedDocument[],
): ParsedDocument | undefined {
  const outer = only(parse(frame));
  const parsed = items.map(({ text, offset }) => ({ doc: only(parse(text)), offset }));
  const values: unknown[] = [];
  for (const { doc } of parsed) {
    if (!Array.isArray(doc?.value) || doc.value.length !== 1) return undefined;
    values.push(doc.value[0]);
  }
  const value = outer?.value;
  if (!outer || typeof value !== 'object' || value === null || (value as { items?: unknown }).items !== null)
    return undefined;
  const shift = ({ from: a, to, value: v }: Stretch, by: (offset: number) => number): Stretch => ({
    from: by(a),
    to: by(to),
    value: by(v),
  });
  const locate = (path: FieldPath): Stretch => {
    const [key, index, ...rest] = path;
    const item = key === 'items' && typeof index === 'number' ? parsed[index] : undefined;
    if (item?.doc) return shift(item.doc.locate([0, ...rest]), (offset) => offset + item.offset);
    return shift(outer.locate(path), (offset) => (offset > from ? offset + length : offset));
  };
  return { value: { ...value, items: values }, errors: [], locate };
}

function only(docs: readonly ParsedDocument[]): ParsedDocument | undefined {
  const [doc, another] = docs;
  return doc && !another && doc.errors.length === 0 ? doc : undefined;
}
