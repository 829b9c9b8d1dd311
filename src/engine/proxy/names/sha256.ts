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
const START = primes(8).map((p) => fraction(Math.sqrt(p)));

const state = new Int32Array(8);
const schedule = new Int32Array(64);

/** The UTF-8 bytes of a text, as one character each. Halves of surrogate pairs count as U+FFFD. */
function utf8(text: string): string {
  const escaped = encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
  return escaped.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

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
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + (ROUND[i] as number) + (w[i] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e;
  state[5] = (state[5] as number) + f;
  state[6] = (state[6] as number) + g;
  state[7] = (state[7] as number) + h;
}

/**
 * The digest of a text's UTF-8 bytes as eight 32-bit words, the most significant first. The array is used again by the
 * next call.
 */
export function sha256(text: string): Int32Array {
  if (!digest(text)) digest(utf8(text), true);
  return state;
}

/** Characters are taken as bytes. False if one is no ASCII, unless they are bytes already. */
function digest(text: string, bytes = false): boolean {
  const length = text.length;
  for (let i = 0; i < 8; i++) state[i] = START[i] as number;
  let seen = 0;
  let at = 0;
  for (let left = length + 9; left > 0; left -= 64) {
    for (let word = 0; word < 16; word++, at += 4) {
      if (at + 4 <= length) {
        const a = text.charCodeAt(at);
        const b = text.charCodeAt(at + 1);
        const c = text.charCodeAt(at + 2);
        const d = text.charCodeAt(at + 3);
        seen |= a | b | c | d;
        schedule[word] = (a << 24) | (b << 16) | (c << 8) | d;
      } else if (at > length) {
        schedule[word] = 0;
      } else {
        let value = 0;
        for (let i = at; i < length; i++) {
          const c = text.charCodeAt(i);
          seen |= c;
          value = (value << 8) | c;
        }
        // A single bit ends every message.
        schedule[word] = ((value << 8) | 0x80) << (8 * (3 - length + at));
      }
    }
    if (left <= 64) schedule[15] = length << 3;
    compress();
  }
  return bytes || seen < 128;
}
