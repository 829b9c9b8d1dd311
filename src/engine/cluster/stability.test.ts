import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Cluster } from './model';
import { deployment, load, node, pod, service } from './testing/manifests';

interface World {
  readonly nodes: number;
  readonly replicas: readonly number[];
  readonly services: number;
  readonly pods: number;
}

const world: fc.Arbitrary<World> = fc.record({
  nodes: fc.integer({ min: 0, max: 4 }),
  replicas: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 5 }),
  services: fc.integer({ min: 0, max: 8 }),
  pods: fc.integer({ min: 0, max: 3 }),
});

const documents = ({ nodes, replicas, services, pods }: World): string[] => [
  ...Array.from({ length: nodes }, (_, i) => node(`n${i}`, `192.168.7.${10 + i}`, `10.244.${i}.0/24`)),
  ...replicas.map((count, i) => deployment(`app-${i}`, count)),
  ...Array.from({ length: pods }, (_, i) => pod(`solo-${i}`)),
  ...Array.from({ length: services }, (_, i) =>
    service(`svc-${i}`, { type: i % 2 ? 'NodePort' : 'ClusterIP', selector: { app: `app-${i}` } }),
  ),
];

const clusterOf = (w: World, more: readonly string[] = []): Cluster => {
  const { cluster } = load(...documents(w), ...more);
  if (!cluster) throw new Error('no cluster');
  return cluster;
};

const podsOf = ({ pods }: Cluster) => new Map(pods.map((p) => [p.name, `${p.node} ${p.ips.join()}`]));
const servicesOf = ({ services }: Cluster) =>
  new Map(
    services.map(({ metadata, spec }) => [metadata.name, `${spec.clusterIP} ${spec.ports?.[0]?.nodePort}`]),
  );

/** Everything of `before` is in `after` unchanged. */
function expectKept(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): void {
  expect(Object.fromEntries([...before.keys()].map((key) => [key, after.get(key)]))).toEqual(
    Object.fromEntries(before),
  );
}

it('the same text gives the same cluster', () => {
  fc.assert(
    fc.property(world, (w) => {
      const { sources: _, ...first } = clusterOf(w);
      const { sources: __, ...second } = clusterOf(w);
      expect(second).toEqual(first);
    }),
    { numRuns: 40 },
  );
});

it('no address is given twice', () => {
  fc.assert(
    fc.property(world, (w) => {
      const { pods, nodes, services, outside, lan } = clusterOf(w);
      const all = [
        ...pods.flatMap((p) => p.ips),
        ...nodes.flatMap((n) => n.ips),
        ...services.flatMap((s) => s.spec.clusterIPs ?? []),
        ...outside.ips,
        ...lan.gateways,
      ];
      expect(new Set(all).size).toBe(all.length);
      const ports = services.flatMap((s) => s.spec.ports?.flatMap((p) => p.nodePort ?? []) ?? []);
      expect(new Set(ports).size).toBe(ports.length);
    }),
    { numRuns: 60 },
  );
});

it('one replica more adds one Pod and moves no other', () => {
  fc.assert(
    fc.property(world, fc.nat(4), (w, at) => {
      fc.pre(w.replicas.length > 0);
      const which = at % w.replicas.length;
      const before = podsOf(clusterOf(w));
      const replicas = w.replicas.map((count, i) => (i === which ? count + 1 : count));
      const after = podsOf(clusterOf({ ...w, replicas }));
      expect(after.size).toBe(before.size + 1);
      expectKept(before, after);
    }),
    { numRuns: 60 },
  );
});

it('one Service more moves no other', () => {
  fc.assert(
    fc.property(world, fc.stringMatching(/^[a-z]{3,8}$/), (w, name) => {
      const before = servicesOf(clusterOf(w));
      const after = servicesOf(clusterOf(w, [service(`x-${name}`, { type: 'NodePort' })]));
      expect(after.size).toBe(before.size + 1);
      expectKept(before, after);
    }),
    { numRuns: 60 },
  );
});

it('every Pod is on a node of the cluster, in its network', () => {
  fc.assert(
    fc.property(world, (w) => {
      const { pods, nodes } = clusterOf(w);
      for (const p of pods) {
        const on = nodes.find((n) => n.name === p.node);
        const prefix = on?.podCidrs[0]?.replace(/0\/24$/, '') ?? '?';
        expect(p.ips[0]?.startsWith(prefix)).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});
