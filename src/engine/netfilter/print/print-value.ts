/** How iptables writes single values: numbers, probabilities, quoted text. */

export const hex = (value: number): string => `0x${value.toString(16)}`;

/** Eight digits, as kube-proxy writes its mark. */
export const hex8 = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

/** As C's and Go's %.Nf: ties go to the even digit, where Number.toFixed takes the larger one. */
function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  const isTie = (value * 2 ** (digits + 1)) % 2 === 1;
  const last = text.charCodeAt(text.length - 1) - 48;
  return isTie && last % 2 === 1 ? text.slice(0, -1) + (last - 1) : text;
}

function cached(make: (value: number) => string): (value: number) => string {
  const known = new Map<number, string>();
  return (value) => {
    let text = known.get(value);
    if (text === undefined) {
      text = make(value);
      if (known.size > 10_000) known.clear();
      known.set(value, text);
    }
    return text;
  };
}

/** kube-proxy's "%0.10f" (proxier.go, computeProbability). */
export const restoreProbability = cached((p) => fixed(p, 10));

/**
 * The kernel keeps 31 bits of a probability (xt_statistic.h), taken from the text that it was loaded from; what
 * iptables-save reads back is n / 2^31. Ten digits are enough to hit the same n again.
 */
export const kernelProbability = (p: number): number =>
  Math.round(Number(restoreProbability(p)) * 2 ** 31) / 2 ** 31;
export const saveProbability = cached((p) => fixed(kernelProbability(p), 11));

const SAVE_PLAIN = 1;
const RESTORE_PLAIN = 2;
const ESCAPED = 4;

/** What each ASCII character asks for. Letters, digits, `_` and `-` are plain to xtables_save_string (libxtables). */
const CLASS = new Uint8Array(128);
for (const c of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-') {
  CLASS[c.charCodeAt(0)] = SAVE_PLAIN | RESTORE_PLAIN;
}
for (const c of '/:.') CLASS[c.charCodeAt(0)] = RESTORE_PLAIN;
for (const c of `"'\\`) CLASS[c.charCodeAt(0)] = ESCAPED;

function quoted(text: string, plain: number): string {
  let all = 0xff;
  let any = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    const own = c < 128 ? (CLASS[c] as number) : 0;
    all &= own;
    any |= own;
  }
  if (all & plain && text.length > 0) return text;
  return any & ESCAPED ? `"${text.replace(/["'\\]/g, '\\$&')}"` : `"${text}"`;
}

export const saveText = (text: string): string => quoted(text, SAVE_PLAIN);

/** kube-proxy quotes its sentences, but not a lone service port name (`ns/name:port`). */
export const restoreText = (text: string): string => quoted(text, RESTORE_PLAIN);
