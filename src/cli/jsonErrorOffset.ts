const TOKEN =
  /"(?:[^"\\\n\r\t]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/y;

/** Where text stops being JSON: the offset of the first token that cannot stand there. V8's messages do not always say. */
export function jsonErrorOffset(text: string): number {
  let at = 0;
  let token = '';
  const next = () => {
    at += token.length;
    while (/[ \t\r\n]/.test(text[at] ?? '')) at++;
    TOKEN.lastIndex = at;
    token = TOKEN.exec(text)?.[0] ?? '';
  };
  /** Each returns false at the first token that does not fit, which is then the current one. */
  const list = (end: string, item: () => boolean): boolean => {
    next();
    if (token !== end) {
      for (;;) {
        if (!item()) return false;
        if (token !== ',') break;
        next();
      }
      if (token !== end) return false;
    }
    next();
    return true;
  };
  const member = (): boolean => {
    if (!token.startsWith('"')) return false;
    next();
    if (token !== ':') return false;
    next();
    return value();
  };
  const value = (): boolean => {
    if (token === '{') return list('}', member);
    if (token === '[') return list(']', value);
    if (token === '' || /^[}\],:]/.test(token)) return false;
    next();
    return true;
  };
  next();
  value();
  return at;
}
