import { LABEL_SIZE } from '../layout/anatomy';
import type { PodBox } from '../layout/layout.types';
import { point } from '../plane/geometry';
import { address, box, ink, label, type Mark } from './mark';

/** Sender and destination are told apart by outline and fill, and by their word. */
export function podMarks(machine: string, pod: PodBox): Mark[] {
  const k = `${machine} pod ${pod.key}`;
  const { x } = pod.box;
  const involved = pod.role !== undefined;
  const frame = box(k, pod.box, 8, {
    fill: ink(pod.role === 'destination' ? 'podbg' : 'machine'),
    stroke: ink(involved ? 'pod' : 'lineStrong'),
    'stroke-width': pod.role === 'destination' ? 1.75 : 1.25,
  });
  const select = pod.select ? { select: { kind: 'pod', ...pod.select } as const } : {};
  return [
    { ...frame, title: pod.fullName, ...select },
    {
      ...label(`${k}.n`, pod.title, point(x + 11, nameBase(pod)), {
        size: 11.5,
        color: 'text',
        font: 'bold',
      }),
      title: pod.fullName,
      ...select,
    },
    ...(pod.low ? lowLine(k, pod) : lines(k, pod)),
  ];
}

const nameBase = ({ box: { y, h }, low }: PodBox): number => y + h * (low ? 0.41 : 0.304);

/** A fault stands out by weight: red is for where the packet dies. */
const stateStyle = ({ faulty }: PodBox) =>
  faulty
    ? ({ size: LABEL_SIZE, color: 'text', font: 'bold' } as const)
    : ({ size: LABEL_SIZE, color: 'text3' } as const);

function lines(k: string, pod: PodBox): Mark[] {
  const { x, y } = pod.box;
  return [
    label(`${k}.s`, pod.state, point(x + 11, y + pod.box.h * 0.554), stateStyle(pod)),
    ...(pod.address ? address(`${k}.a`, pod.address, point(x + 10, y + pod.box.h * 0.822), LABEL_SIZE) : []),
  ];
}

function lowLine(k: string, pod: PodBox): Mark[] {
  const { x, w } = pod.box;
  const base = pod.box.y + pod.box.h * 0.79;
  return [
    ...(pod.address ? address(`${k}.a`, pod.address, point(x + 10, base), LABEL_SIZE) : []),
    label(`${k}.s`, pod.state, point(x + w - 10, pod.raised ? nameBase(pod) : base), {
      ...stateStyle(pod),
      anchor: 'end',
    }),
  ];
}
