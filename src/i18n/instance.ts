import { en } from './en';
import { type TextParams, translator } from './translate';

/** Leaves of a catalogue as dotted keys; plural forms (`rules_one`, `rules_other`) count as `rules`. */
type Keys<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string
    ? `${Prefix}${K extends `${infer Stem}_${'one' | 'other'}` ? Stem : K}`
    : Keys<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

export type TextKey = Keys<typeof en>;
export type { TextParams };

const LANGUAGE = 'en';
const { find } = translator(en, LANGUAGE);

/** Labels are asked for at every step of a packet: those without parameters are looked up once. */
const plain = new Map<TextKey, string>();

/** The sentence under `key`, its `{{params}}` filled in. */
export function t(key: TextKey, params?: TextParams): string {
  if (params) return find(key, params) ?? key;
  const known = plain.get(key) ?? find(key) ?? key;
  plain.set(key, known);
  return known;
}

/** For keys made from a code at run time: undefined where the catalogue has no such sentence. */
export const tCode = (key: string, params?: TextParams): string | undefined => find(key, params);

/** The `lang` attribute of every text that comes from here. */
export const language = (): string => LANGUAGE;
