/**
 * Milliseconds of a fixed piece of work, to compare machines by: integer mixing, object making and text building, in
 * about the proportion of the engine's own work. The best of three.
 */
export function calibrate(): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function work(): number {
  let hash = 1;
  for (let i = 0; i < 20_000_000; i++) hash = (Math.imul(hash ^ i, 0x01000193) >>> 1) | 0;
  const made: { readonly key: string; readonly value: number }[] = [];
  for (let i = 0; i < 200_000; i++)
    made.push({ key: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, value: hash ^ i });
  let text = '';
  for (const { key, value } of made) text += `${key} ${value}\n`;
  return text.length + text.charCodeAt(text.length >> 1);
}
