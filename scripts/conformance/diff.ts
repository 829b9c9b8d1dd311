const MOST = 12;

/** The lines that differ, marked `-` (expected) and `+` (written); undefined if the texts are equal. */
export function shortDiff(expected: string, written: string): string | undefined {
  if (expected === written) return undefined;
  const before = expected.split('\n');
  const after = written.split('\n');
  const missing = without(before, after).map((line) => `- ${line}`);
  const extra = without(after, before).map((line) => `+ ${line}`);
  const lines = [...missing, ...extra];
  if (lines.length === 0) {
    const at = before.findIndex((line, i) => line !== after[i]);
    lines.push(`same lines in another order, from line ${at + 1} on:`, `- ${before[at]}`, `+ ${after[at]}`);
  }
  const more = lines.length - MOST;
  return [...lines.slice(0, MOST), ...(more > 0 ? [`… and ${more} more lines`] : [])].join('\n');
}

/** The lines of `a` that `b` lacks; repeated lines count. */
function without(a: readonly string[], b: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of b) left.set(line, (left.get(line) ?? 0) + 1);
  return a.filter((line) => {
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    return count === 0;
  });
}
