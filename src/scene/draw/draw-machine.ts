import { LABEL_SIZE, loopY, nameLine, ROAD_W, WALL } from '../layout/anatomy';
import type { AddressText, FoldedMachine, OpenMachine } from '../layout/layout.types';
import type { SceneLabels } from '../model';
import { fmt, grow, point, rect, right } from '../plane/geometry';
import { estimate } from '../plane/measure';
import { podMarks } from './draw-pod';
import { address, addressWidth, box, ink, label, line, type Mark } from './mark';

/** A node cut open, without its gates: those lie over the trail. */
export function machineMarks(m: OpenMachine, labels: SceneLabels): Mark[] {
  const k = (name: string) => `${m.id} ${name}`;
  const { a } = m;
  const { v } = a;
  const side = m.x + 13;
  const w = a.w - 26;
  const nameY = m.wall.y + nameLine(v);
  return [
    wallMark(k('wall'), m.wall),
    {
      ...label(k('name'), m.title, point(m.x + 16, nameY), { size: 13, color: 'text', font: 'bold' }),
      title: m.name,
      select: { kind: 'node', name: m.name },
    },
    label(k('cidr'), m.note, point(m.x + a.w - 16, nameY), {
      size: LABEL_SIZE,
      ...(m.faulty ? { color: 'text', font: 'bold' } : { color: 'text3' }),
      anchor: 'end',
    }),
    ...roads(m, k),
    ...veths(m, k),
    ...m.pods.flatMap((pod) => podMarks(m.id, pod)),
    box(k('cni'), rect(side, a.cniTop, w, v.bridgeH), 5, device('lineStrong', 'sunken', 1.25)),
    ...deviceText(k('cni'), 'cni0', m.cni, labels.bridge, m, a.cniTop + v.bridgeH / 2),
    ...(m.vxlan
      ? [
          box(k('vx'), rect(side, v.vxlanY, w, v.vxlanH), 5, device('lineStrong', 'sunken', 1.25)),
          ...deviceText(k('vx'), m.vxlan.name, m.vxlan.address, 'VXLAN', m, v.vxlanY + v.vxlanH / 2),
        ]
      : []),
    box(k('nic'), rect(side, v.nicY, w, v.nicH), 6, device('node', 'machine', 1.75)),
    ...deviceText(k('nic'), 'NIC', m.nic, '', m, v.nicY + v.nicH / 2),
  ];
}

const device = (stroke: string, fill: string, width: number) => ({
  fill: ink(fill),
  stroke: ink(stroke),
  'stroke-width': width,
});

function wallMark(key: string, wall: OpenMachine['wall']): Mark {
  return box(key, grow(wall, -WALL / 2), 12, device('case', 'machine', WALL));
}

/** Name to the left of the middle, address over it, kind to the right: the same columns on every device. */
function deviceText(
  key: string,
  name: string,
  addr: AddressText | undefined,
  kind: string,
  m: Pick<OpenMachine, 'x' | 'wall'>,
  middle: number,
): Mark[] {
  const y = middle + 3.9;
  const left = m.x + m.wall.w * 0.36;
  const start = left + 9;
  const end = start + (addr ? addressWidth(addr, LABEL_SIZE) : 0);
  return [
    label(`${key}.n`, name, point(left, y), { size: 11.5, color: 'text', font: 'bold', anchor: 'end' }),
    ...(addr ? address(`${key}.a`, addr, point(start, y), LABEL_SIZE) : []),
    ...(kind ? [label(`${key}.k`, kind, point(end + 14, y), { size: LABEL_SIZE, color: 'text3' })] : []),
  ];
}

/** The kernel's road with its risers: broad, pale, and under everything that moves. */
function roads(m: OpenMachine, k: (name: string) => string): Mark[] {
  const { a } = m;
  const L = fmt(m.x + a.left);
  const R = fmt(m.x + a.right);
  const d = m.x + a.diamond.x;
  const g = m.x + a.merge.x;
  const host = a.host.y + a.host.h / 2;
  const bend = 10;
  const arch = (y: number, s: number) =>
    `M${L} ${fmt(y)}V${s * bend}Q${L} 0 ${fmt(m.x + a.left + bend)} 0H${fmt(m.x + a.right - bend)}Q${R} 0 ${R} ${s * bend}V${fmt(y)}`;
  const paths = [
    arch(a.cniBottom, -1),
    arch(a.v.vxlanY, 1),
    `M${fmt(d)} 0V${fmt(host - bend)}Q${fmt(d)} ${fmt(host)} ${fmt(d + bend)} ${fmt(host)}H${fmt(m.x + a.host.x + 4)}`,
    `M${fmt(g)} 0V${fmt(host - bend)}Q${fmt(g)} ${fmt(host)} ${fmt(g - bend)} ${fmt(host)}H${fmt(m.x + right(a.host) - 4)}`,
  ];
  const loop = m.loop
    ? [
        line(k('lo'), `M${L} ${fmt(loopY(a.v))}H${R}`, 'lineStrong', 1.25, { 'stroke-dasharray': '2 3' }),
        label(k('lo.t'), 'lo', point(m.x + a.w - 46, loopY(a.v) - 4), {
          size: LABEL_SIZE,
          color: 'text3',
          anchor: 'end',
        }),
      ]
    : [];
  return [line(k('road'), paths.join(''), 'road', ROAD_W), ...loop];
}

function veths(m: OpenMachine, k: (name: string) => string): Mark[] {
  return m.pods.flatMap((pod) => {
    if (pod.veth === undefined) return [];
    const top = pod.box.y + pod.box.h;
    const x = fmt(pod.veth);
    return [
      line(k(`veth ${pod.key}`), `M${x} ${fmt(top)}V${fmt(m.a.cniTop)}`, 'case', 5),
      line(k(`plug ${pod.key}`), `M${fmt(pod.veth - 5.5)} ${fmt(top + 1.5)}h11`, 'case', 3),
    ];
  });
}

/** A node that no packet visits. */
export function foldedMarks(m: FoldedMachine, labels: SceneLabels): Mark[] {
  const { v } = m;
  const k = (name: string) => `${m.id} ${name}`;
  const last = m.pods.at(-1);
  const after = last ? last.box.y + last.box.h : m.wall.y + v.nameH + 14;
  const open = { kind: 'machine', id: m.id } as const;
  const note = { size: LABEL_SIZE, color: 'text3' } as const;
  const nic = rect(m.wall.x + 13, v.nicY, m.wall.w - 26, v.nicH);
  const width = estimate('NIC', 11.5, 'bold') + 9 + (m.nic ? addressWidth(m.nic, LABEL_SIZE) : 0);
  const start = nic.x + (nic.w - width) / 2 + estimate('NIC', 11.5, 'bold');
  return [
    { ...wallMark(k('wall'), m.wall), select: open },
    {
      ...label(k('name'), m.title, point(m.wall.x + 16, m.wall.y + nameLine(v)), {
        size: 13,
        color: 'text',
        font: 'bold',
      }),
      title: m.name,
      select: open,
    },
    label(
      k('note'),
      m.fault || labels.folded,
      point(m.wall.x + 16, m.wall.y + v.nameH + 10),
      m.fault ? { size: LABEL_SIZE, color: 'text', font: 'bold' } : note,
    ),
    ...m.pods.flatMap((pod) => podMarks(m.id, pod)),
    {
      ...label(k('open'), labels.openIt, point(m.wall.x + 16, after + 22), {
        size: LABEL_SIZE,
        color: 'text2',
      }),
      select: open,
    },
    box(k('nic'), nic, 6, device('node', 'machine', 1.75)),
    label(k('nic.n'), 'NIC', point(start, v.nicY + v.nicH / 2 + 3.9), {
      size: 11.5,
      color: 'text',
      font: 'bold',
      anchor: 'end',
    }),
    ...(m.nic ? address(k('nic.a'), m.nic, point(start + 9, v.nicY + v.nicH / 2 + 3.9), LABEL_SIZE) : []),
  ];
}
