import i18next from 'i18next';
import { en } from './en';

/** Leaves of a catalogue as dotted keys; plural forms (`rules_one`, `rules_other`) count as `rules`. */
type Keys<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string
    ? `${Prefix}${K extends `${infer Stem}_${'one' | 'other'}` ? Stem : K}`
    : Keys<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

export type TextKey = Keys<typeof en>;
export type TextParams = Readonly<Record<string, string | number>>;

const i18n = i18next.createInstance();
i18n.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  initAsync: false,
  showSupportNotice: false,
  /** React escapes; a terminal needs no escaping. */
  interpolation: { escapeValue: false },
  /** A forgotten parameter stays visible, so that a test can see it. */
  missingInterpolationHandler: (_text, match: readonly string[]) => match[0] ?? '',
});

/** Labels are asked for at every step of a packet: those without parameters are looked up once. */
const plain = new Map<TextKey, string>();
i18n.on('languageChanged', () => plain.clear());

/** The sentence under `key`, its `{{params}}` filled in. */
export function t(key: TextKey, params?: TextParams): string {
  if (params) return i18n.t(key, params);
  const known = plain.get(key) ?? i18n.t(key);
  plain.set(key, known);
  return known;
}

/** For keys made from a code at run time: undefined where the catalogue has no such sentence. */
export function tCode(key: string, params?: TextParams): string | undefined {
  return i18n.exists(key, params) ? i18n.t(key, params ?? {}) : undefined;
}

/** The `lang` attribute of every text that comes from here. */
export function language(): string {
  return i18n.language;
}
