import { readFileSync } from 'node:fs';
import { type Cluster, loadCluster, type Note, type SourceText } from '../engine';
import { noteText } from '../i18n';
import { CliFailure, type Io } from './failure';

/** `-` is standard input. */
export function readSource(name: string): SourceText {
  if (name === '-') return { name: '<stdin>', text: readFileSync(0, 'utf8') };
  try {
    return { name, text: readFileSync(name, 'utf8') };
  } catch (error) {
    throw new CliFailure(
      `${name}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : (error as Error).message}`,
    );
  }
}

/** `file:line:column: cause` */
export function noteLine(note: Note): string {
  const { where } = note;
  const place = where ? `${where.source}:${where.line}:${where.column}: ` : '';
  return `${place}${noteText(note)}`;
}

export interface ReadOptions {
  /** Go on without what is wrong, as the page does. */
  readonly keepGoing: boolean;
  /** Say nothing on standard error but failures. */
  readonly quiet: boolean;
}

/** Files -> cluster. Throws a CliFailure at the first error in them. Notes go to standard error. */
export function readCluster(
  sources: readonly SourceText[],
  { keepGoing, quiet }: ReadOptions,
  io: Io,
): Cluster {
  const { cluster, notes } = loadCluster(sources);
  const errors = notes.filter(({ severity }) => severity === 'error');
  const [first, ...others] = errors;
  if (first && (!cluster || !keepGoing)) {
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    throw new CliFailure(`${noteLine(first)}${more}`);
  }
  if (!cluster) throw new CliFailure('nothing could be read');
  if (!quiet) for (const note of notes) io.err(`${note.severity}: ${noteLine(note)}\n`);
  return cluster;
}
