import { type Point, point } from '../plane/geometry';
import type { Pass, Wire } from '../way/journey';
import { type Lanes, laneOffset, runKey } from '../way/lanes';
import { NIC_BOTTOM } from './anatomy';
import type { ClientBox, OpenMachine } from './layout.types';

export const WIRE_FIRST = 11;
export const WIRE_STEP = 13;
/** Height of a lane under the NICs. */
export const wireY = (lane: number): number => NIC_BOTTOM + WIRE_FIRST + lane * WIRE_STEP;

type PortLanes = Pick<Lanes, 'pass' | 'port'>;

/** Where a pass leaves for the LAN or comes in from it, on its own lane. */
export function lanPort(
  pass: Pass,
  way: 'in' | 'out',
  machine: OpenMachine | ClientBox | undefined,
  lanes: PortLanes,
): Point {
  if (!machine) return point(0, NIC_BOTTOM);
  if ('a' in machine) {
    const offset = laneOffset(lanes.pass.get(pass.id) ?? 0);
    const x = way === 'in' ? machine.a.left + offset : machine.a.right - offset;
    return point(machine.x + x, NIC_BOTTOM);
  }
  const lane = lanes.port.get(runKey(pass, way)) ?? 0;
  return point(machine.port.x + lane * 12, machine.port.y);
}

/** The corners of a crossing: down from the port, along its lane, up to the other port. */
export function wirePoints(
  wire: Wire,
  find: (id: string) => OpenMachine | ClientBox | undefined,
  lanes: PortLanes & Pick<Lanes, 'wire'>,
): readonly [Point, Point, Point, Point] {
  const a = lanPort(wire.from, 'out', find(wire.from.machine), lanes);
  const b = lanPort(wire.to, 'in', find(wire.to.machine), lanes);
  const y = wireY(lanes.wire.get(wire.id) ?? 0);
  return [a, point(a.x, y), point(b.x, y), b];
}
