import { LABEL_SIZE, nicBottom } from '../layout/anatomy';
import type { ClientBox, Layout } from '../layout/layout.types';
import { LINE_SIZE } from '../layout/layout-ghost';
import { fmt, point } from '../plane/geometry';
import { estimate } from '../plane/measure';
import { pathOf, rounded } from '../plane/polyline';
import { pipePoints } from '../way/spots';
import { address, addressWidth, box, ink, label, line, type Mark } from './mark';

/** What stands under the machines: the LAN, the client outside, the router. */
export function groundMarks(layout: Layout, sender: string | undefined): Mark[] {
  const { lan } = layout;
  const stems = [...layout.machines, ...layout.folded].map((m) => {
    const x = fmt(m.wall.x + m.wall.w / 2);
    return line(`stem ${m.id}`, `M${x} ${fmt(nicBottom(layout.v))}V${fmt(lan.y)}`, 'node', 1.25, {
      opacity: 0.55,
    });
  });
  return [
    line('lan', `M${fmt(lan.x1)} ${fmt(lan.y)}H${fmt(lan.x2)}`, 'node', 1.25, { opacity: 0.7 }),
    label('lan.t', lan.title, point(lan.titleX, lan.y + 13), { size: LABEL_SIZE, color: 'text3' }),
    ...stems,
    ...tunnelName(layout),
    ...layout.clients.flatMap((c) =>
      c.id === 'outside'
        ? laptop(c, layout, sender === 'outside')
        : [stem(c, layout), ...(c.id === 'router' ? [uplink(c)] : [])],
    ),
  ];
}

function tunnelName(layout: Layout): Mark[] {
  const first = pipePoints(layout)[0];
  const [, a, b] = first?.points ?? [];
  if (!a || !b) return [];
  const x = Math.max((a.x + b.x) / 2, layout.lan.titleX + 190);
  return [
    label('tunnel.t', 'flannel VXLAN • udp 8472', point(x, layout.lan.y + 13), {
      size: LABEL_SIZE,
      color: 'text2',
      anchor: 'middle',
    }),
  ];
}

/** The line from a client down to the LAN. */
function stem(c: ClientBox, layout: Layout): Mark {
  return line(
    `${c.id} stem`,
    `M${fmt(c.port.x)} ${fmt(c.box.y + c.box.h)}V${fmt(layout.lan.y)}`,
    'lineStrong',
    1.5,
  );
}

/** A screen on its base, its address over it. */
function laptop(c: ClientBox, layout: Layout, strong: boolean): Mark[] {
  const middle = c.box.x + c.box.w / 2;
  const base = c.box.y + c.box.h + 3;
  const width = c.address ? addressWidth(c.address, LABEL_SIZE) : 0;
  return [
    stem(c, layout),
    box('outside box', c.box, 6, {
      fill: ink('machine'),
      stroke: ink(strong ? 'text' : 'lineStrong'),
      'stroke-width': strong ? 1.75 : 1.25,
    }),
    label('outside t', c.title, point(middle, c.box.y + c.box.h / 2 + 4), {
      size: 11.5,
      color: strong ? 'text' : 'text2',
      font: strong ? 'bold' : 'sans',
      anchor: 'middle',
    }),
    ...(c.address ? address('outside a', c.address, point(middle - width / 2, c.box.y - 9), LABEL_SIZE) : []),
    line(
      'outside base',
      `M${fmt(c.box.x - 8)} ${fmt(base)}H${fmt(c.box.x + c.box.w + 8)}`,
      strong ? 'text2' : 'lineStrong',
      3.5,
      { 'stroke-linecap': 'round' },
    ),
  ];
}

/** Router and load balancer, over the trail, which goes through them. */
export function relayMarks(layout: Layout): Mark[] {
  return layout.clients.flatMap((c) => {
    if (c.id === 'outside') return [];
    const middle = c.box.x + c.box.w / 2;
    const width = c.address ? addressWidth(c.address, LABEL_SIZE) : 0;
    return [
      box(`${c.id} box`, c.box, 6, { fill: ink('machine'), stroke: ink('lineStrong'), 'stroke-width': 1.25 }),
      label(`${c.id} t`, c.title, point(middle, c.box.y + 17), {
        size: 11.5,
        color: 'text2',
        anchor: 'middle',
      }),
      ...(c.address
        ? address(`${c.id} a`, c.address, point(middle - width / 2, c.box.y + 32), LABEL_SIZE)
        : []),
    ];
  });
}

/** The router's other side leads to nowhere that knows the cluster. */
function uplink(c: ClientBox): Mark {
  const x = fmt(c.box.x + c.box.w / 2);
  return line('router uplink', `M${x} ${fmt(c.box.y)}V${fmt(c.box.y - 22)}`, 'lineStrong', 1.5, {
    'stroke-dasharray': '2 4',
  });
}

export function pipeMarks(layout: Layout, shown: ReadonlySet<number>): Mark[] {
  return pipePoints(layout)
    .filter((p) => shown.has(p.wire))
    .flatMap((p) => {
      const d = pathOf(rounded(p.points, 9));
      return [line(`pipe ${p.wire}`, d, 'node', 12), line(`bore ${p.wire}`, d, 'stage', 9)];
    });
}

export function ghostMarks(layout: Layout): Mark[] {
  return layout.ghosts.flatMap((g, i): Mark[] => {
    const k = `ghost ${i} `;
    const { x, y, w, h } = g.box;
    const select = { kind: 'service', namespace: g.namespace, name: g.name } as const;
    const first = g.slim ? y + h / 2 + 4.5 : y + 18;
    const second = g.slim ? first : y + 34;
    let left = x + 36 + (g.slim ? estimate(g.title, 13, 'bold') + 14 : 0);
    const addresses = g.addresses.flatMap((a, n) => {
      const at = point(left, second + (g.slim ? -0.3 : 0));
      left += addressWidth(a, 11) + 16;
      return address(`${k}a${n}`, a, at, 11);
    });
    return [
      {
        ...box(`${k}box`, g.box, 10, {
          fill: ink('clusterbg'),
          'fill-opacity': 0.45,
          stroke: ink('cluster'),
          'stroke-width': 1.5,
          'stroke-dasharray': '6 5',
        }),
        select,
        title: g.title,
      },
      ...g.titles.flatMap((left, n): Mark[] => [
        bigDiamond(`${k}sign${n}`, left + 20, y + h / 2, g.slim ? 6.5 : 7.5),
        {
          ...label(`${k}title${n}`, g.title, point(left + 36, first), {
            size: 13,
            color: 'text',
            font: 'bold',
          }),
          select,
        },
      ]),
      ...addresses,
      label(
        `${k}l1`,
        g.line1,
        point(
          g.slim && g.line2 ? x + w - 15 - estimate(`${g.line2} `, LINE_SIZE, 'sans') : x + w - 15,
          first,
        ),
        {
          size: LINE_SIZE,
          color: g.dead ? 'drop' : 'text2',
          font: g.dead ? 'bold' : 'sans',
          anchor: 'end',
        },
      ),
      label(`${k}l2`, g.line2, point(x + w - 15, second), { size: LINE_SIZE, color: 'text2', anchor: 'end' }),
    ];
  });
}

function bigDiamond(key: string, x: number, y: number, r: number): Mark {
  const d = `M${fmt(x)} ${fmt(y - r)}L${fmt(x + r)} ${fmt(y)}L${fmt(x)} ${fmt(y + r)}L${fmt(x - r)} ${fmt(y)}Z`;
  return line(key, d, 'cluster', 1.5, { 'stroke-dasharray': `${fmt(r * 0.46)} ${fmt(r * 0.247)}` });
}
