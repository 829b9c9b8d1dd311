/** Text widths. Layout reserves with `estimate`, so that it does not depend on the fonts of one machine. */
export type FontKind = 'sans' | 'bold' | 'mono';

export type Measure = (text: string, size: number, font: FontKind) => number;

/** One character of any of the mono fonts in the list, in em, rounded up (LOOK.md). */
export const MONO_EM = 0.62;

const NARROW = new Set("ijlI.,:;'|!()[]ft- ");
const WIDE = new Set('mwMWOQG@%…');

/** Widths of Inter, the widest of the sans fonts in the list, by three classes; CJK counts one em. */
export const estimate: Measure = (text, size, font) => {
  if (font === 'mono') return text.length * MONO_EM * size;
  let em = 0;
  for (const c of text) {
    if (c > '\u2e80') em += 1;
    else if (NARROW.has(c)) em += 0.34;
    else if (WIDE.has(c)) em += 0.86;
    else if (c >= 'A' && c <= 'Z') em += 0.68;
    else em += 0.59;
  }
  return em * size * (font === 'bold' ? 1.06 : 1);
};
