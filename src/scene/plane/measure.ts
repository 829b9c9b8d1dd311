/** Text widths. Layout reserves with `estimate`, so that it does not depend on the fonts of one machine. */
export type FontKind = 'sans' | 'bold' | 'mono';

/** One character of any of the mono fonts in the list, in em, rounded up (LOOK.md). */
export const MONO_EM = 0.62;

/** Advance widths of the characters from space to tilde in hundredths of an em: Inter, the widest of the list. */
const table = (text: string): readonly number[] => text.split(' ').map(Number);
const REGULAR = table(
  '28 28 40 63 64 81 64 22 36 36 50 66 28 46 28 36 62 46 61 64 64 61 62 57 62 62 28 28 66 66 66 51 94 68 65 73 72 60 59 74 74 26 54 65 56 89 75 76 63 76 64 64 64 74 68 95 64 66 62 36 36 36 47 45 50 56 62 56 62 58 36 61 59 24 24 54 24 87 59 60 61 61 37 52 36 58 56 81 54 56 54 36 33 36 66',
);
const BOLD = table(
  '23 32 39 65 65 86 67 21 41 41 56 68 30 47 30 39 69 49 63 66 68 64 66 59 66 66 30 30 68 68 68 56 103 75 66 75 73 61 58 76 75 28 57 69 57 91 74 78 65 78 66 65 67 73 75 104 71 72 67 41 39 41 49 48 50 58 64 59 64 60 39 63 62 27 27 58 27 91 62 61 63 63 41 56 39 62 59 85 57 59 57 41 37 41 68',
);
/** Not in the table: an em for a CJK character, and what an ellipsis or a bullet needs for the rest. */
const OTHER = 82;
const FIRST_WIDE = 0x2e80;

/** Width in px. */
export function estimate(text: string, size: number, font: FontKind): number {
  if (font === 'mono') return text.length * MONO_EM * size;
  const widths = font === 'bold' ? BOLD : REGULAR;
  let sum = 0;
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0;
    sum += code >= FIRST_WIDE ? 100 : (widths[code - 32] ?? OTHER);
  }
  return (sum / 100) * size;
}
