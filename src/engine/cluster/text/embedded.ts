import type { FieldPath, Note, SourceText } from '../model';
import { type RawObject, readDocuments } from './documents';

/**
 * Reads a text that is itself a field of an object, as files are in a ConfigMap. Objects and notes stand at their lines
 * of the source if the field is a literal block (`|`); everything in quoted or folded text stands where the field does.
 */
export function readEmbedded(
  outer: RawObject,
  path: FieldPath,
  inner: string,
  source: SourceText,
): { readonly objects: readonly RawObject[]; readonly notes: readonly Note[] } {
  const block = literalBlock(outer, path, source);
  const documents = block === undefined ? undefined : readDocuments([{ name: source.name, text: block }]);
  if (documents && !documents.broken) return documents;
  const here = outer.locate(path);
  const { objects, notes } = readDocuments([{ name: source.name, text: inner }]);
  return {
    objects: objects.map(({ value }) => ({
      value,
      range: here,
      locate: () => here,
      locateValue: () => here,
    })),
    notes: notes.map((note) => ({ ...note, where: here })),
  };
}

/**
 * The source with all but the block blanked out: it is read as it stands there, indented, and every offset is the
 * source's own.
 */
function literalBlock(outer: RawObject, path: FieldPath, { text }: SourceText): string | undefined {
  const { from, to } = outer.locateValue(path);
  const head = text.indexOf('\n', from);
  if (text[from] !== '|' || head < 0) return undefined;
  return text.slice(0, head).replace(/[^\n]/g, ' ') + text.slice(head, to);
}
