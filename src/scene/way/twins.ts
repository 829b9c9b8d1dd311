import type { Journey, LegWay, Pass, Vertex } from './journey';
import { type Lanes, runKey } from './lanes';

const written = (v: Vertex): string =>
  v.at === 'key'
    ? `${v.pass.machine} ${v.key}`
    : `${v.wire.from.machine} > ${v.wire.to.machine} ${v.wire.tunnel}`;

/** For each packet, by trace: the first that went the same way in the same direction, itself as a rule. */
export function firstsOf({ legs }: Pick<Journey, 'legs'>): ReadonlyMap<number, LegWay> {
  const ways = new Map<string, LegWay>();
  return new Map(
    legs.map((leg) => {
      const way = `${leg.leg}: ${leg.vertices.map(written).join(', ')}`;
      const first = ways.get(way) ?? leg;
      ways.set(way, first);
      return [leg.trace, first];
    }),
  );
}

/** The journey without packets that go the way of an earlier one: those need no lanes of their own. */
export function distinct(journey: Journey): Journey {
  const firsts = firstsOf(journey);
  const own = ({ trace }: { readonly trace: number }) => firsts.get(trace)?.trace === trace;
  return {
    ...journey,
    legs: journey.legs.filter(own),
    passes: journey.passes.filter(own),
    wires: journey.wires.filter(own),
  };
}

/** Lanes of the distinct ways, given to all that go there. */
export function shared(lanes: Lanes, journey: Journey): Lanes {
  const { pass, wire, veth, bridge, port } = {
    pass: new Map(lanes.pass),
    wire: new Map(lanes.wire),
    veth: new Map(lanes.veth),
    bridge: new Map(lanes.bridge),
    port: new Map(lanes.port),
  };
  const firsts = firstsOf(journey);
  const copy = <K>(map: Map<K, number>, from: K, to: K) => {
    const lane = map.get(from);
    if (lane !== undefined) map.set(to, lane);
  };
  const same = (from: Pass, to: Pass) => {
    copy(pass, from.id, to.id);
    for (const way of ['in', 'out'] as const) {
      copy(bridge, runKey(from, way), runKey(to, way));
      copy(port, runKey(from, way), runKey(to, way));
    }
    for (const key of lanes.veth.keys())
      if (key.startsWith(`${from.id}/`)) copy(veth, key, `${to.id}${key.slice(`${from.id}`.length)}`);
  };
  for (const leg of journey.legs) {
    const first = firsts.get(leg.trace);
    if (!first || first === leg) continue;
    leg.vertices.forEach((v, i) => {
      const f = first.vertices[i];
      if (v.at === 'key' && f?.at === 'key') same(f.pass, v.pass);
      if (v.at !== 'wire' || f?.at !== 'wire') return;
      copy(wire, f.wire.id, v.wire.id);
      same(f.wire.from, v.wire.from);
      same(f.wire.to, v.wire.to);
    });
  }
  return { ...lanes, pass, wire, veth, bridge, port };
}
