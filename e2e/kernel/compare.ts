import type { ConntrackEntry, Exchange, MachineId } from '../../src/engine';
import {
  engineLines,
  isRest,
  isTunnel,
  kernelLines,
  type Line,
  packetText,
  type Rename,
  tupleText,
  type Way,
} from './lines';
import type { DrawnPorts } from './ports';
import type { Seen, SeenEntry } from './protocol';
import type { Topology } from './topology';

export interface Difference {
  readonly what: string;
  readonly engine: readonly string[];
  readonly kernel: readonly string[];
}

const WAYS: readonly Way[] = ['request', 'reply', 'error'];

/** Everything in which the engine's exchange and the kernel's differ; empty when they are the same. */
export function differences(
  exchange: Exchange,
  seen: Seen,
  topology: Topology,
  id: number,
  ports: DrawnPorts,
): readonly Difference[] {
  ports.note(exchange);
  const found: Difference[] = [];
  if (seen.lost.length > 0) found.push({ what: 'events were lost', engine: [], kernel: seen.lost });
  const tooLate = seen.late.filter(({ packet }) => !isRest(packet));
  if (tooLate.length > 0) {
    const late = tooLate.map((e) => `${e.machine} ${e.hook} ${packetText(e.packet, ports.rename, false)}`);
    found.push({ what: 'events of an earlier packet', engine: [], kernel: late });
  }
  const engine = engineLines(exchange);
  const kernel = kernelLines(seen, topology, id, exchange);
  for (const machine of topology.namespaceOf.keys())
    for (const way of WAYS) {
      const here = ({ machine: m, way: w }: Line) => m === machine && w === way;
      const mine = split(engine.filter(here));
      const theirs = split(kernel.filter(here));
      for (const part of ['rules', 'delivered'] as const) {
        ports.learn(mine[part], theirs[part]);
        const [a, b] = [texts(mine[part], ports), texts(theirs[part], ports)];
        if (a.join('\n') !== b.join('\n'))
          found.push({ what: `${machine}, ${way}: ${part}`, engine: a, kernel: b });
      }
    }
  const errors = [localError(exchange), seen.error];
  if (errors[0] !== errors[1])
    found.push({ what: 'what sendto() said', engine: [String(errors[0])], kernel: [String(errors[1])] });
  return [...found, ...tableDifferences(exchange, seen, topology, ports)];
}

const split = (lines: readonly Line[]) => ({
  rules: lines.filter((l) => l.what !== 'delivered'),
  delivered: lines.filter((l) => l.what === 'delivered'),
});

const texts = (lines: readonly Line[], ports: DrawnPorts): readonly string[] =>
  lines.map((l) => `${l.what}${l.packet ? `  ${packetText(l.packet, ports.rename, false)}` : ''}`);

/** A packet that dies in the hands of the sender's own kernel is reported by sendto(). */
function localError({ steps, traces, request }: Exchange): string | null {
  const first = traces[0];
  const last = first && steps[first.end - 1];
  // A tunnel device takes every packet; what becomes of the outer one is no concern of the sender.
  if (last?.kind !== 'drop' || last.before.packet.vxlan || last.machine !== request.from || last.hop !== 0)
    return null;
  if (last.station.at === 'routing') {
    if (last.code === 'no-route') return 'ENETUNREACH';
    return last.code === 'martian' ? 'EINVAL' : null;
  }
  // Its kernel tells itself by ICMP, too.
  if (last.code === 'too-big') return 'EMSGSIZE';
  const judged = last.code === 'rule-drop' || last.code === 'rule-reject' || last.code === 'policy-drop';
  if (!judged || last.station.at !== 'hook') return null;
  return ['output', 'postrouting'].includes(last.station.hook) ? 'EPERM' : null;
}

function tableDifferences(
  exchange: Exchange,
  seen: Seen,
  topology: Topology,
  ports: DrawnPorts,
): readonly Difference[] {
  const plain = (endpoint: string) => endpoint;
  return Object.entries(seen.conntrack).flatMap(([ns, entries]) => {
    const machine = topology.machineOf.get(ns)?.id as MachineId;
    const own = (exchange.world.machines.get(machine)?.conntrack ?? []).filter(
      (e) => e.confirmed && !isTunnel(e.original),
    );
    ports.learnFromTable(own, entries);
    const mine = own.map((e) => entryText({ ...e, state: stateOf(e) }, ports.rename));
    const theirs = entries.filter((e) => !isTunnel(e.original)).map((e) => entryText(e, plain));
    if (mine.toSorted().join() === theirs.toSorted().join()) return [];
    const only = (a: readonly string[], b: readonly string[]) => a.filter((line) => !b.includes(line));
    return [{ what: `${machine}: conntrack`, engine: only(mine, theirs), kernel: only(theirs, mine) }];
  });
}

const stateOf = ({ original, state }: ConntrackEntry) =>
  original.proto === 'tcp' || original.proto === 'sctp' ? (state ?? 'NONE') : null;

const entryText = (
  { original, reply, replied, state }: Pick<SeenEntry, 'original' | 'reply' | 'replied' | 'state'>,
  rename: Rename,
) =>
  `${tupleText(original, rename)} | ${tupleText(reply, rename)}${replied ? '' : ' [UNREPLIED]'} ${state ?? ''}`;
