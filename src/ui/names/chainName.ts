/**
 * A chain's name in at most `max` characters. A hashed one is cut in the middle of its hash, so that kind and
 * both ends of the hash stay readable: KUBE-SVC-HL5L…Q6LN. Others are never cut below their own length.
 */
export function shortChain(name: string, max = 18): string {
  if (name.length <= max) return name;
  const hashed = /^(.*-)([A-Z2-7]{16})$/.exec(name) ?? /^()([A-Z2-7]{8}-.*)$/.exec(name);
  if (!hashed) return name;
  const [, head = '', hash = ''] = hashed;
  const room = Math.max(4, max - head.length - 1);
  const left = Math.ceil(room / 2);
  return `${head}${hash.slice(0, left)}…${hash.slice(hash.length - (room - left))}`;
}

const CHAIN = /\bKUBE-[A-Z]+-[A-Z2-7]{16}\b/g;

/** The same for every hashed name in a sentence. */
export const shortChains = (sentence: string): string => sentence.replace(CHAIN, (name) => shortChain(name));
