import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Node as YamlNode,
} from 'yaml';
import type { FieldPath } from '../model';
import type { ParsedDocument, ParseError, Stretch } from './chunks.types';
import { cutList, joinList } from './listChunk';

/** Recently parsed chunks by their text, so that an edit parses only the document it falls into. */
const recent = new Map<string, readonly ParsedDocument[]>();
const REMEMBERED = 4_000_000;
let remembered = 0;

/**
 * Splits a stream at its `---` lines. A line that begins with `---` can be nothing else in YAML, not even inside of a
 * block scalar (YAML 1.2, 9.1.2), so no parser is needed for it. Answers of kubectl pasted one below the other are parted
 * too: JSON at a `{` below a `}`, and YAML, which then lacks a line, at the apiVersion that opens its objects.
 */
export function splitDocuments(text: string): { offset: number; text: string; lacksLine: boolean }[] {
  const cuts = [{ offset: 0, lacksLine: false }];
  let opened = false;
  for (const { 0: mark, index } of text.matchAll(/^(?:---(?=[ \t\r\n]|$)|apiVersion:|\{(?<=\}\s*\{))/gm)) {
    const lacksLine = opened && mark.length > 3;
    opened = mark.length > 3;
    if (index > 0 && (lacksLine || !opened)) cuts.push({ offset: index, lacksLine });
  }
  return cuts.map((cut, i) => ({ ...cut, text: text.slice(cut.offset, cuts[i + 1]?.offset) }));
}

export function parseChunk(text: string): readonly ParsedDocument[] {
  const known = recent.get(text);
  if (known) {
    recent.delete(text);
    recent.set(text, known);
    return known;
  }
  const parsed =
    parseJson(text) ?? parseList(text) ?? parseYaml(text).map((doc) => fromDocument(doc, text.length));
  recent.set(text, parsed);
  remembered += text.length;
  for (const oldest of recent.keys()) {
    if (remembered <= REMEMBERED) break;
    recent.delete(oldest);
    remembered -= oldest.length;
  }
  return parsed;
}

function parseList(text: string): readonly ParsedDocument[] | undefined {
  const pieces = cutList(text);
  const joined = pieces && joinList(pieces, parseChunk);
  return joined && [joined];
}

const parseYaml = (text: string) =>
  [
    ...(parseAllDocuments(text, { prettyErrors: false, merge: true, logLevel: 'silent' }) as Document[]),
  ].filter((doc) => doc.errors.length > 0 || !(doc.contents === null || isEmptyScalar(doc.contents)));

const isEmptyScalar = (node: YamlNode): boolean => isScalar(node) && node.value === null && !node.anchor;

/** JSON is read by the faster parser; only when a position is asked for does the slower one read it as YAML. */
function parseJson(text: string): readonly ParsedDocument[] | undefined {
  const trimmed = text.replace(/^---/, '').trimStart();
  // To have it found out by an error costs as much again as reading it: YAML in braces seldom quotes its keys.
  if (!/^(?:\[|\{\s*["}])/.test(trimmed)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(trimmed);
  } catch {
    return undefined;
  }
  let doc: Document | undefined;
  const locate = (path: FieldPath): Stretch => {
    doc ??= parseYaml(text)[0];
    return doc ? locateIn(doc, path) : { from: 0, to: text.length, value: 0 };
  };
  return [{ value, errors: [], locate }];
}

function fromDocument(doc: Document, length: number): ParsedDocument {
  const errors: ParseError[] = doc.errors.map(({ code, pos, message }) => ({
    code,
    from: Math.min(pos[0], length),
    to: Math.min(pos[1], length),
    detail: message,
  }));
  let value: unknown;
  if (errors.length === 0) {
    try {
      value = doc.toJS();
    } catch (error) {
      // Aliases to nothing, or to too much, show only here.
      errors.push({ code: 'BAD_ALIAS', from: 0, to: 1, detail: String((error as Error).message) });
    }
  }
  return { value, errors, locate: (path) => locateIn(doc, path) };
}

function locateIn(doc: Document, path: FieldPath): Stretch {
  let node: unknown = doc.contents;
  let found = stretch(node as YamlNode, undefined);
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(doc);
    if (isMap(node)) {
      const pair = node.items.find(({ key: k }) => isScalar(k) && String(k.value) === String(key));
      if (!pair) break;
      found = stretch(pair.value as YamlNode | null, pair.key as YamlNode);
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(key)];
      if (!item) break;
      found = stretch(item as YamlNode, undefined);
      node = item;
    } else break;
  }
  return found;
}

function stretch(value: YamlNode | null, key: YamlNode | undefined): Stretch {
  const start = key?.range?.[0] ?? value?.range?.[0] ?? 0;
  const empty = !value?.range || (isScalar(value) && value.range[0] === value.range[1]);
  const to = empty ? (key?.range?.[1] ?? start) : endOf(value);
  return { from: start, to: Math.max(to, start), value: empty ? start : (value?.range?.[0] ?? start) };
}

/** A block collection's own range runs on over comments and blank lines; it ends where its last entry does. */
function endOf(node: YamlNode): number {
  const end = node.range?.[1] ?? 0;
  if (!isCollection(node) || node.flow) return end;
  const last: unknown = node.items.at(-1);
  if (isPair(last)) {
    const { key, value } = last as { key: YamlNode; value: YamlNode | null };
    return value && !(isScalar(value) && value.range?.[0] === value.range?.[1]) ? endOf(value) : endOf(key);
  }
  return isNode(last) ? endOf(last) : end;
}
