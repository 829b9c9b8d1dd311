import { estimate, type FontKind } from './measure';

/** As many leading parts of `nginx-deployment-55f598f8d-49l2v` as fit, an ellipsis, and the part that tells Pods apart. */
export function shortName(name: string, width: number, size: number, font: FontKind = 'bold'): string {
  const fits = (text: string) => estimate(text, size, font) <= width;
  if (fits(name)) return name;
  const parts = name.split('-');
  const last = parts.at(-1) ?? name;
  for (let keep = parts.length - 2; keep >= 1; keep--) {
    const text = `${parts.slice(0, keep).join('-')}-…-${last}`;
    if (fits(text)) return text;
  }
  return cut(name, width, size, font);
}

/** Cut at the end. Never used on an address. */
export function cut(text: string, width: number, size: number, font: FontKind = 'sans'): string {
  if (estimate(text, size, font) <= width) return text;
  for (let n = text.length - 1; n > 1; n--) {
    const shorter = `${text.slice(0, n).trimEnd()}…`;
    if (estimate(shorter, size, font) <= width) return shorter;
  }
  return '…';
}
