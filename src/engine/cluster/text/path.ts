import type { FieldPath } from '../model';

/** `spec.ports[0].targetPort`, `metadata.labels['app.kubernetes.io/name']`. */
export function pathText(path: FieldPath): string {
  let out = '';
  for (const key of path) {
    if (typeof key === 'number') out += `[${key}]`;
    else if (/^[\w-]+$/.test(key)) out += out === '' ? key : `.${key}`;
    else out += `['${key}']`;
  }
  return out;
}
