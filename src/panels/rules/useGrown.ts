import { useEffect, useState } from 'react';

/** Rules made into rows at a time: a few milliseconds' worth. */
const CHUNK = 400;

/**
 * How many rules of the long chains in `what` are rows by now: a first few hundred at once, or as many as hold `need`, and
 * the rest while nothing is waiting, so that ten thousand of them stop nobody.
 */
export function useGrown(what: unknown, total: number, need: number): number {
  const [grown, setGrown] = useState({ what, count: CHUNK });
  const count = grown.what === what ? grown.count : CHUNK;
  const shown = Math.min(total, Math.max(count, need + CHUNK));
  useEffect(() => {
    if (shown >= total) return;
    const timer = setTimeout(() => setGrown({ what, count: shown + CHUNK }), 0);
    return () => clearTimeout(timer);
  }, [what, shown, total]);
  return shown;
}
