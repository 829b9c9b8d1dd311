export interface DiffLine {
  readonly side: 'both' | 'engine' | 'kernel';
  readonly text: string;
}

/** The two lists as one, with as many common lines as there can be (longest common subsequence). */
export function diff(engine: readonly string[], kernel: readonly string[]): readonly DiffLine[] {
  const width = kernel.length + 1;
  const length = new Array<number>((engine.length + 1) * width).fill(0);
  const at = (i: number, j: number) => length[i * width + j] ?? 0;
  for (let i = engine.length - 1; i >= 0; i--)
    for (let j = kernel.length - 1; j >= 0; j--)
      length[i * width + j] =
        engine[i] === kernel[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < engine.length || j < kernel.length) {
    const [mine, theirs] = [engine[i], kernel[j]];
    if (mine !== undefined && mine === theirs) {
      lines.push({ side: 'both', text: mine });
      i++;
      j++;
    } else if (mine !== undefined && (theirs === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ side: 'engine', text: mine });
      i++;
    } else {
      lines.push({ side: 'kernel', text: theirs ?? '' });
      j++;
    }
  }
  return lines;
}
