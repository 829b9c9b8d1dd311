import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildNetwork, type Cluster, emptyWorld, loadCluster, machineId, resolveTarget, send } from '..';
import { noteLine } from './testing/manifests';

const folder = join(import.meta.dirname, 'fixtures');
const files = readdirSync(folder);

function loadFixture(name: string): Cluster {
  const { cluster, notes } = loadCluster([{ name, text: readFileSync(join(folder, name), 'utf8') }]);
  expect(notes.filter(({ severity }) => severity === 'error').map(noteLine)).toEqual([]);
  if (!cluster) throw new Error(`${name} gives no cluster`);
  return cluster;
}

/** Whoever can call: each node, and the first Pod with a network of its own. */
const callers = ({ nodes, pods }: Cluster) => [
  ...nodes.map(({ name }) => `node/${name}`),
  ...pods
    .filter((p) => !p.hostNetwork)
    .slice(0, 1)
    .map((p) => `pod/${p.namespace}/${p.name}`),
];

/** `db.app:3306 from node/a: timeout`, for every call that is not answered. */
function unanswered(cluster: Cluster): string[] {
  const network = buildNetwork(cluster);
  const failures: string[] = [];
  const call = (from: string, to: string) => {
    const target = resolveTarget(cluster, to, from);
    if ('problem' in target) return failures.push(`${to} from ${from}: ${target.problem.code}`);
    const proto = target.proto ?? 'tcp';
    const request = { from: machineId(from), to: target, proto, sport: 40000, seed: 7 } as const;
    const { outcome } = send(network, emptyWorld(), request);
    if (outcome.code !== 'answered')
      failures.push(`${to} from ${from}: ${outcome.code} ${outcome.drop?.code}`);
    return failures.length;
  };
  for (const { metadata, spec } of cluster.services) {
    if (spec.type === 'ExternalName') continue;
    for (const port of spec.ports ?? [])
      for (const from of callers(cluster))
        call(from, `${metadata.name}.${metadata.namespace}.svc.cluster.local:${port.name ?? port.port}`);
    for (const { nodePort, protocol } of spec.ports ?? [])
      if (nodePort && protocol === 'TCP' && spec.externalTrafficPolicy === 'Cluster')
        for (const { name } of cluster.nodes) call('outside', `node/${name}:${nodePort}`);
  }
  return failures;
}

it('there are ten and more', () => {
  expect(files.length).toBeGreaterThanOrEqual(10);
});

it.each(files.filter((name) => name !== 'external-database.yaml'))(
  '%s opens without an error, and every Service of it answers',
  (name) => {
    expect(unanswered(loadFixture(name))).toEqual([]);
  },
);

it('external-database.yaml: what lies outside of the cluster is lost there, all else answers', () => {
  const failures = unanswered(loadFixture('external-database.yaml'));
  expect(failures).toEqual(
    ['node/node-1', 'node/node-2', 'pod/app/caller'].map(
      (from) => `legacy-db.app.svc.cluster.local:oracle from ${from}: timeout lost-upstream`,
    ),
  );
});

it('dump.yaml keeps its own Pods, addresses and networks', () => {
  const cluster = loadFixture('dump.yaml');
  expect(cluster.pods.map(({ name, ips, owner }) => [name, ips[0], owner?.name])).toEqual([
    ['whoami-6b7c9d8f5d-7kqxw', '10.42.0.9', 'whoami'],
    ['whoami-6b7c9d8f5d-zz4tj', '10.42.1.4', 'whoami'],
  ]);
  expect(cluster.endpointSlices.map((s) => s.metadata.name)).toEqual(['whoami-4hb2x']);
  expect([cluster.podNetworks, cluster.serviceNetworks]).toEqual([['10.42.0.0/16'], ['10.43.0.0/16']]);
});
