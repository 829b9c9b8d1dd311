import type { NodeOptions } from '../../engine';
import type { NodeRules } from '../../engine/reader';
import type { SentPacket } from '../session/model';
import type { Settings } from '../settings/settings';

/** Rules of a real node, as they were pasted: text to what was read of it. Whoever shows or walks them finds them here. */
const read = new Map<string, NodeRules>();
/** Texts that nobody could read yet, because the reader did not come. */
const unread = new Set<string>();
/** Texts that undo may still bring back. */
const MOST = 40;

const textsOf = (settings: Settings): readonly string[] =>
  Object.entries(settings).flatMap(([key, value]) =>
    key.startsWith('rules@') && typeof value === 'string' ? [value] : [],
  );

/** What was read of a text before; undefined where it was not, see `readRules`. */
export const rulesIn = (text: string): NodeRules | undefined => read.get(text);

/** Nodes that have generated rules in place of those pasted for them, because the reader could not be fetched. */
export const unreadNodes = (settings: Settings): string =>
  Object.entries(settings)
    .flatMap(([key, text]) =>
      key.startsWith('rules@') && unread.has(text as string) ? [key.slice('rules@'.length)] : [],
    )
    .join(', ');

/** As the engine takes them; what is not read yet is nothing. */
export function rulesetsOf(text: unknown): NodeOptions['rules'] {
  return typeof text === 'string' ? rulesIn(text)?.rulesets : undefined;
}

/** Reads a text; the reader itself is fetched at the first one. Rejects only where it cannot be fetched. */
export async function readRules(text: string): Promise<NodeRules> {
  const known = read.get(text);
  if (known) return known;
  unread.add(text);
  const { readNodeRules } = await import('../../engine/reader');
  const found = readNodeRules(text);
  unread.delete(text);
  read.set(text, found);
  const [oldest] = read.keys();
  if (read.size > MOST && oldest !== undefined) read.delete(oldest);
  return found;
}

/** What is opened can be shown once its rules have been read, those of its past too. Undefined: there is nothing to wait for. */
export function rulesRead(state?: {
  readonly settings?: Settings;
  readonly session: readonly SentPacket[];
}): Promise<unknown> | undefined {
  const all = [state?.settings, ...(state?.session ?? []).map(({ era }) => era?.settings)];
  const missing = all.flatMap((settings = {}) => textsOf(settings)).filter((text) => !read.has(text));
  return missing.length === 0 ? undefined : Promise.all(missing.map(readRules));
}
