import { tCode } from './instance';
import { fallback } from './noteText';

/** What `originOf(rule)` gives, as far as a sentence needs it. */
export interface OriginLike {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly value?: string | undefined;
}

/** Why a rule exists, in one sentence. */
export function originText(origin: OriginLike): string {
  const params = { ...(origin.value === undefined ? {} : { value: origin.value }), ...origin.params };
  return tCode(`origin.${origin.code}`, params) ?? fallback(origin.code, params);
}
