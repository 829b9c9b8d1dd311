/** The shape that a read field must have. What is not named in a schema is accepted as it is. */
export type Schema =
  | { readonly kind: 'text'; readonly form?: TextForm }
  | { readonly kind: 'bool' }
  | { readonly kind: 'int'; readonly min: number; readonly max: number }
  /** A port number, or the name of a container's port. */
  | { readonly kind: 'port-or-name' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  /** An address; `word` is allowed besides. */
  | { readonly kind: 'ip'; readonly word?: string }
  | { readonly kind: 'cidr' }
  /** Text by text: labels, selectors. */
  | { readonly kind: 'map' }
  | { readonly kind: 'list'; readonly of: Schema }
  | ObjectSchema;

export interface ObjectSchema {
  readonly kind: 'object';
  readonly fields: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
}

/** Kubernetes' name rules: apimachinery/pkg/util/validation. */
export type TextForm = 'subdomain' | 'label' | 'service-name' | 'port-name';

export const FORMS: Readonly<Record<TextForm, { readonly pattern: RegExp; readonly longest: number }>> = {
  subdomain: { pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, longest: 253 },
  label: { pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, longest: 63 },
  'service-name': { pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/, longest: 63 },
  'port-name': { pattern: /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/, longest: 15 },
};

export const text = (form?: TextForm): Schema => (form ? { kind: 'text', form } : { kind: 'text' });
export const bool: Schema = { kind: 'bool' };
export const int = (min: number, max: number): Schema => ({ kind: 'int', min, max });
export const oneOf = (...values: readonly string[]): Schema => ({ kind: 'enum', values });
export const address: Schema = { kind: 'ip' };
export const addressOrNone: Schema = { kind: 'ip', word: 'None' };
export const network: Schema = { kind: 'cidr' };
export const map: Schema = { kind: 'map' };
export const list = (of: Schema): Schema => ({ kind: 'list', of });
export const object = (
  fields: Readonly<Record<string, Schema>>,
  required: readonly string[] = [],
): ObjectSchema => ({ kind: 'object', fields, required });

export const port = int(1, 65535);
export const count = int(0, 100_000);
