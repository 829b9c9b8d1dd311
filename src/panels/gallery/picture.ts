import {
  type AddressKind,
  addressKind,
  type Cluster,
  type Exchange,
  type Rewrite,
  type Step,
} from '../../engine';

/** One moment on a machine's road: the packet passes a hook, and perhaps gets another address there. */
export interface Gate {
  readonly matched: boolean;
  readonly field?: 'src' | 'dst';
  /** What kind of address the field holds from here on. */
  readonly becomes?: AddressKind;
}

export interface Stay {
  readonly kind: 'node' | 'pod' | 'other';
  readonly gates: readonly Gate[];
  /** It came here inside another packet. */
  readonly wrapped: boolean;
}

/** The way of a request in the fewest strokes, read off an exchange. */
export interface Picture {
  readonly stays: readonly Stay[];
  /** What kind of address was called. */
  readonly called: AddressKind;
  readonly died: boolean;
  /** Something came back to the caller: an answer, or an error. */
  readonly heard: boolean;
}

const rewritesOf = (step: Step): readonly Rewrite[] =>
  step.kind === 'rule' || step.kind === 'nat' ? step.rewrites : [];

function gatesOf(steps: readonly Step[], cluster: Cluster): readonly Gate[] {
  const gates: Gate[] = [];
  let hook: string | undefined;
  for (const step of steps) {
    if (step.station.at !== 'hook') continue;
    if (step.station.hook !== hook) gates.push({ matched: false });
    hook = step.station.hook;
    const [rewrite] = rewritesOf(step);
    const changed = rewrite && { field: rewrite.field, becomes: addressKind(cluster, rewrite.to.ip) };
    const matched = step.kind === 'rule' && step.matched;
    if (matched || changed) gates[gates.length - 1] = { ...gates.at(-1), matched: true, ...changed };
  }
  return gates;
}

const kindOf = (machine: string): Stay['kind'] =>
  machine.startsWith('node/') ? 'node' : machine.startsWith('pod/') ? 'pod' : 'other';

/** What the gallery draws of an exchange; undefined where nothing was sent. */
export function pictureOf(exchange: Exchange, cluster: Cluster): Picture | undefined {
  const request = exchange.steps.filter(({ leg }) => leg === 'request');
  const [first] = request;
  if (!first) return undefined;
  const hops = new Map<number, Step[]>();
  for (const step of request) {
    const steps = hops.get(step.hop);
    if (steps) steps.push(step);
    else hops.set(step.hop, [step]);
  }
  const last = exchange.steps.at(-1);
  return {
    stays: [...hops.values()].map((steps) => ({
      kind: kindOf(steps[0]?.machine ?? ''),
      gates: gatesOf(steps, cluster),
      wrapped: steps.some(({ kind }) => kind === 'decap'),
    })),
    called: addressKind(cluster, first.after.packet.dst),
    died: request.some(({ kind }) => kind === 'drop'),
    heard: last?.kind === 'deliver' && last.leg !== 'request',
  };
}
