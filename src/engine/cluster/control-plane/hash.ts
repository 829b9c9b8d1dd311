/** FNV-1a over UTF-16 units, its bits mixed once more so that near texts end far apart. 32 bits, unsigned. */
export function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix32(h);
}

/** A bijection on 32 bits in which every input bit reaches every output bit. */
export function mix32(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** What Kubernetes makes generated names of: no vowels, nor digits that look like them (apimachinery util/rand). */
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

/** A suffix for a generated name, always the same for the same seed. */
export function nameSuffix(seed: string, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += SAFE[hash32(`${seed}/${i}`) % SAFE.length];
  return text;
}
