const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Two characters for each value of ten bits. */
const PAIRS = Array.from({ length: 1024 }, (_, n) => ALPHABET.charAt(n >> 5) + ALPHABET.charAt(n & 31));

/** The first 16 characters of RFC 4648 base32, that is of 80 bits: two and a half words of 32, the first bits first. */
export function base32Prefix(words: Int32Array): string {
  const a = words[0] as number;
  const b = words[1] as number;
  const c = words[2] as number;
  return (
    (PAIRS[a >>> 22] as string) +
    PAIRS[(a >>> 12) & 1023] +
    PAIRS[(a >>> 2) & 1023] +
    PAIRS[((a & 3) << 8) | (b >>> 24)] +
    PAIRS[(b >>> 14) & 1023] +
    PAIRS[(b >>> 4) & 1023] +
    PAIRS[((b & 15) << 6) | (c >>> 26)] +
    PAIRS[(c >>> 16) & 1023]
  );
}
