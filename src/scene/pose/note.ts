import type { Exchange, MachineId } from '../../engine';
import { LABEL_SIZE } from '../layout/anatomy';
import type { Layout, OpenMachine } from '../layout/layout.types';
import type { SceneLabels } from '../model';
import { type Rect, rect } from '../plane/geometry';
import { estimate } from '../plane/measure';
import { shortName } from '../plane/names';
import type { LegWay } from '../way/journey';

/** Words beside the host that writes an ICMP error: that it does, and to whom. */
export interface Note {
  readonly trace: number;
  /** From the step on at which its way is seen. */
  readonly from: number;
  readonly box: Rect;
  readonly lines: readonly string[];
}

const PAD = 5;
const ROW = 13;
/** From a riser, with its lanes, and from the road down to the host. */
const CLEAR = 18;

export function notesOf(layout: Layout, exchange: Exchange | undefined, labels: SceneLabels): Note[] {
  const asked = new Set<MachineId>();
  return layout.journey.legs.flatMap((leg): Note[] => {
    const m = leg.leg === 'error' ? writerOf(leg, layout) : undefined;
    if (!m || !exchange || asked.has(m.id)) return [];
    asked.add(m.id);
    return [noteAt(m, leg, nameOf(exchange.request.from, labels), labels)];
  });
}

function writerOf({ vertices: [first] }: LegWay, { machines }: Layout): OpenMachine | undefined {
  return first?.at === 'key' && first.key.startsWith('host')
    ? machines.find((m) => m.id === first.pass.machine)
    : undefined;
}

const nameOf = (id: MachineId, { outside }: SceneLabels): string =>
  id === 'outside' ? outside : (id.split('/').at(-1) ?? id);

/** Left of the host, under INPUT: no way leads there. */
function noteAt(m: OpenMachine, leg: LegWay, to: string, labels: SceneLabels): Note {
  const { a } = m;
  const left = a.left + CLEAR;
  const end = a.diamond.x - 8;
  const room = end - left - 2 * PAD;
  const fits = (text: string) => estimate(text, LABEL_SIZE, 'sans') <= room;
  const arrow = fits(`${labels.host} → ${to}`) ? `${labels.host} → ` : '→ ';
  const name = shortName(to, room - estimate(arrow, LABEL_SIZE, 'sans'), LABEL_SIZE, 'sans');
  const lines = [labels.icmpReply, arrow + name];
  const widths = lines.map((text, i) => estimate(text, LABEL_SIZE, i === 0 ? 'bold' : 'sans'));
  const w = Math.max(...widths) + 2 * PAD;
  const h = 2 * ROW + 4;
  const y = Math.min(a.v.hostY - h / 2, a.v.vxlanY - 4 - h);
  return { trace: leg.trace, from: leg.start - 1, box: rect(m.x + end - w, y, w, h), lines };
}
