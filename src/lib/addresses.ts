/** A stretch of a sentence: plain text, an address with or without a port, or a network. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'address'; readonly text: string; readonly ip: string; readonly port?: number }
  | { readonly kind: 'network'; readonly text: string; readonly ip: string };

const V4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;
const V6 = '(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}';
const FOUND = new RegExp(
  String.raw`(?<![\w.:-])(?:(?<v4>${V4})(?::(?<p4>\d{1,5}))?|\[(?<b6>${V6})\](?::(?<p6>\d{1,5}))?|(?<v6>${V6}))(?<prefix>\/\d{1,3})?(?![\w-])`,
  'gi',
);

/** Cuts a sentence at the addresses in it, so that each can be drawn with its glyph. */
export function splitAddresses(sentence: string): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const found of sentence.matchAll(FOUND)) {
    const { v4, p4, b6, p6, v6, prefix } = found.groups ?? {};
    const ip = v4 ?? b6 ?? v6 ?? '';
    const text = found[0];
    if (found.index > done) parts.push({ kind: 'text', text: sentence.slice(done, found.index) });
    const port = p4 ?? p6;
    if (prefix) parts.push({ kind: 'network', text, ip });
    else parts.push({ kind: 'address', text, ip, ...(port ? { port: Number(port) } : {}) });
    done = found.index + text.length;
  }
  if (done < sentence.length) parts.push({ kind: 'text', text: sentence.slice(done) });
  return parts;
}
