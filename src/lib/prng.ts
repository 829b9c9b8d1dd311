/**
 * A small seeded generator: the same seed gives the same numbers, each in [0, 1).
 *
 * A Weyl sequence (the golden ratio in 32 bits) whose every value is mixed by two multiply-xorshift rounds. Good enough
 * to choose endpoints and ports; not for secrets.
 */
export function createPrng(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 0x1_0000_0000;
  };
}
