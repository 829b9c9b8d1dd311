import type { MachineId, MachineState, WorldState } from './model';

/** No conntrack entry anywhere, time 0. */
export const emptyWorld = (): WorldState => ({ time: 0, machines: new Map() });

const withoutFlows = (
  state: MachineState,
  gone: (entry: MachineState['conntrack'][number]) => boolean,
): MachineState =>
  state.conntrack.some(gone) ? { ...state, conntrack: state.conntrack.filter((e) => !gone(e)) } : state;

/** The world some seconds later: conntrack entries whose time is over are gone (gc_worker in nf_conntrack_core.c). */
export function advance(world: WorldState, seconds: number): WorldState {
  const time = world.time + seconds;
  const later = ([id, state]: readonly [MachineId, MachineState]) =>
    [id, withoutFlows(state, ({ expires }) => expires <= time)] as const;
  return { time, machines: new Map([...world.machines].map(later)) };
}

/** `conntrack -D` on a machine: one entry, or all (`conntrack -F`). Sockets keep their connections. */
export function forgetFlows(world: WorldState, machine: MachineId, id?: number): WorldState {
  const state = world.machines.get(machine);
  if (!state) return world;
  const after = withoutFlows(state, (entry) => id === undefined || entry.id === id);
  return { ...world, machines: new Map(world.machines).set(machine, after) };
}
