import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildNetwork, emptyWorld, loadCluster, machineId, resolveTarget, send } from '../../engine';
import { SAMPLES } from '.';
import { tellingStep } from './telling';

const OUTCOMES: Readonly<Record<string, string>> = {
  'no-endpoints': 'refused',
  'broken-selector': 'refused',
};

it.each(SAMPLES)('$id opens without a note and its packet fares as it should', (sample) => {
  const { from, to, proto, seed = 1 } = sample.send;
  const { cluster, notes } = loadCluster([{ name: 'sample.yaml', text: sample.yaml }]);
  expect(notes).toEqual([]);
  if (!cluster) throw new Error('no cluster');
  const target = resolveTarget(cluster, to, from);
  if ('problem' in target) throw new Error(target.problem.code);
  const request = { from: machineId(from), to: target, proto, sport: 40000, seed };
  const exchange = send(buildNetwork(cluster), emptyWorld(), request);
  expect(exchange.outcome.code).toBe(OUTCOMES[sample.id] ?? 'answered');
  expect(tellingStep(exchange, sample.telling)).toBeLessThan(exchange.steps.length - 1);
});

const podsOf = (id: string) => {
  const yaml = SAMPLES.find((sample) => sample.id === id)?.yaml ?? '';
  const { cluster } = loadCluster([{ name: 'sample.yaml', text: yaml }]);
  return {
    pods: cluster?.pods.map(({ name, node, ips }) => `${name} ${node} ${ips[0]}`),
    services: cluster?.services.map(({ spec }) => [spec.clusterIP, spec.ports?.[0]?.nodePort]),
    outside: cluster?.outside.ips,
  };
};

it("has the article's names and addresses", () => {
  expect(podsOf('article-clusterip')).toEqual({
    pods: [
      'client ycwang-ubuntu 10.244.0.5',
      'nginx-deployment-55f598f8d-49l2v ycwang-ubuntu 10.244.0.2',
      'nginx-deployment-55f598f8d-pxp6x ycwang-ubuntu-worker 10.244.1.4',
    ],
    services: [['10.104.112.175', undefined]],
    outside: ['192.168.111.1'],
  });
  expect(podsOf('article-nodeport')).toEqual({
    pods: [
      'client ycwang-ubuntu 10.244.0.5',
      'nginx-deployment-55f598f8d-ls786 ycwang-ubuntu-worker 10.244.1.6',
      'nginx-deployment-55f598f8d-pj2xk ycwang-ubuntu 10.244.0.3',
    ],
    services: [['10.110.65.131', 30000]],
    outside: ['192.168.111.1'],
  });
});

const corpus = process.env.HOPSCOPE_CONFORMANCE;
it.skipIf(!corpus)("begins with the article's own manifests", () => {
  const file = join(corpus ?? '', '../seed/kubernetes-network-model.md');
  const blocks = [...readFileSync(file, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) =>
    block.trimEnd(),
  );
  const [deployment = '?', clusterIp = '?', nodePort = '?'] = blocks;
  expect(SAMPLES[0]?.yaml.startsWith(`${deployment}\n---\n${clusterIp}\n`)).toBe(true);
  expect(SAMPLES[1]?.yaml.startsWith(`${deployment}\n---\n${nodePort}\n`)).toBe(true);
});
