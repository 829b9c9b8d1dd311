/** Values of `{{params}}`; `count` chooses a plural form, `context` a key's ending. */
export type TextParams = Readonly<Record<string, string | number>>;

/** A catalogue: sentences by name, grouped to any depth. */
export interface Texts {
  readonly [key: string]: string | Texts;
}

export interface Translator {
  /** The sentence under a dotted key, or undefined where there is none. A forgotten parameter stays visible. */
  find(key: string, params?: TextParams): string | undefined;
}

function* leaves(texts: Texts, prefix = ''): Generator<[string, string]> {
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') yield [prefix + key, value];
    else yield* leaves(value, `${prefix}${key}.`);
  }
}

const fill = (text: string, params: TextParams): string =>
  text.replace(/\{\{(\w+)\}\}/g, (hole, name: string) => String(params[name] ?? hole));

/**
 * Reads a catalogue written in i18next's JSON format: `{{param}}`, `key_one` and `key_other` by `count` (the language's
 * plural rules are the browser's own), `key_CONTEXT` by `context`, `$t(other.key)`. What is not used here of that format
 * is not read.
 */
export function translator(texts: Texts, language: string): Translator {
  const known = new Map(leaves(texts));
  const plural = new Intl.PluralRules(language);
  const find = (key: string, params: TextParams = {}): string | undefined => {
    const { count, context } = params;
    const form = count === undefined ? '' : `_${plural.select(Number(count))}`;
    const stems = context === undefined ? [key] : [`${key}_${context}`, key];
    const text = stems
      .flatMap((stem) => [known.get(stem + form), known.get(stem)])
      .find((t) => t !== undefined);
    if (text === undefined) return undefined;
    const whole = text.replace(/\$t\(([^)]*)\)/g, (_, inner: string) => {
      const name = fill(inner, params);
      return find(name, params) ?? name;
    });
    return fill(whole, params);
  };
  return { find };
}
