import type { Picture, Stay } from './picture';

/** px of the whole picture. */
export const SIZE = { width: 264, height: 104 } as const;
export const ROAD = 52;
const EDGE = 20;
const WIDTH: Readonly<Record<Stay['kind'], number>> = { node: 70, pod: 20, other: 20 };
const GATE_EDGE = 14;

export interface Placed extends Stay {
  readonly x: number;
  readonly width: number;
  /** Where each of its gates stands. */
  readonly at: readonly number[];
}

/** Machines side by side, the air between them shared out evenly; narrower nodes where there are many. */
export function place({ stays }: Picture): readonly Placed[] {
  const nodes = stays.filter(({ kind }) => kind === 'node').length;
  const others = (stays.length - nodes) * WIDTH.pod;
  const free = SIZE.width - 2 * EDGE - others;
  const nodeWidth = nodes === 0 ? 0 : Math.min(WIDTH.node, (free - (stays.length - 1) * 24) / nodes);
  const gaps = Math.max(1, stays.length - 1);
  const gap = Math.min(48, (free - nodes * nodeWidth) / gaps);
  const used = others + nodes * nodeWidth + gap * (stays.length - 1);
  let x = (SIZE.width - used) / 2;
  return stays.map((stay) => {
    const width = stay.kind === 'node' ? nodeWidth : WIDTH[stay.kind];
    const left = x;
    x += width + gap;
    const step = (width - 2 * GATE_EDGE) / Math.max(1, stay.gates.length - 1);
    const at = stay.gates.map((_, i) =>
      stay.gates.length === 1 ? left + width / 2 : left + GATE_EDGE + i * step,
    );
    return { ...stay, x: left, width, at };
  });
}
