import { LABEL_SIZE } from '../layout/anatomy';
import { point, right } from '../plane/geometry';
import type { Note } from '../pose/note';
import { box, ink, label, type Mark } from './mark';

/** What is said beside the host about errors whose way is in sight after step `reached`. */
export function noteMarks(notes: readonly Note[], reached: number): Mark[] {
  return notes.flatMap(({ trace, from, box: area, lines }) => {
    if (reached < from) return [];
    const x = right(area) - 5;
    return [
      box(`note ${trace}`, area, 3, { fill: ink('dropbg') }),
      ...lines.map((text, i) =>
        label(`note ${trace} ${i}`, text, point(x, area.y + 12 + 13 * i), {
          size: LABEL_SIZE,
          color: 'drop',
          font: i === 0 ? 'bold' : 'sans',
          anchor: 'end',
        }),
      ),
    ];
  });
}
