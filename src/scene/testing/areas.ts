import type { Mark } from '../draw/mark';
import { gateBox, gateLabelBox, HOOKS, hookLabel, ROUTE_X } from '../layout/anatomy';
import type { Layout } from '../layout/layout.types';
import { type Rect, rect } from '../plane/geometry';
import { estimate, type FontKind } from '../plane/measure';

export interface Area {
  readonly what: string;
  readonly box: Rect;
}

/** What the packet's card must leave free, on every open machine. */
export function fixedAreas(layout: Layout): Area[] {
  return [
    ...layout.machines.flatMap((m): Area[] => {
      const on = (r: Rect) => rect(m.x + r.x, r.y, r.w, r.h);
      const side = { x: 13, w: m.a.w - 26 };
      return [
        ...gateAreas(layout).filter((a) => a.what.startsWith(`${m.name} `)),
        { what: `${m.name} route`, box: on(rect(m.a.diamond.x + ROUTE_X - 14, m.a.v.routeY - 9, 28, 11)) },
        { what: `${m.name} cni0`, box: on(rect(side.x, m.a.cniTop, side.w, m.a.v.bridgeH)) },
        { what: `${m.name} flannel.1`, box: on(rect(side.x, m.a.v.vxlanY, side.w, m.a.v.vxlanH)) },
        { what: `${m.name} NIC`, box: on(rect(side.x, m.a.v.nicY, side.w, m.a.v.nicH)) },
        { what: `${m.name} host`, box: on(m.a.host) },
        ...m.pods.map((p) => ({ what: `${m.name} pod ${p.key}`, box: p.box })),
      ];
    }),
    ...layout.folded.map((m) => ({ what: `${m.name} folded`, box: m.wall })),
    ...layout.ghosts.map((g) => ({ what: 'ghost', box: g.box })),
    ...layout.clients.map((c) => ({ what: c.id as string, box: c.box })),
  ];
}

/** Gates and their names: what no leader may cross. */
export function gateAreas(layout: Layout): Area[] {
  return layout.machines.flatMap((m) =>
    HOOKS.flatMap((hook) => {
      const on = (r: Rect) => rect(m.x + r.x, r.y, r.w, r.h);
      return [
        { what: `${m.name} ${hookLabel(hook)}`, box: on(gateBox(m.a, hook)) },
        { what: `${m.name} the name ${hookLabel(hook)}`, box: on(gateLabelBox(m.a, hook)) },
      ];
    }),
  );
}

/** The area of a drawn text, by the estimate that layout uses. */
export function textArea(mark: Mark): Area | undefined {
  if (mark.tag !== 'text' || !mark.text) return undefined;
  const size = Number(mark.attrs['font-size']);
  const font = String(mark.attrs.class).replace('t-', '') as FontKind;
  const w = estimate(mark.text, size, font) * (font === 'mono' ? 0.602 / 0.62 : 1);
  const anchor = mark.attrs['text-anchor'];
  const x = Number(mark.attrs.x) - (anchor === 'middle' ? w / 2 : anchor === 'end' ? w : 0);
  return { what: `“${mark.text}”`, box: rect(x, Number(mark.attrs.y) - size * 0.74, w, size * 0.8) };
}
