/** One word of a rule. `raw` is as written, quotes and all; `column` counts from 1. */
export interface Token {
  readonly text: string;
  readonly raw: string;
  readonly column: number;
  readonly quoted: boolean;
}

const isQuote = (c: number): boolean => c === 34 || c === 39;
const isBlank = (c: number): boolean => c === 32 || c === 9 || c === 13;

/**
 * Splits a line into words. Double quotes group, and inside them a backslash takes the next character as it is
 * (iptables/xshared.c, add_param_to_argv). A word that begins with a single quote is read as a shell would.
 * `open` is the column of a quote that never closes.
 */
export function tokenize(line: string): { readonly tokens: readonly Token[]; readonly open?: number } {
  const tokens: Token[] = [];
  let at = 0;
  while (at < line.length) {
    if (isBlank(line.charCodeAt(at))) {
      at++;
      continue;
    }
    const start = at;
    while (at < line.length && !isBlank(line.charCodeAt(at)) && !isQuote(line.charCodeAt(at))) at++;
    if (at === line.length || isBlank(line.charCodeAt(at))) {
      const text = line.slice(start, at);
      tokens.push({ text, raw: text, column: start + 1, quoted: false });
      continue;
    }
    at = start;
    const single = line.charAt(at) === "'";
    let text = '';
    let quoted = false;
    let open = -1;
    for (; at < line.length; at++) {
      const c = line.charAt(at);
      if (open >= 0) {
        if (c === line.charAt(open)) open = -1;
        else if (c === '\\' && !single && at + 1 < line.length) text += line.charAt(++at);
        else text += c;
      } else if (c === '"' || (single && c === "'")) {
        open = at;
        quoted = true;
      } else if (isBlank(line.charCodeAt(at))) break;
      else text += c;
    }
    tokens.push({ text, raw: line.slice(start, at), column: start + 1, quoted });
    if (open >= 0) return { tokens, open: open + 1 };
  }
  return { tokens };
}
