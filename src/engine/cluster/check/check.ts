import { parseCidr, parseIp } from '../../net';
import type { FieldPath } from '../model';
import { isData } from '../text/documents';
import { FORMS, type ObjectSchema, port, type Schema, type TextForm } from './schema';
import { nearest } from './spelling';

/** What becomes of a wrong value: the field is ignored, the list entry or the whole object left out, or it is read as text. */
export type Effect = 'field' | 'item' | 'object' | 'as-text';

export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly code:
    | 'missing'
    | 'wrong-type'
    | 'not-allowed'
    | 'out-of-range'
    | 'bad-ip'
    | 'bad-cidr'
    | 'bad-name'
    | 'misspelt';
  readonly path: FieldPath;
  readonly params: Readonly<Record<string, string | number>>;
  effect?: Effect;
}

const INVALID = Symbol('invalid');

/**
 * Holds an object against its schema. Returns it without the wrong and the empty fields and entries, as a copy as far as
 * there are such; undefined where the object cannot be used at all. Fields that no schema names are kept untouched.
 */
export function checkObject(
  schema: ObjectSchema,
  value: unknown,
): { readonly value: Readonly<Record<string, unknown>> | undefined; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const checked = checkFields(schema, value, [], findings);
  if (checked === INVALID) settle(findings, 0, 'object');
  return { value: checked === INVALID ? undefined : checked, findings };
}

function check(schema: Schema, value: unknown, path: FieldPath, findings: Finding[]): unknown {
  const fail = (code: Finding['code'], params: Finding['params']) => {
    findings.push({ severity: 'error', code, path, params });
    return INVALID;
  };
  const wrongType = (wanted: string) => fail('wrong-type', { wanted, value: shown(value) });
  const named = (name: string, form: TextForm) => {
    const { pattern, longest } = FORMS[form];
    return pattern.test(name) && name.length <= longest
      ? name
      : fail('bad-name', { form, value: name, longest });
  };
  switch (schema.kind) {
    case 'text':
      if (typeof value !== 'string') return wrongType('text');
      return schema.form ? named(value, schema.form) : value;
    case 'bool':
      return typeof value === 'boolean' ? value : wrongType('bool');
    case 'int': {
      const { min, max } = schema;
      if (typeof value !== 'number' || !Number.isInteger(value)) return wrongType('int');
      return value >= min && value <= max ? value : fail('out-of-range', { value, min, max });
    }
    case 'port-or-name':
      if (typeof value === 'number') return check(port, value, path, findings);
      return typeof value === 'string' ? named(value, 'port-name') : wrongType('port');
    case 'enum': {
      if (typeof value === 'string' && schema.values.includes(value)) return value;
      const meant = typeof value === 'string' ? nearest(value, schema.values) : undefined;
      const params = { value: shown(value), allowed: schema.values.join(', ') };
      return fail('not-allowed', meant === undefined ? params : { ...params, meant });
    }
    case 'ip':
      if (typeof value !== 'string') return wrongType('ip');
      return value !== schema.word && parseIp(value) === undefined ? fail('bad-ip', { value }) : value;
    case 'cidr':
      if (typeof value !== 'string') return wrongType('cidr');
      return !value.includes('/') || parseCidr(value.trim()) === undefined
        ? fail('bad-cidr', { value })
        : value;
    case 'map':
      return isData(value) ? checkMap(value, path, findings) : wrongType('map');
    case 'list': {
      if (!Array.isArray(value)) return wrongType('list');
      const items: unknown[] = [];
      value.forEach((item, i) => {
        const before = findings.length;
        const checked = check(schema.of, item, [...path, i], findings);
        if (checked === INVALID) settle(findings, before, 'item');
        else items.push(checked);
      });
      return items.length === value.length && items.every((item, i) => item === value[i]) ? value : items;
    }
    case 'object':
      return checkFields(schema, value, path, findings);
  }
}

function checkFields(
  { fields, required }: ObjectSchema,
  value: unknown,
  path: FieldPath,
  findings: Finding[],
): Readonly<Record<string, unknown>> | typeof INVALID {
  if (!isData(value)) {
    findings.push({
      severity: 'error',
      code: 'wrong-type',
      path,
      params: { wanted: 'map', value: shown(value) },
    });
    return INVALID;
  }
  let copy: Record<string, unknown> | undefined;
  const put = (key: string, entry: unknown) => {
    if (entry === value[key]) return;
    copy ??= { ...value };
    if (entry === undefined) delete copy[key];
    else copy[key] = entry;
  };
  let usable = true;
  const absent = Object.keys(fields).filter((name) => isAbsent(fields[name], value[name]));
  for (const key of Object.keys(value)) {
    const schema = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (!schema) {
      const meant = nearest(key, absent);
      if (meant !== undefined)
        findings.push({
          severity: 'warning',
          code: 'misspelt',
          path: [...path, key],
          params: { field: key, meant },
        });
    } else if (isAbsent(schema, value[key])) {
      put(key, undefined);
    } else {
      const mark = findings.length;
      const checked = check(schema, value[key], [...path, key], findings);
      if (checked !== INVALID) put(key, checked);
      else if (required.includes(key)) usable = false;
      else {
        put(key, undefined);
        settle(findings, mark, 'field');
      }
    }
  }
  for (const field of required) {
    if (!absent.includes(field)) continue;
    findings.push({ severity: 'error', code: 'missing', path: [...path, field], params: { field } });
    usable = false;
  }
  return usable ? (copy ?? value) : INVALID;
}

/** Labels and selectors hold text. A bare number or boolean is refused by the API, and what was meant is plain: it is kept as text. */
function checkMap(value: Readonly<Record<string, unknown>>, path: FieldPath, findings: Finding[]): unknown {
  const copy: Record<string, string> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === 'string') copy[key] = entry;
    else if (entry === null) copy[key] = '';
    else {
      const plain = typeof entry === 'number' || typeof entry === 'boolean';
      findings.push({
        severity: 'error',
        code: 'wrong-type',
        path: [...path, key],
        params: { wanted: plain ? 'quoted' : 'text', value: shown(entry) },
        ...(plain ? { effect: 'as-text' as const } : {}),
      });
      if (!plain) return INVALID;
      copy[key] = String(entry);
    }
  }
  return copy;
}

const TEXTS: ReadonlySet<unknown> = new Set(['enum', 'ip', 'cidr', 'port-or-name']);

/** Not there, or empty where the API's Go types know no difference: templates write `type: ""` and `targetPort: 0`. */
const isAbsent = (schema: Schema | undefined, value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (value === '' && schema !== undefined && ('form' in schema || TEXTS.has(schema.kind))) ||
  (value === 0 && schema?.kind === 'port-or-name');

/** Says of every finding since `mark` what became of it, unless something nearer already did. */
function settle(findings: readonly Finding[], mark: number, effect: Effect): void {
  for (const finding of findings.slice(mark)) if (finding.severity === 'error') finding.effect ??= effect;
}

/** A value as it may stand in a sentence. */
function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > 40 ? `${json.slice(0, 39)}…` : json;
}
