import type { HookName, Machine, MachineId, Network, Step } from '../../engine';

/**
 * Places on a machine, as words. Lower case before the colon, a Pod's machine id after it.
 * `pod eth port` lead out of a Pod, `rpod reth rport` into it; the rest are on the node, see `road.ts`.
 */
export type Key = string;

export const hookIn = (hook: HookName): Key => `${hook}In`;
export const hookOut = (hook: HookName): Key => `${hook}Out`;

/** What a step needs to know of its surroundings to be placed. */
export interface KeyContext {
  readonly network: Network;
  /** The stay at this machine began with the packet's birth, not with its arrival. */
  readonly outbound: boolean;
  /** The last step of this stay in this gate: the packet comes out. */
  readonly leavesGate: boolean;
  /** A hook follows before the packet leaves the machine. */
  readonly hookAhead: boolean;
  readonly previous: Key | undefined;
}

export function keyOf(step: Step, c: KeyContext): Key {
  const machine = c.network.machines.get(step.machine);
  if (machine?.kind === 'pod') return podKey(step, c);
  if (machine?.kind === 'outside') return outsideKey(step, c);
  if (machine?.kind === 'router' || machine?.kind === 'load-balancer')
    return step.kind === 'wire' || step.kind === 'drop' ? 'routerOut' : 'routerIn';
  return nodeKey(step, machine, c);
}

function podKey(step: Step, c: KeyContext): Key {
  const prefix = c.outbound ? '' : 'r';
  const outermost = step.station.at === 'interface' || step.station.at === 'wire';
  return `${prefix}${outermost ? 'eth' : 'pod'}:${step.machine}`;
}

function outsideKey(step: Step, c: KeyContext): Key {
  const outermost = step.station.at === 'interface' || step.station.at === 'wire';
  if (c.outbound) return outermost ? 'clientEth' : 'client';
  return outermost ? 'rclientEth' : 'rclient';
}

function nodeKey(step: Step, machine: Machine | undefined, c: KeyContext): Key {
  const { station } = step;
  switch (station.at) {
    case 'hook':
      return c.leavesGate ? hookOut(station.hook) : hookIn(station.hook);
    case 'process':
      return c.outbound ? 'hostOut' : 'hostIn';
    case 'routing':
      if (station.when === 'output') return 'rtOut';
      if (station.when === 'reroute') return 'outputOut';
      if (step.kind === 'route') return step.result.kind === 'local' ? 'routeIn' : 'routeFwd';
      return c.previous?.startsWith('route') ? c.previous : 'routeFwd';
    case 'bridge':
      if (step.kind === 'bridge' && step.to !== 'up' && !c.hookAhead) {
        return `rport:${peerOf(machine, step.to.port) ?? ''}`;
      }
      return c.hookAhead ? 'cniUp' : 'cniDown';
    case 'wire':
      // The short way from a node's port into the Pod; the LAN is drawn as a wire of its own.
      return station.to?.startsWith('pod/') ? `rport:${station.to}` : 'nicOut';
    case 'interface':
      return interfaceKey(step, machine, station.name, c);
  }
}

function interfaceKey(step: Step, machine: Machine | undefined, name: string, c: KeyContext): Key {
  const inward = step.kind === 'interface' ? step.direction === 'in' : c.hookAhead || step.kind === 'decap';
  switch (machine?.interfaces.find((i) => i.name === name)?.kind) {
    case 'veth':
      return `${inward ? '' : 'r'}port:${peerOf(machine, name) ?? ''}`;
    case 'bridge':
      return inward ? 'cniUp' : 'cniDown';
    case 'vxlan':
      return inward ? 'vxIn' : 'vxOut';
    case 'loopback':
      return inward ? 'loIn' : 'loOut';
    default:
      return inward ? 'nicIn' : 'nicOut';
  }
}

function peerOf(machine: Machine | undefined, name: string): MachineId | undefined {
  return machine?.interfaces.find((i) => i.name === name)?.peer?.machine;
}
