import type { FieldPath } from '../model';

/** One document of a text, with offsets counted from the start of its chunk. */
export interface ParsedDocument {
  /** Plain data; undefined where the document has errors. */
  readonly value: unknown;
  readonly errors: readonly ParseError[];
  /** Offsets of a field: of `key: value`, and of the value alone. The nearest written ancestor where there is none. */
  locate(path: FieldPath): Stretch;
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

export interface ParseError {
  /** The parser's code: `BAD_INDENT`, `DUPLICATE_KEY` … */
  readonly code: string;
  readonly from: number;
  readonly to: number;
  /** In the parser's words; shown for codes that have no sentence of their own. */
  readonly detail: string;
}
