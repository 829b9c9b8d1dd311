import { type Point, point } from '../plane/geometry';
import type { Pass, Wire } from '../way/journey';
import { type Lanes, laneOffset, runKey } from '../way/lanes';
import { type Levels, nicBottom } from './anatomy';
import type { ClientBox, OpenMachine } from './layout.types';
import { PORT_LANE } from './layout-clients';

/** Height of a lane under the NICs. */
export const wireY = (lane: number, v: Levels): number => nicBottom(v) + v.wireFirst + lane * v.wireStep;

/** From the NICs to the LAN line, under so many lanes. */
export const lanDrop = (lanes: number, v: Levels): number =>
  Math.max(v.lanDrop, v.wireFirst + lanes * v.wireStep - 3);

type PortLanes = Pick<Lanes, 'pass' | 'port'>;

/** Where a pass leaves for the LAN or comes in from it, on its own lane. */
export function lanPort(
  pass: Pass,
  way: 'in' | 'out',
  machine: OpenMachine | ClientBox | undefined,
  lanes: PortLanes,
  v: Levels,
): Point {
  if (!machine) return point(0, nicBottom(v));
  if ('a' in machine) {
    const offset = laneOffset(lanes.pass.get(pass.id) ?? 0);
    const x = way === 'in' ? machine.a.left + offset : machine.a.right - offset;
    return point(machine.x + x, nicBottom(v));
  }
  const lane = lanes.port.get(runKey(pass, way)) ?? 0;
  return point(machine.port.x + lane * PORT_LANE, machine.port.y);
}

/** The corners of a crossing: down from the port, along its lane, up to the other port. */
export function wirePoints(
  wire: Wire,
  find: (id: string) => OpenMachine | ClientBox | undefined,
  lanes: PortLanes & Pick<Lanes, 'wire'>,
  v: Levels,
): readonly [Point, Point, Point, Point] {
  const a = lanPort(wire.from, 'out', find(wire.from.machine), lanes, v);
  const b = lanPort(wire.to, 'in', find(wire.to.machine), lanes, v);
  const y = wireY(lanes.wire.get(wire.id) ?? 0, v);
  return [a, point(a.x, y), point(b.x, y), b];
}
