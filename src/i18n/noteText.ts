import type { Note } from '../engine';
import { tCode } from './instance';

/** The sentence of a note. A code without a sentence shows itself and its parameters: ugly, but nothing is lost. */
export function noteText(note: Pick<Note, 'code' | 'params'>): string {
  return tCode(`notes.${note.code}`, note.params) ?? fallback(note.code, note.params);
}

export function fallback(code: string, params: Readonly<Record<string, string | number>>): string {
  const values = Object.entries(params).map(([key, value]) => `${key} ${value}`);
  return values.length === 0 ? code : `${code}: ${values.join(', ')}`;
}
