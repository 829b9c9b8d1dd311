import type { NodeOptions } from '../engine';
import type { NodeRules } from '../engine/reader';
import type { Settings } from './settings';

/** Rules of a real node, as they were pasted: text to what was read of it. Whoever shows or walks them finds them here. */
const read = new Map<string, NodeRules>();
/** Texts that undo may still bring back. */
const MOST = 40;

const textsOf = (settings: Settings): readonly string[] =>
  Object.entries(settings).flatMap(([key, value]) =>
    key.startsWith('rules@') && typeof value === 'string' ? [value] : [],
  );

/** What was read of a text before; undefined where it was not, see `readRules`. */
export const rulesIn = (text: string): NodeRules | undefined => read.get(text);

/** As the engine takes them; what is not read yet is nothing. */
export function rulesetsOf(text: unknown): NodeOptions['rules'] {
  return typeof text === 'string' ? rulesIn(text)?.rulesets : undefined;
}

/** Reads a text; the reader itself is fetched at the first one. Rejects only where it cannot be fetched. */
export async function readRules(text: string): Promise<NodeRules> {
  const known = read.get(text);
  if (known) return known;
  const { readNodeRules } = await import('../engine/reader');
  const found = readNodeRules(text);
  read.set(text, found);
  const [oldest] = read.keys();
  if (read.size > MOST && oldest !== undefined) read.delete(oldest);
  return found;
}

/** Settings that hold rules can be used once these have been read. Undefined: there is nothing to wait for. */
export function rulesRead(settings: Settings = {}): Promise<unknown> | undefined {
  const missing = textsOf(settings).filter((text) => !read.has(text));
  return missing.length === 0 ? undefined : Promise.all(missing.map(readRules));
}
