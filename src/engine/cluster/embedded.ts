import { type Documents, type RawObject, readDocuments } from './documents';
import type { FieldPath, SourceRange, SourceText } from './model';
import { pathAt, writtenRange } from './written';

/** An object within a text that is itself a field of another object, as in a ConfigMap; its places are the outer text's. */
export interface Embedded {
  readonly raw: RawObject;
  find(path: FieldPath): SourceRange | undefined;
  fieldAt(offset: number): FieldPath;
}

/** Between the inner text and the source it stands in. */
interface Frame {
  out(range: SourceRange): SourceRange;
  /** The offset in the inner text. */
  into(offset: number): number;
}

/** Reads the text at `path`. Notes and objects have their lines and columns in the outer text. */
export function readEmbedded(
  outer: RawObject,
  path: FieldPath,
  inner: string,
  source: SourceText,
): { readonly objects: readonly Embedded[]; readonly notes: Documents['notes'] } {
  const { objects, notes } = readDocuments([{ name: source.name, text: inner }]);
  const whole = outer.locateValue(path);
  const frame = literalFrame(whole, inner, source) ?? wholeFrame(outer.locate(path));
  return {
    objects: objects.map((raw) => framed(raw, frame)),
    notes: notes.map((note) => (note.where ? { ...note, where: frame.out(note.where) } : note)),
  };
}

function framed(inner: RawObject, frame: Frame): Embedded {
  const raw: RawObject = {
    value: inner.value,
    get range() {
      return frame.out(inner.range);
    },
    locate: (path) => frame.out(inner.locate(path)),
    locateValue: (path) => frame.out(inner.locateValue(path)),
  };
  return {
    raw,
    find(path) {
      const range = writtenRange(inner, path);
      return range && frame.out(range);
    },
    fieldAt: (offset) => pathAt(inner, frame.into(offset)),
  };
}

/** Quoted and folded text is not followed line by line: everything in it stands where it begins. */
const wholeFrame = (whole: SourceRange): Frame => ({ out: () => whole, into: () => 0 });

/** A literal block (`|`): each of its lines is a line of the source behind an indentation (YAML 1.2, 8.1.2). */
function literalFrame(whole: SourceRange, inner: string, { text }: SourceText): Frame | undefined {
  const head = text.indexOf('\n', whole.from);
  if (text[whole.from] !== '|' || head < 0) return undefined;
  const block = text.slice(head + 1, whole.to);
  const indent = /^[ \t\r\n]*\n([ ]+)|^([ ]+)/.exec(block);
  const margin = (indent?.[1] ?? indent?.[2] ?? '').length;
  const innerStarts = lineStarts(inner);
  const outerStarts = lineStarts(block).map((start) => start + head + 1);
  /** Index of the line that holds an offset. */
  const lineOf = (starts: readonly number[], offset: number): number => {
    let line = 0;
    while (line + 1 < starts.length && (starts[line + 1] ?? 0) <= offset) line++;
    return line;
  };
  const outward = (
    offset: number,
  ): { readonly line: number; readonly column: number; readonly at: number } => {
    const line = lineOf(innerStarts, offset);
    const column = offset - (innerStarts[line] ?? 0) + margin;
    return { line: whole.line + 1 + line, column: column + 1, at: (outerStarts[line] ?? head) + column };
  };
  return {
    out({ from, to }) {
      const start = outward(from);
      return {
        source: whole.source,
        line: start.line,
        column: start.column,
        from: start.at,
        to: outward(to).at,
      };
    },
    into(offset) {
      const line = lineOf(outerStarts, offset);
      const column = Math.max(0, offset - (outerStarts[line] ?? 0) - margin);
      return (innerStarts[line] ?? 0) + column;
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
