import {
  DIAMOND,
  GATE_LABEL_SIZE,
  gateBox,
  gateLabel,
  HOOKS,
  hookLabel,
  isTurned,
  LABEL_SIZE,
  ROUTE_X,
  SLATS,
  type Slat,
  slatPitch,
} from '../layout/anatomy';
import type { OpenMachine } from '../layout/layout.types';
import type { SceneLabels } from '../model';
import { fmt, grow, point, type Rect, rect } from '../plane/geometry';
import { type GatePose, gateKey, type Pose } from '../pose/pose.types';
import { box, ink, label, line, type Mark } from './mark';

/** Gates, routing diamond and host of a machine, as they stand in this pose. Drawn over the trail. */
export function gateMarks(m: OpenMachine, pose: Pose, labels: SceneLabels): Mark[] {
  return [
    ...hostMarks(m, labels),
    ...diamondMarks(m, pose, labels),
    ...HOOKS.flatMap((hook) => {
      const gate = pose.gates.get(gateKey(m.id, hook));
      return gate ? oneGate(m, gate) : [];
    }),
    ...m.marks.map((mark) => cornerMark(`${m.id} rule ${mark.hook}`, m.x + mark.at.x, mark.at.y)),
  ];
}

function hostMarks(m: OpenMachine, labels: SceneLabels): Mark[] {
  const { host } = m.a;
  const r = rect(m.x + host.x, host.y, host.w, host.h);
  return [
    box(`${m.id} host`, r, 5, { fill: ink('machine'), stroke: ink('lineStrong'), 'stroke-width': 1.25 }),
    label(`${m.id} host.t`, labels.host, point(r.x + r.w / 2, r.y + r.h / 2 + 3.8), {
      size: LABEL_SIZE,
      color: 'text2',
      anchor: 'middle',
    }),
  ];
}

function diamondMarks(m: OpenMachine, pose: Pose, labels: SceneLabels): Mark[] {
  const x = m.x + m.a.diamond.x;
  const current = pose.routing === m.id;
  const visited = current || pose.routed.has(m.id);
  const d = `M${fmt(x)} ${-DIAMOND}L${fmt(x + DIAMOND)} 0L${fmt(x)} ${DIAMOND}L${fmt(x - DIAMOND)} 0Z`;
  return [
    ...(current ? [line(`${m.id} rt halo`, d, 'packetbg', 10, { 'stroke-linejoin': 'round' })] : []),
    line(`${m.id} rt`, d, visited ? 'packet' : 'lineStrong', visited ? 1.75 : 1.25, {
      fill: ink('machine'),
      'stroke-linejoin': 'round',
    }),
    label(`${m.id} rt.t`, labels.route, point(x + ROUTE_X, m.a.v.routeY), {
      size: LABEL_SIZE,
      color: current ? 'text' : 'text3',
      anchor: 'middle',
    }),
  ];
}

const FRAME = {
  rest: { stroke: 'lineStrong', width: 1.25, text: 'text3', halo: undefined, bold: false },
  visited: { stroke: 'packet', width: 1.75, text: 'text', halo: undefined, bold: false },
  current: { stroke: 'packet', width: 1.75, text: 'text', halo: 'packetbg', bold: true },
  dead: { stroke: 'drop', width: 1.75, text: 'drop', halo: 'dropbg', bold: true },
} as const;

function oneGate(m: OpenMachine, gate: GatePose): Mark[] {
  const { hook } = gate;
  const k = `${m.id} ${hook}`;
  const local = gateBox(m.a, hook);
  const r = rect(m.x + local.x, local.y, local.w, local.h);
  const frame = FRAME[gate.state];
  const halo = gate.rewrote ? 'natbg' : frame.halo;
  const { at, anchor } = gateLabel(m.a, hook);
  return [
    ...(halo ? [box(`${k} halo`, grow(r, 5), 10, { fill: ink(halo) })] : []),
    box(k, r, 6, { fill: ink('machine'), stroke: ink(frame.stroke), 'stroke-width': frame.width }),
    ...SLATS[hook].flatMap((slat, i) => slatMarks(`${k} ${slat}`, slat, i, gate, r, slatPitch(m.a, hook))),
    label(`${k} t`, hookLabel(hook), point(m.x + at.x, at.y), {
      size: GATE_LABEL_SIZE,
      color: frame.text,
      font: frame.bold ? 'bold' : 'sans',
      anchor,
    }),
  ];
}

const SLAT_W = 2.8;
const SLAT_L = 22;

/** In the order in which the packet meets them: rightwards on the road, down into INPUT, up out of OUTPUT. */
function slatMarks(key: string, slat: Slat, i: number, gate: GatePose, r: Rect, pitch: number): Mark[] {
  const lit = gate.lit[slat] ?? 0;
  const color = gate.state === 'dead' && slat === 'filter' ? 'drop' : 'packet';
  const along = (pitch + 3) / 2 + pitch * (i + 0.5);
  const turned = isTurned(gate.hook);
  const y = gate.hook === 'output' ? r.y + r.h - along : r.y + along;
  const c = turned ? point(r.x + r.w / 2, y) : point(r.x + along, r.y + r.h / 2);
  if (slat === 'ct') {
    const ring = { cx: fmt(c.x), cy: fmt(c.y) };
    return [
      {
        key: `${key} o`,
        tag: 'circle',
        attrs: { ...ring, r: 2.6, fill: ink('machine'), stroke: ink('lineStrong'), 'stroke-width': 1.4 },
      },
      ...(lit > 0
        ? [
            {
              key: `${key} i`,
              tag: 'circle',
              attrs: { ...ring, r: 3.3, fill: ink('packet'), opacity: fmt(lit) },
            } as const,
          ]
        : []),
    ];
  }
  const bar = turned
    ? rect(c.x - SLAT_L / 2, c.y - SLAT_W / 2, SLAT_L, SLAT_W)
    : rect(c.x - SLAT_W / 2, c.y - SLAT_L / 2, SLAT_W, SLAT_L);
  return [
    ...(lit < 1 ? [box(`${key} o`, bar, 1.4, { fill: ink('lineStrong'), opacity: 0.55 })] : []),
    ...(lit > 0 ? [box(`${key} i`, bar, 1.4, { fill: ink(color), opacity: fmt(lit) })] : []),
  ];
}

/** This gate holds rules of the Service: its sign, on the corner. */
function cornerMark(key: string, x: number, y: number): Mark {
  const d = `M${fmt(x)} ${fmt(y - 5)}L${fmt(x + 5)} ${fmt(y)}L${fmt(x)} ${fmt(y + 5)}L${fmt(x - 5)} ${fmt(y)}Z`;
  return line(key, d, 'cluster', 1.4, { fill: ink('machine'), 'stroke-dasharray': '2.3 1.25' });
}
