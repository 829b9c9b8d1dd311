/*
 * SHA-256 (FIPS 180-4) for short texts. A full sync names a chain for every endpoint, and this is some six times as
 * fast as general libraries here, which make several objects for each digest. The test holds it against one of them.
 */

/** The first `count` prime numbers. */
function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n);
  return found;
}

/** The first 32 bits of the fraction. */
const fraction = (x: number): number => ((x - Math.floor(x)) * 2 ** 32) | 0;

const ROUND = Int32Array.from(primes(64), (p) => fraction(Math.cbrt(p)));
const START = Int32Array.from(primes(8), (p) => fraction(Math.sqrt(p)));

const state = new Int32Array(8);
const schedule = new Int32Array(64);
const utf8 = new TextEncoder();

/** Mixes the block in the first 16 words of `schedule` into `state`. */
function compress(): void {
  const w = schedule;
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15] as number;
    const b = w[i - 2] as number;
    const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
    const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
    w[i] = (s1 + (w[i - 7] as number) + s0 + (w[i - 16] as number)) | 0;
  }
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (ROUND[i] as number) + (w[i] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = ((state[0] as number) + a) | 0;
  state[1] = ((state[1] as number) + b) | 0;
  state[2] = ((state[2] as number) + c) | 0;
  state[3] = ((state[3] as number) + d) | 0;
  state[4] = ((state[4] as number) + e) | 0;
  state[5] = ((state[5] as number) + f) | 0;
  state[6] = ((state[6] as number) + g) | 0;
  state[7] = ((state[7] as number) + h) | 0;
}

/** Bytes as characters, so that `charCodeAt` reads bytes. */
function byteText(text: string): string {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 127) return String.fromCharCode(...utf8.encode(text));
  }
  return text;
}

/**
 * The digest of a text's UTF-8 bytes as eight 32-bit words, the most significant first. The array is used again by the
 * next call.
 */
export function sha256(text: string): Int32Array {
  const bytes = byteText(text);
  const length = bytes.length;
  state.set(START);
  const blocks = (length + 8) >> 6;
  for (let block = 0; block <= blocks; block++) {
    for (let word = 0; word < 16; word++) {
      let value = 0;
      const from = (block << 6) | (word << 2);
      for (let i = from; i < from + 4; i++) {
        value = (value << 8) | (i < length ? bytes.charCodeAt(i) : i === length ? 0x80 : 0);
      }
      schedule[word] = value;
    }
    if (block === blocks) schedule[15] = length << 3;
    compress();
  }
  return state;
}
