import { expect, it } from 'vitest';
import { loadCluster } from '../../engine';
import { largeCluster } from './large';

it('makes as many nodes, Pods and Services as it is asked for, in every zone', () => {
  const text = largeCluster({ nodes: 200, pods: 1500, services: 30 });
  const { cluster, notes } = loadCluster([{ name: 'large.yaml', text }]);
  expect(notes).toEqual([]);
  expect(cluster?.nodes).toHaveLength(200);
  expect(cluster?.pods).toHaveLength(1500);
  expect(cluster?.services).toHaveLength(30);
  expect(new Set(cluster?.nodes.map(({ zone }) => zone))).toEqual(new Set(['eu-1a', 'eu-1b', 'eu-1c']));
  const own = cluster?.pods.filter(({ labels }) => labels.app === 'checkout') ?? [];
  expect([own.length, own.filter(({ ready }) => !ready).length]).toEqual([40, 3]);
});

it('has no two objects of one name, however many', () => {
  const text = largeCluster({ nodes: 3, pods: 600, services: 300 });
  const { cluster, notes } = loadCluster([{ name: 'large.yaml', text }]);
  expect(notes).toEqual([]);
  expect(cluster?.services).toHaveLength(300);
});
